"""What goes in and out when an offer is kept: JSON and forms."""

import marshmallow as ma

from leerloket import web
from leerloket.courses.catalogue import codes

REASON = [ma.validate.Length(1, 500), ma.validate.ContainsNoneOf("\0")]
SEATS = ma.validate.Range(1, 5_000)
CHECKED = ("online", "draft", "suspended")


class ModuleCheckIn(web.Schema):
    """What becomes of a module: `online`, back to `draft`, or `suspended`; and why."""

    state = ma.fields.Str(required=True, validate=ma.validate.OneOf(CHECKED))
    reason = ma.fields.Str(required=True, validate=REASON)


class ModuleCheckForm(web.FormSchema):
    """The same on screen."""

    besluit = ma.fields.Str(
        required=True, validate=ma.validate.OneOf(CHECKED), error_messages={"required": "Kies een besluit."}
    )
    reden = ma.fields.Str(required=True, validate=REASON, error_messages={"required": "Schrijf op waarom."})


class CheckedModuleOut(web.OutSchema):
    """A module as administrators check it."""

    id = ma.fields.UUID(attribute="module_id")
    provider_id = ma.fields.UUID()
    title = ma.fields.Str()
    state = ma.fields.Str(validate=ma.validate.OneOf(codes.STATES))
    state_reason = ma.fields.Str()


class CheckedModulesOut(web.OutSchema):
    """Modules to check, on one page."""

    items = ma.fields.List(ma.fields.Nested(CheckedModuleOut))
    next = ma.fields.UUID(allow_none=True)


class EditionCopyIn(web.Schema):
    """The first day of the copy."""

    starts_on = ma.fields.Date(required=True)


class EditionCopyForm(web.FormSchema):
    """The same on screen."""

    begin = ma.fields.Date(required=True, error_messages={"required": "Kies de eerste dag."})


class SeatsIn(web.Schema):
    """How many seats there are."""

    capacity = ma.fields.Int(required=True, strict=True, validate=SEATS)


class SeatsForm(web.FormSchema):
    """The same on screen."""

    plekken = ma.fields.Int(required=True, validate=SEATS)


class PriceIn(web.Schema):
    """Another price from now on, and why."""

    price_cents = web.Cents(required=True)
    reason = ma.fields.Str(required=True, validate=REASON)


class PriceForm(web.FormSchema):
    """The same on screen."""

    prijs = web.Euros(required=True)
    reden = ma.fields.Str(required=True, validate=REASON, error_messages={"required": "Schrijf op waarom."})


class EditionPriceOut(web.OutSchema):
    """A price, from when until when, and why it changed."""

    from_at = web.Instant()
    until_at = web.Instant(allow_none=True)
    price_cents = web.Cents(attribute="cents")
    reason = ma.fields.Str()


class EditionPricesOut(web.OutSchema):
    """The prices of an edition, the newest first."""

    items = ma.fields.List(ma.fields.Nested(EditionPriceOut))
    next = ma.fields.UUID(allow_none=True)
