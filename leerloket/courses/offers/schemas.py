"""What goes in and out of offers: JSON and forms. Amounts are whole cents, EUR; instants are UTC."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import marshmallow as ma

from leerloket import clock, web
from leerloket.courses.bookings import schemas as bookings
from leerloket.courses.catalogue import schemas as catalogue_schemas
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.offers import rules

LONGEST_REASON = 500


def _no_null(text: str) -> None:
    if "\x00" in text:
        raise ma.ValidationError("There is an unreadable character.")


def _text(most: int, **kwargs: Any) -> ma.fields.Str:
    return ma.fields.Str(validate=[ma.validate.Length(max=most), _no_null], **kwargs)


def _reason(**kwargs: Any) -> ma.fields.Str:
    return ma.fields.Str(required=True, validate=[ma.validate.Length(1, LONGEST_REASON), _no_null], **kwargs)


class EditionTermsIn(web.Schema):
    """What an edition becomes, whole: also what stays as it was. People who booked read the reason."""

    place = _text(80, load_default=None, allow_none=True)
    address = _text(160, load_default=None, allow_none=True)
    sessions = ma.fields.List(
        ma.fields.Nested(catalogue_schemas.SessionSchema), required=True, validate=ma.validate.Length(1, 200)
    )
    price_cents = web.Cents(required=True)
    reason = _reason()


class OffersMadeOut(web.OutSchema):
    """How many people who booked were asked whether they agree."""

    offers = ma.fields.Int()


class ProposalIn(web.Schema):
    """Another date of the same module, and why."""

    edition_id = ma.fields.UUID(required=True)
    reason = _reason()


class OfferOut(web.OutSchema):
    """What is offered in place of a booking, and by when it must be answered."""

    id = ma.fields.UUID(attribute="offer_id")
    booking_id = ma.fields.UUID()
    kind = ma.fields.Str(
        validate=ma.validate.OneOf(rules.KINDS),
        metadata={"description": "What was booked has changed, or another date is proposed."},
    )
    edition_id = ma.fields.UUID()
    place = ma.fields.Str(allow_none=True)
    address = ma.fields.Str(allow_none=True)
    starts_at = web.Instant()
    ends_at = web.Instant()
    price_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    reason = ma.fields.Str()
    made_at = web.Instant()
    answer_by = web.Instant()


class OfferAnswerIn(web.Schema):
    """Whether the person agrees with what is offered."""

    agree = ma.fields.Bool(required=True, truthy={True}, falsy={False})


class AnsweredBookingOut(bookings.BookingOut):
    """The booking that counts after the answer: the same, or the one that took its place."""

    moved_from_id = ma.fields.UUID(allow_none=True)


class OfferAnswerForm(web.FormSchema):
    """Yes or no."""

    akkoord = ma.fields.Str(
        required=True, validate=ma.validate.OneOf(("ja", "nee")), error_messages={"required": "Kies ja of nee."}
    )


class ProposalForm(web.FormSchema):
    """Another date, and why."""

    datum = ma.fields.UUID(required=True, error_messages={"required": "Kies een datum."})
    reden = _reason(error_messages={"required": "Schrijf op waarom."})


class EditionTermsForm(web.FormSchema):
    """A new first day and hours, place and price, and why."""

    begin = ma.fields.Date(required=True)
    van = ma.fields.Time(required=True, format="%H:%M")
    tot = ma.fields.Time(required=True, format="%H:%M")
    place = _text(80, load_default=None)
    address = _text(160, load_default=None)
    price = web.Euros(required=True)
    reden = _reason(error_messages={"required": "Schrijf op waarom."})


def shifted(sessions: Sequence[catalogue.Session], begin: date, start: time, end: time) -> list[catalogue.Session]:
    """The same meetings from another first day on, as many days apart, all at these local hours."""
    by = begin - clock.business_date(sessions[0].starts_at)
    days = [clock.business_date(session.starts_at) + by for session in sessions]
    return [catalogue.Session(_at(day, start), _at(day, end)) for day in days]


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.AMSTERDAM).astimezone(UTC)
