"""What comes in and goes out about the admission of providers."""

import marshmallow as ma

from leerloket import web


class AdmissionIn(web.Schema):
    """An approval, with the day until which it holds."""

    until = ma.fields.Date(load_default=None, data_key="until_on", metadata={"description": "Last day; null: no end."})


class AdmissionOut(web.OutSchema):
    """Where the admission of a provider stands."""

    provider_id = ma.fields.UUID()
    name = ma.fields.Str()
    kvk = ma.fields.Str()
    first_approved_at = web.Instant(allow_none=True)
    approved_at = web.Instant(allow_none=True, metadata={"description": "Null: waits for another person."})
    approved_until = ma.fields.Date(allow_none=True, data_key="until_on")
    suspended_at = web.Instant(allow_none=True)
