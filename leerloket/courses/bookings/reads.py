"""A booking as everybody reads it, and the queries that find bookings."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.bookings import clocks, models, rules

BOOKING = cast("sa.Table", models.Booking.__table__)
SPLIT = cast("sa.Table", models.BookingSplit.__table__)
EVENT = cast("sa.Table", models.BookingEvent.__table__)
ATTENDANCE = cast("sa.Table", models.Attendance.__table__)


@dataclass(frozen=True, slots=True)
class Part:
    """What one pot pays of a booking, and by which rule."""

    pot_id: uuid.UUID
    amount_cents: int
    rule: str
    rule_version: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step a booking took."""

    n: int
    frm: str | None
    tos: str
    at: datetime
    actor_id: uuid.UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """What the provider declared and what the person, the clock or the administrator said of it."""

    present_pct: int
    recorded_by: uuid.UUID
    at: datetime
    confirm_by: datetime
    answer: str | None
    answered_at: datetime | None
    confirmed_by: uuid.UUID | None
    confirmed_at: datetime | None
    dispute_reason: str | None
    resolved_by: uuid.UUID | None
    resolution: str | None


@dataclass(frozen=True, slots=True)
class Booking:
    """One person in one edition. Amounts are whole cents; `split` and `events` are filled where one booking is read."""

    account_id: uuid.UUID
    booking_id: uuid.UUID
    reference: str
    edition_id: uuid.UUID
    module_id: uuid.UUID
    provider_id: uuid.UUID
    module_title: str
    module_slug: str
    provider_name: str
    place: str | None
    address: str | None
    starts_at: datetime
    ends_at: datetime
    price_cents: int
    purpose: str
    state: str
    due_cents: int | None
    transfer_id: uuid.UUID | None
    task_id: uuid.UUID | None
    actor_id: uuid.UUID
    on_behalf: bool
    rule_version: str
    created_at: datetime
    respond_by: datetime
    free_cancel_until: datetime
    cooling_off_until: datetime
    attendance_by: datetime
    settled_at: datetime | None
    batch_id: uuid.UUID | None
    paid_out_at: datetime | None
    moved_from_id: uuid.UUID | None = None
    offer_kind: str | None = None
    offer_until: datetime | None = None
    split: Sequence[Part] = ()
    events: Sequence[Event] = ()
    attendance: Attendance | None = field(default=None)

    @property
    def terms(self) -> clocks.Terms:
        """The terms it was made under."""
        return clocks.terms_of(self.rule_version)

    @property
    def free_until(self) -> datetime:
        """Until when cancelling costs nothing."""
        return clocks.free_until(self.free_cancel_until, self.cooling_off_until, self.starts_at)

    @property
    def late_cancel_cents(self) -> int:
        """What cancelling costs after the free time."""
        return rules.share_of(self.price_cents, self.terms.late_cancel_pct)

    @property
    def turn(self) -> rules.Turn:
        """Who must act, and by when."""
        declared = self.attendance
        return rules.turn(
            self.terms,
            rules.Situation(
                state=self.state,
                respond_by=self.respond_by,
                attendance_by=self.attendance_by,
                confirm_by=declared.confirm_by if declared else None,
                attendance_answer=declared.answer if declared else None,
                answered_at=declared.answered_at if declared else None,
                settled_at=self.settled_at,
                due_cents=self.due_cents,
                is_paid_out=self.paid_out_at is not None,
                offer_until=self.offer_until,
            ),
        )

    def cancel_cost(self, at: datetime | None = None) -> int:
        """What cancelling costs the person now, in whole cents: nothing while a changed offer waits for an answer."""
        if self.offer_kind == "changed":
            return 0
        return rules.cancel_cost(self.terms, self.state, self.price_cents, self.free_until, at or clock.now())

    def may_be_cancelled(self, at: datetime | None = None) -> bool:
        """Whether the person may cancel it now."""
        return rules.may_move(self.state, "cancelled") and (at or clock.now()) < self.starts_at

    def when(self, state: str) -> datetime | None:
        """When it came into a state; None when it never did, or the events were not read."""
        return next((event.at for event in self.events if event.tos == state), None)


