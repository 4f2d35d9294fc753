"""What comes in and goes out about files to take along, erasure and retention."""

import marshmallow as ma

from leerloket import web
from leerloket.own_data import rules


class ErasureForm(web.FormSchema):
    """The box under the consequences."""

    understood = ma.fields.Bool(load_default=False, truthy={"ja"})


class ErasureIn(web.Schema):
    """Asking to be erased: `understood` says that the consequences were shown."""

    understood = ma.fields.Bool(required=True, validate=ma.validate.Equal(True))


class ExportOut(web.OutSchema):
    """A file with everything about me."""

    id = ma.fields.UUID(attribute="export_id", required=True)
    state = ma.fields.Str(required=True, validate=ma.validate.OneOf(["waiting", "ready", "ended"]))
    asked_at = web.Instant(required=True)
    made_at = web.Instant(required=True, allow_none=True)
    ends_at = web.Instant(required=True, allow_none=True)
    size_bytes = ma.fields.Int(required=True, allow_none=True)


class ExportsOut(web.OutSchema):
    """What I asked for, newest first."""

    items = ma.fields.List(ma.fields.Nested(ExportOut), required=True)
    next = ma.fields.Str(allow_none=True, metadata={"description": "Always null: this is everything."})


class ErasureOut(web.OutSchema):
    """My request to be erased."""

    id = ma.fields.UUID(attribute="erasure_id", required=True)
    asked_at = web.Instant(required=True)
    due_at = web.Instant(
        required=True, metadata={"description": f"When it is carried out: {rules.WAITING.days} days after."}
    )


class ConsequencesOut(web.OutSchema):
    """What erasure would do now."""

    request = ma.fields.Nested(ErasureOut, required=True, allow_none=True)
    ending_cents = web.Cents(required=True, metadata={"description": "Public money that ends."})
    returning_cents = web.Cents(required=True, metadata={"description": "Money that goes back to employers."})
    in_the_way = ma.fields.List(
        ma.fields.Str(), required=True, metadata={"description": "Codes of the refusals that asking would get now."}
    )
    why_kept = ma.fields.List(
        ma.fields.Str(), required=True, metadata={"description": "Why something stays, without a name: money is law."}
    )


class RetentionOut(web.OutSchema):
    """One rule of retention, and what it removed."""

    name = ma.fields.Str(attribute="rule.name", required=True)
    about = ma.fields.Str(attribute="rule.en", required=True)
    tables = ma.fields.List(ma.fields.Str(), attribute="rule.tables", required=True)
    keep = ma.fields.Str(attribute="rule.keep", required=True, metadata={"description": "As `24 months` or `90 days`."})
    law = ma.fields.Str(attribute="rule.law", required=True)
    removed_last = ma.fields.Int(attribute="last", required=True)
    removed_total = ma.fields.Int(attribute="total", required=True)


class RetentionsOut(web.OutSchema):
    """Every rule of retention."""

    items = ma.fields.List(ma.fields.Nested(RetentionOut), required=True)
    next = ma.fields.Str(allow_none=True, metadata={"description": "Always null: this is everything."})
