"""What a proof of the books says."""

import marshmallow as ma

from leerloket import web


class FindingOut(web.OutSchema):
    """One sentence that must be true, and what was found."""

    name = ma.fields.Str(metadata={"example": "M1"})
    sentence = ma.fields.Str()
    sentence_nl = ma.fields.Str()
    broken = ma.fields.Int(metadata={"description": "How many rows break it."})
    examples = ma.fields.List(ma.fields.Str())
    finished = ma.fields.Bool(metadata={"description": "Whether it was checked before the time was over."})


class LedgerTotalOut(web.OutSchema):
    """What the ledger accounts of one kind hold together."""

    kind = ma.fields.Str()
    cents = ma.fields.Int(metadata={"description": "Whole cents, EUR; negative: more went out than came in."})


class ProofOut(web.OutSchema):
    """One check of the books."""

    id = ma.fields.UUID(attribute="proof_id")
    began_at = web.Instant()
    ended_at = web.Instant()
    asked_by = ma.fields.UUID(allow_none=True, metadata={"description": "Empty for the nightly work."})
    holds = ma.fields.Bool()
    chain_from = ma.fields.Int(metadata={"description": "The seal from which the chain was recomputed."})
    head_seq = ma.fields.Int()
    head_hash = ma.fields.Str()
    findings = ma.fields.List(ma.fields.Nested(FindingOut))
    totals = ma.fields.List(ma.fields.Nested(LedgerTotalOut))