DECLARED = [
    column.label(f"a_{column.name}") for column in ATTENDANCE.c if column.name not in {"account_id", "booking_id"}
]
WITH_ATTENDANCE = sa.select(BOOKING, *DECLARED).select_from(
    BOOKING.outerjoin(
        ATTENDANCE,
        sa.and_(
            ATTENDANCE.c.account_id == BOOKING.c.account_id,
            ATTENDANCE.c.booking_id == BOOKING.c.booking_id,
        ),
    )
)


def _booking(row: sa.RowMapping, split: Sequence[Part] = (), events: Sequence[Event] = ()) -> Booking:
    values: dict[str, Any] = {column.name: row[column.name] for column in BOOKING.c}
    declared = None
    if row["a_present_pct"] is not None:
        declared = Attendance(**{column.name.removeprefix("a_"): row[column.name] for column in DECLARED})
    return Booking(**values, split=split, events=events, attendance=declared)


def _list(*conditions: sa.ColumnElement[bool], order: Sequence[sa.ColumnElement[Any]], limit: int) -> list[Booking]:
    query = WITH_ATTENDANCE.where(*conditions).order_by(*order).limit(limit)
    return [_booking(row) for row in db.session.execute(query).mappings()]


def get_booking(account_id: uuid.UUID, booking_id: uuid.UUID, *, lock: bool = False) -> Booking:
    """One booking of this account, with its split and its steps; another's does not exist (NotFound)."""
    query = WITH_ATTENDANCE.where(BOOKING.c.account_id == account_id, BOOKING.c.booking_id == booking_id)
    if lock:
        query = query.with_for_update(of=BOOKING)
    row = db.session.execute(query).mappings().first()
    if row is None:
        raise errors.NotFound
    return _booking(row, *_details(account_id, booking_id))


def _details(account_id: uuid.UUID, booking_id: uuid.UUID) -> tuple[list[Part], list[Event]]:
    split = db.session.execute(
        sa.select(SPLIT.c.pot_id, SPLIT.c.amount_cents, SPLIT.c.rule, SPLIT.c.rule_version)
        .where(SPLIT.c.account_id == account_id, SPLIT.c.booking_id == booking_id)
        .order_by(SPLIT.c.amount_cents.desc(), SPLIT.c.pot_id)
    )
    events = db.session.execute(
        sa.select(EVENT.c.n, EVENT.c.frm, EVENT.c.tos, EVENT.c.at, EVENT.c.actor_id, EVENT.c.reason)
        .where(EVENT.c.account_id == account_id, EVENT.c.booking_id == booking_id)
        .order_by(EVENT.c.n)
    )
    return [Part(*row) for row in split], [Event(*row) for row in events]


def get_by_reference(account_id: uuid.UUID, reference: str) -> Booking:
    """One booking of this account by the reference people read aloud; anything else does not exist (NotFound)."""
    if not rules.is_reference(reference):
        raise errors.NotFound
    return get_booking(account_id, _id_where(BOOKING.c.account_id == account_id, BOOKING.c.reference == reference))


def get_by_transfer(account_id: uuid.UUID, transfer_id: uuid.UUID) -> Booking:
    """The booking this hold was made for."""
    return get_booking(account_id, _id_where(BOOKING.c.account_id == account_id, BOOKING.c.transfer_id == transfer_id))


def _id_where(*conditions: sa.ColumnElement[bool]) -> uuid.UUID:
    found: uuid.UUID | None = db.session.scalar(sa.select(BOOKING.c.booking_id).where(*conditions))
    if found is None:
        raise errors.NotFound
    return found


def find_successor(booking: Booking) -> Booking | None:
    """The booking that took the place of this one, if any."""
    mine = sa.and_(BOOKING.c.account_id == booking.account_id, BOOKING.c.moved_from_id == booking.booking_id)
    found: uuid.UUID | None = db.session.scalar(sa.select(BOOKING.c.booking_id).where(mine))
    return get_booking(booking.account_id, found) if found else None


