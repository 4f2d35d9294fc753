"""What goes in and out of waiting lists: JSON and forms."""

import marshmallow as ma

from leerloket import web
from leerloket.courses.waiting import rules


class PlaceOut(web.OutSchema):
    """A place in the line of a full edition. An offer can be booked until `offerUntil`, as any edition is."""

    id = ma.fields.UUID(attribute="place_id")
    edition_id = ma.fields.UUID(attribute="edition.edition_id")
    module_id = ma.fields.UUID(attribute="edition.module_id")
    module_title = ma.fields.Str(attribute="edition.title")
    provider_name = ma.fields.Str(attribute="edition.provider_name")
    starts_at = web.Instant(attribute="edition.starts_at")
    state = ma.fields.Str(validate=ma.validate.OneOf(rules.OPEN))
    position = ma.fields.Int(metadata={"description": "1 is next in line."})
    joined_at = web.Instant()
    offer_until = web.Instant(allow_none=True)


class PlacesOut(web.OutSchema):
    """The lines a person stands in: all on one page, for there are at most a few."""

    items = ma.fields.List(ma.fields.Nested(PlaceOut))
    next = ma.fields.UUID(allow_none=True)


class LineForm(web.FormSchema):
    """Which date it is about."""

    datum = ma.fields.UUID(required=True, error_messages={"required": "Kies een datum."})
