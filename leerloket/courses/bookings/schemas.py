"""What comes in and goes out about bookings. Amounts are whole cents, EUR; instants are UTC."""

from typing import Any

import marshmallow as ma

from leerloket import errors, web
from leerloket.courses.bookings import rules

LONGEST_REASON = 500
MOST_POTS = 50
MOST = 100


def _no_null(text: str) -> None:
    if "\x00" in text:
        raise ma.ValidationError("There is an unreadable character.")


def _reason(**kwargs: Any) -> ma.fields.Str:
    return ma.fields.Str(validate=[ma.validate.Length(max=LONGEST_REASON), _no_null], **kwargs)


def _percentage(**kwargs: Any) -> ma.fields.Int:
    description = {"description": "How much of the edition the person was there, in whole per cent."}
    return ma.fields.Int(strict=True, validate=ma.validate.Range(0, 100), metadata=description, **kwargs)


class PartIn(web.Schema):
    """What one pot should pay."""

    pot_id = ma.fields.UUID(required=True)
    amount_cents = web.Cents(required=True)


class QuoteIn(web.Schema):
    """An edition, and the split over pots the person wants (left out: pots pay in their order)."""

    edition_id = ma.fields.UUID(required=True)
    split = ma.fields.List(
        ma.fields.Nested(PartIn), load_default=None, allow_none=True, validate=ma.validate.Length(max=MOST_POTS)
    )


class BookingIn(QuoteIn):
    """A request for a seat, from a plan's task when `taskId` is given."""

    task_id = ma.fields.UUID(load_default=None, allow_none=True)
    expected_price_cents = web.Cents(
        load_default=None,
        allow_none=True,
        metadata={"description": "The price the person saw; another price is refused."},
    )


class CancelIn(web.Schema):
    """Ending a booking. `expectedCostCents` is the cost the person saw; another cost is refused."""

    reason = _reason(load_default="")
    expected_cost_cents = web.Cents(load_default=None, allow_none=True)


class AnswerIn(web.Schema):
    """What the person says of the attendance the provider declared; a dispute needs a reason."""

    agree = ma.fields.Bool(required=True, truthy={True}, falsy={False})
    reason = _reason(load_default="")

    @ma.validates_schema
    def _dispute_needs_reason(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("agree") is False and not data.get("reason", "").strip():
            raise ma.ValidationError("Missing data for required field.", "reason")


class RejectIn(web.Schema):
    """Why a provider says no; the person reads it."""

    reason = ma.fields.Str(required=True, validate=[ma.validate.Length(1, LONGEST_REASON), _no_null])


class AttendanceIn(web.Schema):
    """What the provider declares."""

    present_pct = _percentage(required=True)


class ResolutionIn(web.Schema):
    """What an administrator decides about a disputed attendance."""

    present_pct = _percentage(required=True)
    force_majeure = ma.fields.Bool(load_default=False, truthy={True}, falsy={False})
    reason = ma.fields.Str(required=True, validate=[ma.validate.Length(1, LONGEST_REASON), _no_null])


class PageIn(web.Schema):
    """A page of a list: `cursor` is the `next` of the page before."""

    cursor = ma.fields.UUID(load_default=None)
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, MOST))


class ProviderPageIn(PageIn):
    """Bookings of the provider's editions, in one state or all."""

    state = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(rules.STATES))


class PartOut(web.OutSchema):
    """What one pot pays, and by which version of which rule."""

    pot_id = ma.fields.UUID()
    amount_cents = web.Cents()
    rule = ma.fields.Str()
    rule_version = ma.fields.Str()


class TurnOut(web.OutSchema):
    """Who must act, and by when."""

    who = ma.fields.Str(validate=ma.validate.OneOf(("provider", "person", "administrator", "nobody")))
    by = web.Instant(allow_none=True)


class DeclaredOut(web.OutSchema):
    """What was declared, and what was answered: agreed, disputed, clock (silence) or resolved."""

    present_pct = ma.fields.Int()
    declared_at = web.Instant(attribute="at")
    confirm_by = web.Instant()
    answer = ma.fields.Str(allow_none=True)
    answered_at = web.Instant(allow_none=True)