def account_of(booking_id: uuid.UUID, provider_id: uuid.UUID | None = None) -> uuid.UUID:
    """Whose booking this is; for a provider only when it is a booking of its own editions."""
    query = sa.select(BOOKING.c.account_id).where(BOOKING.c.booking_id == booking_id)
    if provider_id is not None:
        query = query.where(BOOKING.c.provider_id == provider_id)
    found: uuid.UUID | None = db.session.scalar(query)
    if found is None:
        raise errors.NotFound
    return found


def list_bookings(account_id: uuid.UUID, *, before: uuid.UUID | None = None, limit: int = 100) -> list[Booking]:
    """The bookings of a person, newest first, from before a booking."""
    conditions = [BOOKING.c.account_id == account_id]
    if before is not None:
        conditions.append(BOOKING.c.booking_id < before)
    return _list(*conditions, order=[BOOKING.c.booking_id.desc()], limit=limit)


def list_for_provider(
    provider_id: uuid.UUID,
    *,
    states: Sequence[str] = (),
    edition_id: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    limit: int = 100,
) -> list[Booking]:
    """The bookings of a provider's editions; requests by deadline, the rest newest first."""
    conditions = [BOOKING.c.provider_id == provider_id]
    if states:
        conditions.append(BOOKING.c.state.in_(states))
    if edition_id is not None:
        conditions.append(BOOKING.c.edition_id == edition_id)
    if before is not None:
        conditions.append(BOOKING.c.booking_id < before)
    by_deadline = list(states) == ["reserved"] and before is None
    order = [BOOKING.c.respond_by, BOOKING.c.booking_id] if by_deadline else [BOOKING.c.booking_id.desc()]
    return _list(*conditions, order=order, limit=limit)


def list_without_attendance(now: datetime, *, provider_id: uuid.UUID | None = None, limit: int = 500) -> list[Booking]:
    """Bookings whose edition has ended and whose attendance the provider did not declare yet, oldest first."""
    conditions = [BOOKING.c.state == "confirmed", BOOKING.c.ends_at <= now]
    if provider_id is not None:
        conditions.append(BOOKING.c.provider_id == provider_id)
    return _list(*conditions, order=[BOOKING.c.attendance_by, BOOKING.c.booking_id], limit=limit)


def list_disputed(limit: int = 200) -> list[Booking]:
    """Bookings whose attendance the person disputes, oldest dispute first."""
    return _list(ATTENDANCE.c.answer == "disputed", order=[ATTENDANCE.c.answered_at, BOOKING.c.booking_id], limit=limit)


def list_in_batch(batch_id: uuid.UUID, provider_id: uuid.UUID) -> list[Booking]:
    """The bookings one line of a payout pays for, in the order in which they were settled."""
    return _list(
        BOOKING.c.batch_id == batch_id,
        BOOKING.c.provider_id == provider_id,
        order=[BOOKING.c.settled_at, BOOKING.c.booking_id],
        limit=5_000,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands before a new booking: what waits, the live booking of this edition, references taken."""

    open_requests: int
    live_reference: str | None
    taken: frozenset[str]

    def for_rules(self, *, is_staff_of_provider: bool) -> rules.Standing:
        """The same as the rules ask it."""
        return rules.Standing(self.open_requests, self.live_reference, is_staff_of_provider)


STANDING = """
SELECT count(*) FILTER (WHERE state = 'reserved'),
       max(reference) FILTER (WHERE edition_id = %(edition_id)s
                              AND state IN ('reserved', 'confirmed', 'attended', 'paid')),
       array_agg(reference) FILTER (WHERE reference = ANY (%(candidates)s))
FROM bookings WHERE account_id = %(account_id)s
"""


def read_standing(account_id: uuid.UUID, edition_id: uuid.UUID, candidates: Sequence[str] = ()) -> Standing:
    """One query for all that `rules.check_open` asks of a person, and which of these references are in use."""
    row = (
        db.cursor()
        .execute(STANDING, {"account_id": account_id, "edition_id": edition_id, "candidates": list(candidates)})
        .fetchone()
    )
    if row is None:
        raise RuntimeError("an aggregate answers one row")
    return Standing(row[0], row[1], frozenset(row[2] or ()))
