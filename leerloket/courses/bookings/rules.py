"""What may happen to a booking, when its clocks run out, and what is due. Pure: plain values in, plain values out."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from leerloket import clock, errors, money
from leerloket.courses.bookings.clocks import Terms, payout_by

STATES = ("reserved", "confirmed", "attended", "no_show", "paid", "cancelled", "rejected", "expired")
MOVES: dict[str | None, tuple[str, ...]] = {
    None: ("reserved",),
    "reserved": ("confirmed", "cancelled", "expired", "rejected"),
    "confirmed": ("cancelled", "attended", "no_show"),
    "attended": ("paid",),
    "no_show": ("paid", "cancelled"),
}
"""Each allowed step; a state without an entry is an end (invariants.sql, B3)."""
LIVE = ("reserved", "confirmed", "attended", "paid")
"""A person has at most one booking of an edition in these states (invariants.sql, B2)."""
HOLDS_SEAT = ("reserved", "confirmed")
"""A booking that ends from one of these gives its seat back (invariants.sql, B1)."""
ENDED = ("paid", "cancelled", "rejected", "expired")
RULES = {
    "cancelled-before-answer": "withdrawn-before-the-provider-answered",
    "cancelled-free": "free-until-7-working-days-before-start",
    "cancelled-late": "late-cancel-5-percent",
    "cancelled-by-provider": "provider-cancels-all-back",
    "cancelled-by-force-majeure": "force-majeure-all-back",
    "moved": "moved-to-another-date-all-back",
    "changed-offer-agreed": "changed-offer-agreed-all-back",
    "changed-offer-declined": "changed-offer-declined-all-back",
    "rejected": "provider-rejects-all-back",
    "expired": "provider-silent-all-back",
    "paid": "paid-by-attendance",
}
"""Why money of a booking moves, as the name stored with its transfer."""


def may_move(frm: str | None, to: str) -> bool:
    """Whether a booking may go from one state to another."""
    return to in MOVES.get(frm, ())


class StepNotPossible(errors.Conflict):
    """The booking is in a state from which this cannot be done, or somebody was just ahead."""

    nl = "Dit kan niet meer: deze boeking is {state_nl}."
    en = "This is no longer possible: this booking is {state}."


STATE_NL = {
    "reserved": "aangevraagd",
    "confirmed": "bevestigd",
    "attended": "gevolgd",
    "no_show": "niet gevolgd",
    "paid": "betaald",
    "cancelled": "geannuleerd",
    "rejected": "afgewezen",
    "expired": "vervallen",
}


def check_move(frm: str, to: str) -> None:
    """Refuse a step that is not in the table."""
    if not may_move(frm, to):
        raise StepNotPossible(state=frm, state_nl=STATE_NL[frm])


def check_holds_seat(state: str) -> None:
    """Refuse what needs a seat: a request or a confirmed booking."""
    if state not in HOLDS_SEAT:
        raise StepNotPossible(state=state, state_nl=STATE_NL[state])


class TooLate(errors.Conflict):
    """The edition has started."""

    nl = "Deze opleiding is al begonnen. U kunt deze datum niet meer boeken."
    en = "This course has started. This date can no longer be booked."


class BookedAlready(errors.Conflict):
    """This person holds a seat in this edition."""

    nl = "U heeft deze datum al geboekt. Uw kenmerk is {reference}."
    en = "You have booked this date already. Your reference is {reference}."


class TooManyRequests(errors.Conflict):
    """So many requests wait for an answer that another one cannot be made."""

    nl = "U heeft al {open_requests} aanvragen die op antwoord wachten. Meer kan niet tegelijk."
    en = "You have {open_requests} requests waiting for an answer. That is the most at one time."


class ProviderClosed(errors.Conflict):
    """The provider may not take bookings now: not admitted, suspended, or its admission is over."""

    nl = "Deze aanbieder mag nu geen boekingen aannemen."
    en = "This provider may not take bookings now."


class NotOnOffer(errors.Conflict):
    """The module is not in the catalogue now."""

    nl = "Deze opleiding kunt u nu niet boeken."
    en = "This course cannot be booked now."


class OwnProvider(errors.Conflict):
    """A provider's own staff cannot book there: nobody confirms attendance that pays the own organisation (B7)."""

    nl = "U werkt bij deze aanbieder. U kunt hier niet boeken met uw leerrekening."
    en = "You work for this provider. You cannot book here with your learning account."


OTHER_DATE = ("Kies een andere datum.", "Choose another date.")
YOUR_BOOKINGS = errors.Possible("Bekijk uw boekingen.", "Look at your bookings.", "/boekingen")
OTHER_MODULE = errors.Possible("Zoek een andere opleiding.", "Find another course.", "/opleidingen")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the rules need to know of an edition and its provider at one instant."""

    starts_at: datetime
    is_online: bool
    is_provider_open: bool
    dates_url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of the person: bookings that wait, the live booking of this edition, employer."""

    open_requests: int
    live_reference: str | None
    is_staff_of_provider: bool


