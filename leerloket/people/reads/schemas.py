"""What goes out about who looked."""

import marshmallow as ma

from leerloket import web


class ReadsQuery(web.Schema):
    """Which page of the list."""

    cursor = ma.fields.UUID(metadata={"description": "`next` of the page before."})
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 200))


class ReadOut(web.OutSchema):
    """One look at my data."""

    id = ma.fields.UUID(attribute="read_id", required=True)
    at = web.Instant(required=True)
    actor_name = ma.fields.Str(required=True)
    organisation_name = ma.fields.Str(required=True)
    role = ma.fields.Str(required=True)
    action = ma.fields.Str(required=True)
    object_type = ma.fields.Str(required=True)
    purpose = ma.fields.Str(required=True)


class ReadsOut(web.OutSchema):
    """A page of looks, newest first."""

    items = ma.fields.List(ma.fields.Nested(ReadOut), required=True)
    next = ma.fields.UUID(required=True, allow_none=True)
