"""The verbs of a booking, and the one door of this folder: quote, book, accept, reject, cancel, attendance, clocks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import attendances, clocks, messages, reads, recording, rules, steps
from leerloket.courses.bookings.attendances import (
    answer_attendance,
    capture,
    declare_attendance,
    list_to_capture,
    resolve_attendance,
)
from leerloket.courses.bookings.messages import day, euros, tell_person, tell_provider
from leerloket.courses.bookings.owed import Owed, list_owed, mark_paid_out, return_from_payout, take_for_payout
from leerloket.courses.bookings.quotes import PotInQuote, Quote, dates_url, offer_of, quote
from leerloket.courses.bookings.reads import (
    Attendance,
    Booking,
    Event,
    Part,
    account_of,
    find_successor,
    get_booking,
    get_by_reference,
    list_bookings,
    list_disputed,
    list_for_provider,
    list_in_batch,
    list_without_attendance,
)
from leerloket.courses.bookings.replacing import replace_booking, set_offer
from leerloket.courses.bookings.rules import (
    HOLDS_SEAT,
    BookedAlready,
    NotOnOffer,
    OwnProvider,
    ProviderClosed,
    StepNotPossible,
    TooLate,
    TooManyRequests,
    Turn,
    check_holds_seat,
)
from leerloket.courses.bookings.steps import end as end_booking
from leerloket.courses.bookings.steps import lock as lock_booking
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.people import service as people

__all__ = [
    "HOLDS_SEAT",
    "REFUSES_A_SEAT",
    "Attendance",
    "BookedAlready",
    "Booking",
    "Event",
    "NotOnOffer",
    "Owed",
    "OwnProvider",
    "Part",
    "PotInQuote",
    "ProviderClosed",
    "Quote",
    "StepNotPossible",
    "TooLate",
    "TooManyRequests",
    "Turn",
    "account_of",
    "answer_attendance",
    "capture",
    "check_holds_seat",
    "dates_url",
    "day",
    "declare_attendance",
    "end_booking",
    "euros",
    "find_successor",
    "get_booking",
    "get_by_reference",
    "list_bookings",
    "list_disputed",
    "list_for_provider",
    "list_in_batch",
    "list_owed",
    "list_to_capture",
    "list_with_seat",
    "list_without_attendance",
    "lock_booking",
    "mark_paid_out",
    "quote",
    "replace_booking",
    "resolve_attendance",
    "return_from_payout",
    "set_offer",
    "take_for_payout",
    "tell_person",
    "tell_provider",
]

REFUSES_A_SEAT = (
    TooLate,
    NotOnOffer,
    ProviderClosed,
    OwnProvider,
    BookedAlready,
    catalogue.Full,
    catalogue.EditionCancelled,
    catalogue.PriceChanged,
    ledger.BalanceTooLow,
    ledger.Frozen,
)
"""What may keep somebody from a seat and from the money for it: of a booking, a move, and a yes to an offer."""

AT_ONCE = 200
"""How many bookings one run of the clocks moves in one transaction."""
REMIND_FOR = timedelta(days=14)
"""A provider that is late with attendance is reminded once, in this time."""


def book(
    account_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    actor_id: uuid.UUID,
    key: str,
    chosen: Sequence[tuple[uuid.UUID, int]] | None = None,
    task_id: uuid.UUID | None = None,
    on_behalf: bool = False,
    expected_price_cents: int | None = None,
) -> Booking:
    """Ask for a seat: the price is held, the seat is taken, and the provider has its time to answer.

    `chosen` is the split the person wants, per pot in cents; without it pots pay in their order. `actor_id` is
    who does it: the person, or with `on_behalf` an adviser on a mandate. The same actor and key answer the same
    booking, whatever has happened since. Raises what `rules.refusals` names, `PriceChanged`, `Full`,
    `EditionCancelled`, `Frozen`, `BalanceTooLow`, `SplitNotPossible`.
    """
    key = f"book:{account_id}:{actor_id}:{key}"
    account = ledger.lock(account_id, key)
    if account.seen_transfer_id is not None:
        return reads.get_by_transfer(account_id, account.seen_transfer_id)
    asked_at = clock.now()
    terms = clocks.terms_on(clock.business_date(asked_at))
    edition = catalogue.get_edition(edition_id)
    provider = providers.get_provider(edition.provider_id)
    contact = people.get_contact(account_id)
    booking_ids = {rules.reference_of(booking_id): booking_id for booking_id in (db.new_id(), db.new_id(), db.new_id())}
    standing = reads.read_standing(account_id, edition_id, list(booking_ids))
    rules.check_open(
        terms,
        offer_of(edition, asked_at),
        standing.for_rules(is_staff_of_provider=edition.provider_id in contact.provider_ids),
        asked_at,
    )
    if rules.amounts_differ(expected_price_cents, edition.price_cents):
        raise catalogue.PriceChanged(price_cents=edition.price_cents)
    reference, booking_id = next(pair for pair in booking_ids.items() if pair[0] not in standing.taken)
    hold = _hold(account, booking_id, edition, actor_id, key, chosen)
    taken_at = catalogue.take_seat(edition_id, account_id=account_id, price_cents=edition.price_cents)
    if taken_at >= edition.starts_at:
        raise rules.TooLate(starts_at=edition.starts_at)
    booking = recording.record(
        edition, terms, hold, account_id=account_id, booking_id=booking_id, reference=reference, at=taken_at,
        actor_id=actor_id, task_id=task_id, on_behalf=on_behalf,
    )  # fmt: skip
    respond_by = messages.day(booking.respond_by, contact.language)
    messages.tell_person("booking-received", booking, contact=contact, respond_by=respond_by)
    messages.tell_provider("booking-request", booking, provider=provider, respond_by=messages.day(booking.respond_by))
    return booking


def _hold(
    account: ledger.Locked,
    booking_id: uuid.UUID,
    edition: catalogue.Edition,
    actor_id: uuid.UUID,
    key: str,
    chosen: Sequence[tuple[uuid.UUID, int]] | None,
) -> ledger.Hold | None:
    """Set the price aside as chosen, else in the holder's own order; a module that costs nothing needs no money."""
    if edition.price_cents == 0:
        return None
    if chosen is None:
        chosen = ledger.own_split(account.account_id, account.pots, edition.price_cents, edition.purpose)
    return ledger.hold(
        account.account_id,
        booking_id,
        edition.price_cents,
        edition.purpose,
        actor_id=actor_id,
        key=key,
        chosen=chosen,
        locked=account,
    )