def refusals(terms: Terms, offer: Offer, standing: Standing, at: datetime) -> Iterator[errors.Refusal]:
    """Everything that stands in the way of booking, gravest first. A quote shows all; `check_open` raises the first."""
    other_date = errors.Possible(*OTHER_DATE, offer.dates_url)
    if at >= offer.starts_at:
        yield TooLate(starts_at=offer.starts_at, possible=[other_date])
    if not offer.is_online:
        yield NotOnOffer(possible=[other_date, OTHER_MODULE])
    if not offer.is_provider_open:
        yield ProviderClosed(possible=[OTHER_MODULE])
    if standing.is_staff_of_provider:
        yield OwnProvider(possible=[OTHER_MODULE])
    if standing.live_reference is not None:
        own = errors.Possible("Bekijk deze boeking.", "Look at this booking.", f"/boekingen/{standing.live_reference}")
        yield BookedAlready(reference=standing.live_reference, possible=[own, other_date])
    if standing.open_requests >= terms.open_requests:
        yield TooManyRequests(open_requests=standing.open_requests, possible=[YOUR_BOOKINGS])


def check_open(terms: Terms, offer: Offer, standing: Standing, at: datetime) -> None:
    """Refuse a booking that may not be made. Seat and price are not judged here: taking the seat has the last word."""
    for refusal in refusals(terms, offer, standing, at):
        raise refusal


class CancelTooLate(errors.Conflict):
    """The edition has started: from then on attendance decides."""

    nl = "De opleiding is begonnen. U kunt niet meer annuleren. Overmacht? Bel ons."
    en = "The course has started. You can no longer cancel. Force majeure? Call us."


class CostChanged(errors.Conflict):
    """Cancelling costs something else than what was shown."""

    nl = "Annuleren kost nu {cost_cents}. Er is nog niets geannuleerd."
    en = "Cancelling now costs {cost_cents}. Nothing was cancelled yet."


def share_of(amount_cents: int, pct: int) -> int:
    """A whole percentage of an amount, to the nearest cent (half up)."""
    return money.divide(amount_cents, [pct, 100 - pct])[0]


def cancel_cost(terms: Terms, state: str, price_cents: int, free_until_at: datetime, at: datetime) -> int:
    """What a person pays for cancelling: nothing before the provider answered or in the free time, else 5 %."""
    if state == "reserved" or at < free_until_at:
        return 0
    return share_of(price_cents, terms.late_cancel_pct)


def check_cancel_by_other(by: str, state: str, *, is_own_booking: bool) -> None:
    """A provider cancels what holds a seat; an administrator accepts force majeure, never for the own booking."""
    check_move(state, "cancelled")
    if is_own_booking:
        raise PaysOwnWork
    if by == "provider":
        check_holds_seat(state)


def rule_for_cancel(by: str, state: str, cost_cents: int) -> str:
    """Which of `RULES` a cancellation falls under."""
    if by != "person":
        return "cancelled-by-provider" if by == "provider" else "cancelled-by-force-majeure"
    if state == "reserved":
        return "cancelled-before-answer"
    return "cancelled-late" if cost_cents else "cancelled-free"


def amounts_differ(shown_cents: int | None, actual_cents: int) -> bool:
    """Whether a person agreed to another amount than the one that applies now."""
    return shown_cents is not None and shown_cents != actual_cents


def check_cancel_by_person(state: str, starts_at: datetime, at: datetime) -> None:
    """A person cancels before the start; after it, attendance decides."""
    check_move(state, "cancelled")
    if at >= starts_at:
        raise CancelTooLate


class AnswerTooLate(errors.Conflict):
    """The provider's time to answer is over; the money goes back."""

    nl = "De tijd om te antwoorden was om op {respond_by}. De aanvraag vervalt."
    en = "The time to answer ended on {respond_by}. The request lapses."


class OfferOpen(errors.Conflict):
    """The person has a changed offer to answer first."""

    nl = "De deelnemer moet eerst antwoorden op uw gewijzigde aanbod."
    en = "The participant has to answer your changed offer first."


def check_no_changed_offer(offer_kind: str | None) -> None:
    """A provider that changed what was booked waits for the person's answer."""
    if offer_kind == "changed":
        raise OfferOpen


def check_answer(state: str, to: str, respond_by: datetime, at: datetime) -> None:
    """A provider answers a request that waits, in time."""
    check_move(state, to)
    if at >= respond_by:
        raise AnswerTooLate(respond_by=respond_by)


class NotStarted(errors.Conflict):
    """Attendance is declared once the edition has started."""

    nl = "De opleiding begint op {starts_at}. Daarna kunt u de aanwezigheid doorgeven."
    en = "The course starts on {starts_at}. Attendance can be declared after that."


