"""How large a sample, and from which seed."""

import marshmallow as ma

from leerloket import web
from leerloket.accounts.books.control import service


class SampleFilter(web.FormSchema):
    """A sample of bookings; the same seed gives the same one."""

    aantal = ma.fields.Int(load_default=25, validate=ma.validate.Range(1, service.MOST))
    zaad = ma.fields.Str(required=True, validate=ma.validate.Length(1, 60))


class SampleQuery(web.Schema):
    """A sample of bookings; the same seed gives the same one."""

    count = ma.fields.Int(load_default=25, validate=ma.validate.Range(1, service.MOST))
    seed = ma.fields.Str(required=True, validate=ma.validate.Length(1, 60), metadata={"example": "2026-kwartaal-4"})