class AttendanceOut(DeclaredOut):
    """The same, with what the person and the administrator wrote."""

    dispute_reason = ma.fields.Str(allow_none=True)
    resolution = ma.fields.Str(allow_none=True)


class EventOut(web.OutSchema):
    """One step of a booking."""

    state = ma.fields.Str(attribute="tos")
    at = web.Instant()
    reason = ma.fields.Str()


class BookingInListOut(web.OutSchema):
    """A booking in a list."""

    id = ma.fields.UUID(attribute="booking_id")
    reference = ma.fields.Str(metadata={"description": "To read aloud: B-7F3K-21."})
    state = ma.fields.Str(validate=ma.validate.OneOf(rules.STATES))
    edition_id = ma.fields.UUID()
    module_id = ma.fields.UUID()
    module_title = ma.fields.Str()
    provider_id = ma.fields.UUID()
    provider_name = ma.fields.Str()
    place = ma.fields.Str(allow_none=True)
    starts_at = web.Instant()
    ends_at = web.Instant()
    price_cents = web.Cents()
    due_cents = web.Cents(allow_none=True, metadata={"description": "What the provider gets; empty until settled."})
    currency = ma.fields.Constant("EUR")
    created_at = web.Instant()
    respond_by = web.Instant()
    free_cancel_until = web.Instant(attribute="free_until")
    late_cancel_cents = web.Cents(metadata={"description": "What cancelling costs after the free time."})
    task_id = ma.fields.UUID(allow_none=True)
    on_behalf = ma.fields.Bool(metadata={"description": "Booked by an adviser, together with the person."})
    attendance = ma.fields.Nested(AttendanceOut, allow_none=True)
    turn = ma.fields.Nested(TurnOut)


class BookingOut(BookingInListOut):
    """A booking with its split over pots and its steps."""

    split = ma.fields.List(ma.fields.Nested(PartOut))
    events = ma.fields.List(ma.fields.Nested(EventOut))


class BookingPageOut(web.OutSchema):
    """A page of bookings; `next` is the cursor of the following page."""

    items = ma.fields.List(ma.fields.Nested(BookingInListOut))
    next = ma.fields.UUID(allow_none=True)


class ProviderBookingOut(web.OutSchema):
    """What a provider sees of a booking: the participant's name, and nothing of pots or balance."""

    id = ma.fields.UUID(attribute="booking.booking_id")
    reference = ma.fields.Str(attribute="booking.reference")
    participant = ma.fields.Str()
    state = ma.fields.Str(attribute="booking.state", validate=ma.validate.OneOf(rules.STATES))
    edition_id = ma.fields.UUID(attribute="booking.edition_id")
    module_title = ma.fields.Str(attribute="booking.module_title")
    starts_at = web.Instant(attribute="booking.starts_at")
    ends_at = web.Instant(attribute="booking.ends_at")
    price_cents = web.Cents(attribute="booking.price_cents")
    due_cents = web.Cents(attribute="booking.due_cents", allow_none=True)
    currency = ma.fields.Constant("EUR")
    created_at = web.Instant(attribute="booking.created_at")
    respond_by = web.Instant(attribute="booking.respond_by")
    attendance_by = web.Instant(attribute="booking.attendance_by")
    attendance = ma.fields.Nested(DeclaredOut, attribute="booking.attendance", allow_none=True)
    turn = ma.fields.Nested(TurnOut, attribute="booking.turn")


class ProviderPageOut(web.OutSchema):
    """A page of bookings of the provider's editions."""

    items = ma.fields.List(ma.fields.Nested(ProviderBookingOut))
    next = ma.fields.UUID(allow_none=True)


class DisputeOut(BookingInListOut):
    """A booking whose attendance the person disputes."""

    account_id = ma.fields.UUID()


class DisputesOut(web.OutSchema):
    """The disputes that wait, oldest first."""

    items = ma.fields.List(ma.fields.Nested(DisputeOut))
    next = ma.fields.UUID(allow_none=True)


class QuotePotOut(web.OutSchema):
    """A pot that pays, what stays in it, and why it pays."""

    pot_id = ma.fields.UUID()
    source = ma.fields.Str(validate=ma.validate.OneOf(("right", "employer", "own")))
    funder = ma.fields.Str(attribute="funder_name")
    amount_cents = web.Cents()
    left_cents = web.Cents()
    rule = ma.fields.Str(allow_none=True)
    reason = ma.fields.Str(attribute="why_en")
    reason_nl = ma.fields.Str(attribute="why_nl")