class AttendanceSettled(errors.Conflict):
    """The person answered, so what was declared stands."""

    nl = "Over deze aanwezigheid is al beslist. U kunt hem niet meer wijzigen."
    en = "This attendance was decided on already. It cannot be changed."


class PresentAfterAll(errors.Conflict):
    """A declaration does not go from absent to present or back; the person's answer or the administrator does that."""

    nl = "U gaf eerst iets anders door. Laat de deelnemer reageren, of bel ons."
    en = "You declared otherwise before. Let the participant react, or call us."


class NothingToAnswer(errors.Conflict):
    """The provider has not declared attendance, or it was answered already."""

    nl = "Er is nu geen aanwezigheid om op te reageren."
    en = "There is no attendance to react to now."


def attendance_state(present_pct: int) -> str:
    """Somebody who was never there is a no-show; everybody else attended."""
    return "attended" if present_pct > 0 else "no_show"


def check_declare(
    state: str, answer: str | None, declared_pct: int | None, present_pct: int, starts_at: datetime, at: datetime
) -> None:
    """A provider declares once the edition has started, and may correct itself until the person answered."""
    if state == "confirmed":
        if at < starts_at:
            raise NotStarted(starts_at=starts_at)
        return
    if declared_pct is None or state not in {"attended", "no_show", "paid"}:
        raise StepNotPossible(state=state, state_nl=STATE_NL[state])
    if present_pct == declared_pct:
        return
    if answer is not None:
        raise AttendanceSettled
    if attendance_state(present_pct) != state:
        raise PresentAfterAll


class NotConfirmed(errors.Conflict):
    """Nobody confirmed the attendance, so nothing is paid."""

    nl = "De aanwezigheid is nog niet bevestigd. Er wordt nog niets betaald."
    en = "Attendance was not confirmed yet. Nothing is paid yet."


class PaysOwnWork(errors.Conflict):
    """Staff of a provider, or the person concerned, would confirm what pays the own organisation (B7)."""

    nl = "U hoort bij deze boeking of bij deze aanbieder. Iemand anders moet dit bevestigen."
    en = "You belong to this booking or this provider. Somebody else must confirm this."


def due_for_attendance(terms: Terms, price_cents: int, present_pct: int) -> int:
    """What the provider gets: present < 25 % → 25 %; 25–80 % → pro rata; ≥ 80 % → all (product.md, as in CPF)."""
    if present_pct >= terms.paid_in_full_from_pct:
        return price_cents
    if present_pct < terms.pro_rata_from_pct:
        return share_of(price_cents, terms.least_paid_pct)
    return share_of(price_cents, present_pct)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who must act, and by when. `who` is provider, person, administrator or nobody."""

    who: str
    by: datetime | None


@dataclass(frozen=True, slots=True)
class Situation:
    """What `turn` needs to know of a booking."""

    state: str
    respond_by: datetime
    attendance_by: datetime
    confirm_by: datetime | None
    attendance_answer: str | None
    answered_at: datetime | None
    settled_at: datetime | None
    due_cents: int | None
    is_paid_out: bool
    offer_until: datetime | None = None


def turn(terms: Terms, now: Situation) -> Turn:
    """Who must act and by when, in every state (screens.md U3)."""
    if now.offer_until is not None and now.state in HOLDS_SEAT:
        return Turn("person", now.offer_until)
    if now.state == "reserved":
        return Turn("provider", now.respond_by)
    if now.state == "confirmed":
        return Turn("provider", now.attendance_by)
    if now.state in {"attended", "no_show"}:
        if now.attendance_answer is None:
            return Turn("person", now.confirm_by)
        answered_at = now.answered_at or now.attendance_by
        if now.attendance_answer == "disputed":
            return Turn("administrator", clock.working_days_later(answered_at, terms.dispute_working_days))
        return Turn("administrator", payout_by(terms, answered_at))
    if now.due_cents and now.settled_at is not None and not now.is_paid_out:
        return Turn("administrator", payout_by(terms, now.settled_at))
    return Turn("nobody", None)


LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, O, 1 or I: a reference is read aloud on the telephone."""


def reference_of(booking_id: uuid.UUID) -> str:
    """The reference people read aloud, `B-7F3K-21`: from the random end of the booking's id."""
    number = booking_id.int & 0x3FFFFFFF
    number, last = divmod(number, 90)
    letters = "".join(LETTERS[number >> shift & 31] for shift in (0, 5, 10, 15))
    return f"B-{letters}-{last + 10}"


def is_reference(text: str) -> bool:
    """Whether a text has the form of a reference."""
    return re.fullmatch(f"B-[{LETTERS}]{{4}}-[0-9]{{2}}", text) is not None