def accept(provider_id: uuid.UUID, booking_id: uuid.UUID, *, actor_id: uuid.UUID) -> Booking:
    """The provider says yes. Raises NotFound for another provider's booking, `AnswerTooLate`, `StepNotPossible`."""
    account_id = account_of(booking_id, provider_id)
    booking = get_booking(account_id, booking_id, lock=True)
    at = clock.now()
    rules.check_no_changed_offer(booking.offer_kind)
    rules.check_answer(booking.state, "confirmed", booking.respond_by, at)
    steps.move(booking, "confirmed", at=at, actor_id=actor_id)
    free_until = booking.free_until
    messages.tell_person("booking-confirmed", booking, free_until=messages.day(free_until))
    return get_booking(account_id, booking_id)


def reject(provider_id: uuid.UUID, booking_id: uuid.UUID, *, reason: str, actor_id: uuid.UUID) -> Booking:
    """The provider says no, with a reason; all money goes back and the seat is free.

    Raises NotFound for another provider's booking, `AnswerTooLate`, `StepNotPossible`.
    """
    booking = steps.lock(account_of(booking_id, provider_id), booking_id)
    rules.check_answer(booking.state, "rejected", booking.respond_by, clock.now())
    steps.end(booking, "rejected", rule="rejected", actor_id=actor_id, reason=reason)
    messages.tell_person("booking-rejected", booking, reason=reason, price=messages.euros(booking.price_cents))
    return get_booking(booking.account_id, booking_id)


