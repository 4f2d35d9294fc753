"""What goes in and out of moves: JSON and forms. Amounts are whole cents, EUR; instants are UTC."""

import marshmallow as ma

from leerloket import web
from leerloket.courses.bookings import schemas as bookings


class MoveIn(web.Schema):
    """The date to move to. `expectedPriceCents` is the price the person saw; another price is refused."""

    edition_id = ma.fields.UUID(required=True)
    expected_price_cents = web.Cents(load_default=None, allow_none=True)


class MoveDateOut(web.OutSchema):
    """A date a booking can move to, and what it costs more or gives back."""

    edition_id = ma.fields.UUID(attribute="edition.edition_id")
    starts_at = web.Instant(attribute="edition.starts_at")
    ends_at = web.Instant(attribute="edition.ends_at")
    place = ma.fields.Str(attribute="edition.place", allow_none=True)
    seats_left = ma.fields.Int(attribute="edition.seats_left")
    price_cents = web.Cents(attribute="edition.price_cents")
    more_cents = web.Cents(metadata={"description": "What is held in addition."})
    back_cents = web.Cents(metadata={"description": "What comes back along the split."})
    currency = ma.fields.Constant("EUR")


class MoveDatesOut(web.OutSchema):
    """The dates a booking can move to, soonest first: all on one page."""

    items = ma.fields.List(ma.fields.Nested(MoveDateOut))
    next = ma.fields.UUID(allow_none=True)


class MovedBookingOut(bookings.BookingOut):
    """The booking that took the place of another."""

    moved_from_id = ma.fields.UUID()


class MoveForm(web.FormSchema):
    """The date and the price that were shown."""

    datum = ma.fields.UUID(required=True, error_messages={"required": "Kies een datum."})
    prijs = ma.fields.Int(required=True)
