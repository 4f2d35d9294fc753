"""Corrections, in and out. Amounts are whole cents, EUR."""

import marshmallow as ma

from leerloket import web

REASON = [ma.validate.Length(10, 500)]


class CorrectionForm(web.FormSchema):
    """How much to take back, and why."""

    bedrag = web.Euros(required=True, validate=ma.validate.Range(1, error="Vul een bedrag boven nul in."))
    reden = ma.fields.Str(required=True, validate=REASON)


class RejectForm(web.FormSchema):
    """Why not."""

    reden = ma.fields.Str(required=True, validate=REASON)


class CorrectionFilter(web.FormSchema):
    """From where the list goes on."""

    class Meta:
        unknown = ma.EXCLUDE

    voor = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, 2**62))


class CorrectionIn(web.Schema):
    """A proposal: which transfer, how much of it, and why."""

    transfer_id = ma.fields.UUID(required=True)
    amount_cents = web.Cents(least=1, required=True)
    reason = ma.fields.Str(required=True, validate=REASON)


class CorrectionRejectIn(web.Schema):
    """Why a proposal is rejected."""

    reason = ma.fields.Str(required=True, validate=REASON)


class CorrectionQuery(web.Schema):
    """A page of proposals."""

    cursor = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, 2**62))
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 100))


class CorrectionOut(web.OutSchema):
    """A proposal and what became of it."""

    id = ma.fields.UUID(attribute="correction_id")
    reference = ma.fields.Str(metadata={"example": "C-2026-12"})
    kind = ma.fields.Str(
        metadata={
            "enum": ["correction", "clawback"],
            "description": "A clawback takes money back from a provider, a correction mirrors the transfer.",
        }
    )
    account_id = ma.fields.UUID()
    transfer_id = ma.fields.UUID(metadata={"description": "The transfer that is taken back."})
    booking_id = ma.fields.UUID(allow_none=True)
    provider_id = ma.fields.UUID(allow_none=True)
    amount_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    reason = ma.fields.Str()
    state = ma.fields.Str(metadata={"enum": ["proposed", "approved", "rejected", "withdrawn"]})
    proposed_by = ma.fields.UUID()
    proposed_at = web.Instant()
    decided_by = ma.fields.UUID(allow_none=True)
    decided_at = web.Instant(allow_none=True)
    decided_reason = ma.fields.Str(allow_none=True)
    made_transfer_id = ma.fields.UUID(
        allow_none=True, metadata={"description": "The transfer that carried it out, once approved."}
    )


class CorrectionsOut(web.OutSchema):
    """A page of proposals: those that wait for a decision first, then the newest."""

    items = ma.fields.List(ma.fields.Nested(CorrectionOut))
    next = ma.fields.Str(allow_none=True)