def cancel(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    *,
    by: str,
    actor_id: uuid.UUID,
    reason: str = "",
    expected_cost_cents: int | None = None,
) -> Booking:
    """End a booking: `by` the person, the provider, or the administrator for force majeure.

    A person pays nothing in the free time and 5 % of the price after it; the rest goes back along the split. When
    the provider cancels or force majeure is accepted, everything goes back. `expected_cost_cents` is the cost the
    person saw: another cost is refused with `CostChanged`. Raises `CancelTooLate`, `StepNotPossible`, NotFound.
    """
    booking = steps.lock(account_id, booking_id)
    at = clock.now()
    cost_cents = 0
    if by == "person":
        rules.check_cancel_by_person(booking.state, booking.starts_at, at)
        cost_cents = booking.cancel_cost(at)
    else:
        rules.check_cancel_by_other(by, booking.state, is_own_booking=actor_id == account_id)
    if rules.amounts_differ(expected_cost_cents, cost_cents):
        raise rules.CostChanged(cost_cents=cost_cents)
    rule = rules.rule_for_cancel(by, booking.state, cost_cents)
    steps.end(booking, "cancelled", rule=rule, due_cents=cost_cents, actor_id=actor_id, reason=reason)
    messages.tell_person(
        "booking-cancelled",
        booking,
        by=by,
        cost=messages.euros(cost_cents),
        back=messages.euros(booking.price_cents - cost_cents),
    )
    if by != "provider":
        messages.tell_provider("booking-withdrawn", booking, fee=messages.euros(cost_cents))
    return get_booking(account_id, booking_id)


def cancel_edition(provider_id: uuid.UUID, edition_id: uuid.UUID, *, actor_id: uuid.UUID, reason: str) -> int:
    """The provider calls an edition off: every booking that still holds a seat ends, with all money back.

    Accounts are locked before the edition, as everywhere. Answers how many bookings ended.
    """
    for booking in list_with_seat(provider_id, edition_id):
        ledger.lock(booking.account_id)
    catalogue.cancel_edition(provider_id, edition_id)
    ended = list_with_seat(provider_id, edition_id)
    for booking in ended:
        cancel(booking.account_id, booking.booking_id, by="provider", actor_id=actor_id, reason=reason)
    return len(ended)


def list_with_seat(provider_id: uuid.UUID, edition_id: uuid.UUID) -> list[Booking]:
    """The bookings that hold a seat in an own edition, in the order in which their accounts are locked."""
    found = list_for_provider(provider_id, states=rules.HOLDS_SEAT, edition_id=edition_id, limit=5_000)
    return sorted(found, key=lambda booking: booking.account_id)


@dataclass(frozen=True, slots=True)
class ClocksReport:
    """How many bookings the clocks moved."""

    expired: int
    confirmed: int


def run_clocks(now: datetime) -> ClocksReport:
    """Let the clocks run out: requests without an answer end with all money back, silence confirms attendance.

    At most `AT_ONCE` of each, in the caller's transaction; what is left goes next time.
    """
    report = ClocksReport(expired=_expire(now), confirmed=attendances.confirm_silent(now, AT_ONCE))
    _remind(now)
    return report


def _expire(now: datetime) -> int:
    """Accounts are locked first and by id, editions after them and by id, so that runs and people never deadlock."""
    due = db.session.execute(
        sa.select(reads.BOOKING.c.account_id, reads.BOOKING.c.booking_id, reads.BOOKING.c.edition_id)
        .where(
            reads.BOOKING.c.state == "reserved",
            reads.BOOKING.c.respond_by <= now,
            reads.BOOKING.c.offer_kind.is_(None),
        )
        .order_by(reads.BOOKING.c.respond_by)
        .limit(AT_ONCE)
    ).all()
    for account_id in sorted({row.account_id for row in due}):
        ledger.lock(account_id)
    bookings = sorted((get_booking(row[0], row[1], lock=True) for row in due), key=lambda b: b.edition_id)
    expired = 0
    for booking in bookings:
        if booking.state != "reserved":
            continue
        steps.end(booking, "expired", rule="expired", actor_id=None, reason="")
        messages.tell_person("booking-expired", booking, price=messages.euros(booking.price_cents))
        messages.tell_provider("booking-lapsed", booking)
        expired += 1
    return expired


def _remind(now: datetime) -> None:
    for booking in list_without_attendance(now):
        if booking.attendance_by <= now < booking.attendance_by + REMIND_FOR:
            messages.tell_provider("attendance-late", booking)


def names_of(bookings: Sequence[Booking]) -> dict[uuid.UUID, str]:
    """The names of the participants of these bookings, by account: all a provider learns of a person."""
    persons = people.list_persons({booking.account_id for booking in bookings})
    return {person.person_id: person.name or "" for person in persons}


def get_for_provider(provider_id: uuid.UUID, booking_id: uuid.UUID) -> Booking:
    """One booking of a provider's own editions; another's does not exist (NotFound)."""
    return get_booking(account_of(booking_id, provider_id), booking_id)
