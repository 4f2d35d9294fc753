"""Runs of rights as JSON and the forms of their pages."""

import marshmallow as ma

from leerloket import web


class RunIn(web.Schema):
    """What to count: which rule set, as of which day."""

    rule_set = ma.fields.Str(required=True, validate=ma.validate.Length(1, 60), metadata={"example": "leerrecht"})
    on = ma.fields.Date(required=True, metadata={"description": "The day whose rules and ages count."})


class RunOut(web.OutSchema):
    """A run: what was counted, who approved it, and how far it is."""

    id = ma.fields.UUID(attribute="run_id")
    reference = ma.fields.Str()
    rule_set = ma.fields.Str(attribute="scheme")
    rule_version = ma.fields.Str()
    year = ma.fields.Int()
    on = ma.fields.Date(attribute="on_date")
    state = ma.fields.Str(metadata={"enum": ["draft", "approved", "running", "done"]})
    due_count = ma.fields.Int(metadata={"description": "People who get something, when it was counted."})
    due_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    exclusions = ma.fields.Dict(
        keys=ma.fields.Str(), values=ma.fields.Int(), metadata={"description": "People who get nothing, by reason."}
    )
    person_count = ma.fields.Int()
    seen_count = ma.fields.Int()
    done_count = ma.fields.Int()
    done_cents = web.Cents()
    created_by = ma.fields.UUID()
    created_at = web.Instant()
    approved_by = ma.fields.UUID(allow_none=True)
    approved_at = web.Instant(allow_none=True)
    ended_at = web.Instant(allow_none=True)


class RunForm(web.FormSchema):
    """The form of a new count."""

    regel = ma.fields.Str(required=True, validate=ma.validate.Length(1, 60))
    datum = ma.fields.Date(required=True)