class PossibleOut(web.OutSchema):
    """Something that is possible instead."""

    detail = ma.fields.Str(attribute="en")
    detail_nl = ma.fields.Str(attribute="nl")
    href = ma.fields.Str(attribute="url", allow_none=True)


class RefusalOut(web.OutSchema):
    """What would refuse the booking now."""

    code = ma.fields.Function(lambda refusal: refusal.code(), metadata={"type": "string"})
    status = ma.fields.Int()
    detail = ma.fields.Function(lambda refusal: refusal.sentence("en"), metadata={"type": "string"})
    detail_nl = ma.fields.Function(lambda refusal: refusal.sentence("nl"), metadata={"type": "string"})


class QuoteOut(web.OutSchema):
    """What an edition costs this person now. Nothing is held."""

    edition_id = ma.fields.UUID(attribute="edition.edition_id")
    price_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    split = ma.fields.List(ma.fields.Nested(QuotePotOut), attribute="parts")
    rule_version = ma.fields.Str()
    own_cents = web.Cents(attribute="to_pay_cents", metadata={"description": "Own money: paid and still missing."})
    short_cents = web.Cents(metadata={"description": "What is in no pot yet."})
    free_cancel_until = web.Instant()
    late_cancel_cents = web.Cents()
    respond_by = web.Instant()
    refusals = ma.fields.List(ma.fields.Nested(RefusalOut))
    possible = ma.fields.List(ma.fields.Nested(PossibleOut))


class CheckForm(web.FormSchema):
    """The last step of booking: what was shown, and that the person knows until when cancelling is free.

    `split.<pot>` fields are read beside it, for their names are not known beforehand.
    """

    class Meta:
        unknown = ma.EXCLUDE

    datum = ma.fields.UUID(required=True, error_messages={"required": "Kies een datum."})
    prijs = ma.fields.Int(required=True)
    taak = ma.fields.UUID(load_default=None)
    weet = ma.fields.Str(
        required=True, error_messages={"required": "Vink aan dat u weet tot wanneer u gratis kunt annuleren."}
    )


class CancelForm(web.FormSchema):
    """Cancelling: the cost that was shown, and if the person wants, why."""

    kosten = ma.fields.Int(required=True)
    reden = _reason(load_default="")


class AnswerForm(web.FormSchema):
    """Whether the attendance is right; a no needs a reason."""

    klopt = ma.fields.Str(
        required=True, validate=ma.validate.OneOf(("ja", "nee")), error_messages={"required": "Kies ja of nee."}
    )
    reden = _reason(load_default="")

    @ma.validates_schema
    def _no_needs_reason(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("klopt") == "nee" and not data.get("reden"):
            raise ma.ValidationError("Schrijf op wat er niet klopt.", "reden")


class ReasonForm(web.FormSchema):
    """A reason that another person reads."""

    reden = _reason(required=True, error_messages={"required": "Schrijf op waarom."})


class ResolutionForm(web.FormSchema):
    """The administrator's decision."""

    besluit = ma.fields.Str(
        required=True,
        validate=ma.validate.OneOf(("aanwezig", "overmacht")),
        error_messages={"required": "Kies een besluit."},
    )
    aanwezig = ma.fields.Int(load_default=0, validate=ma.validate.Range(0, 100))
    reden = _reason(required=True, error_messages={"required": "Schrijf op waarom."})


def read_percentages(values: Any) -> dict[str, int]:
    """The fields `pct.<booking>` of the attendance form that were filled in; raises Invalid with every wrong one."""
    found: dict[str, int] = {}
    wrong: list[errors.FieldError] = []
    for name in values:
        text = values[name].strip().removesuffix("%").strip()
        if not name.startswith("pct.") or not text:
            continue
        if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100:
            found[name.removeprefix("pct.")] = int(text)
        else:
            wrong.append(
                errors.FieldError(name, "invalid", "Vul een getal in van 0 tot en met 100.", "Give a number, 0 to 100.")
            )
    if wrong:
        raise errors.Invalid(errors=wrong)
    return found
