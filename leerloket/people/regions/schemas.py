"""What goes out about regions."""

import marshmallow as ma

from leerloket import web


class RegionOut(web.OutSchema):
    """A labour-market region."""

    code = ma.fields.Str(required=True)
    name = ma.fields.Str(required=True)


class RegionsOut(web.OutSchema):
    """The regions of today, by name."""

    items = ma.fields.List(ma.fields.Nested(RegionOut), required=True)
    next = ma.fields.Str(allow_none=True, metadata={"description": "Always null: this is everything."})
