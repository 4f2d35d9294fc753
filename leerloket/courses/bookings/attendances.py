"""Attendance: the provider declares it, the person answers, and what is due is paid."""

import uuid
from datetime import datetime

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.bookings import clocks, messages, reads, rules, steps
from leerloket.courses.bookings.reads import Booking, account_of, get_booking
from leerloket.people import service as people


def declare_attendance(
    provider_id: uuid.UUID, booking_id: uuid.UUID, present_pct: int, *, actor_id: uuid.UUID
) -> Booking:
    """The provider says how much of the edition the person was there: 0 (never) to 100 per cent.

    The same again changes nothing; another percentage corrects it until the person answered. Raises NotFound for
    another provider's booking, `NotStarted`, `StepNotPossible`, `AttendanceSettled`, `PresentAfterAll`,
    `OwnProvider` when staff declare their own attendance, `OfferOpen`.
    """
    account_id = account_of(booking_id, provider_id)
    if actor_id == account_id:
        raise rules.OwnProvider
    booking = get_booking(account_id, booking_id, lock=True)
    declared, at = booking.attendance, clock.now()
    rules.check_no_changed_offer(booking.offer_kind)
    rules.check_declare(
        booking.state,
        declared.answer if declared else None,
        declared.present_pct if declared else None,
        present_pct,
        booking.starts_at,
        at,
    )
    if declared is not None and declared.present_pct == present_pct:
        return booking
    confirm_by = clocks.confirm_by(booking.terms, at, booking.ends_at)
    values = {"present_pct": present_pct, "recorded_by": actor_id, "at": at, "confirm_by": confirm_by}
    if declared is None:
        db.session.execute(sa.insert(reads.ATTENDANCE).values(account_id=account_id, booking_id=booking_id, **values))
        steps.move(booking, rules.attendance_state(present_pct), at=at, actor_id=actor_id)
    else:
        steps.change_attendance(booking, None, values)
    messages.tell_person(
        "attendance-declared",
        booking,
        again=int(at.timestamp()) if declared else 0,
        present=str(present_pct),
        due=messages.euros(rules.due_for_attendance(booking.terms, booking.price_cents, present_pct)),
        answer_by=messages.day(confirm_by),
    )
    return get_booking(account_id, booking_id)


def answer_attendance(
    account_id: uuid.UUID, booking_id: uuid.UUID, *, agree: bool, reason: str = "", actor_id: uuid.UUID
) -> Booking:
    """The person agrees with what the provider declared, which pays the provider, or disputes it with a reason.

    A dispute goes to the administrator. Raises `NothingToAnswer`, and `PaysOwnWork` when the person works for the
    provider and agrees: nobody confirms what pays the own organisation (B7).
    """
    booking = steps.lock(account_id, booking_id)
    declared, at = booking.attendance, clock.now()
    if declared is None or declared.answer is not None:
        raise rules.NothingToAnswer
    if not agree:
        steps.change_attendance(booking, None, {"answer": "disputed", "answered_at": at, "dispute_reason": reason})
        messages.tell_provider("attendance-disputed", booking)
        return get_booking(account_id, booking_id)
    if booking.provider_id in people.get_contact(account_id).provider_ids:
        raise rules.PaysOwnWork
    steps.change_attendance(
        booking, None, {"answer": "agreed", "answered_at": at, "confirmed_by": actor_id, "confirmed_at": at}
    )
    return _capture(get_booking(account_id, booking_id), actor_id=actor_id)


def resolve_attendance(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    *,
    present_pct: int,
    reason: str,
    actor_id: uuid.UUID,
    force_majeure: bool = False,
) -> Booking:
    """An administrator decides a dispute: how much the person was there, or force majeure with everything back.

    Raises `NothingToAnswer` when there is no dispute, and `PaysOwnWork` for a person's own booking or staff of
    the provider.
    """
    booking = steps.lock(account_id, booking_id)
    if booking.attendance is None or booking.attendance.answer != "disputed":
        raise rules.NothingToAnswer
    if actor_id == account_id or booking.provider_id in people.get_contact(actor_id).provider_ids:
        raise rules.PaysOwnWork
    at = clock.now()
    steps.change_attendance(
        booking,
        "disputed",
        {
            "answer": "resolved",
            "answered_at": at,
            "present_pct": present_pct,
            "confirmed_by": actor_id,
            "confirmed_at": at,
            "resolved_by": actor_id,
            "resolution": reason,
        },
    )
    return _capture(get_booking(account_id, booking_id), actor_id=actor_id, force_majeure=force_majeure, reason=reason)


def capture(account_id: uuid.UUID, booking_id: uuid.UUID, *, actor_id: uuid.UUID | None = None) -> Booking:
    """Pay what attendance makes due to the provider, and the rest back; a booking that was captured stays as it is.

    Raises `NotConfirmed` while nobody confirmed the attendance.
    """
    booking = steps.lock(account_id, booking_id)
    if booking.state == "paid":
        return booking
    return _capture(booking, actor_id=actor_id)


def _capture(booking: Booking, *, actor_id: uuid.UUID | None, force_majeure: bool = False, reason: str = "") -> Booking:
    if booking.attendance is None or booking.attendance.confirmed_at is None:
        raise rules.NotConfirmed
    due_cents = rules.due_for_attendance(booking.terms, booking.price_cents, booking.attendance.present_pct)
    to, rule = "paid", "paid"
    if force_majeure:
        due_cents, rule = 0, "cancelled-by-force-majeure"
        to = "cancelled" if booking.state == "no_show" else "paid"
    steps.settle(booking, due_cents, kind="capture", rule=rule, actor_id=actor_id)
    at = clock.now()
    steps.move(booking, to, at=at, actor_id=actor_id, reason=reason, due_cents=due_cents, settled_at=at)
    messages.tell_person(
        "booking-paid",
        booking,
        paid=messages.euros(due_cents),
        back=messages.euros(booking.price_cents - due_cents),
    )
    return get_booking(booking.account_id, booking.booking_id)


def confirm_silent(now: datetime, limit: int) -> int:
    """Silence of the person confirms what the provider declared, once the time to react is over."""
    table = reads.ATTENDANCE
    silent = db.session.execute(
        sa.select(table.c.account_id, table.c.booking_id)
        .where(table.c.answer.is_(None), table.c.confirm_by <= now)
        .order_by(table.c.confirm_by)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for account_id, booking_id in silent:
        db.session.execute(
            sa.update(table)
            .where(table.c.account_id == account_id, table.c.booking_id == booking_id, table.c.answer.is_(None))
            .values(answer="clock", answered_at=now, confirmed_at=now)
        )
    return len(silent)


def list_to_capture(now: datetime, limit: int = 200) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Bookings whose attendance is confirmed and whose money still waits: (account_id, booking_id) by account."""
    booking, declared = reads.BOOKING, reads.ATTENDANCE
    rows = db.session.execute(
        sa.select(booking.c.account_id, booking.c.booking_id)
        .join(
            declared,
            sa.and_(declared.c.account_id == booking.c.account_id, declared.c.booking_id == booking.c.booking_id),
        )
        .where(booking.c.state.in_(("attended", "no_show")), declared.c.confirmed_at <= now)
        .order_by(booking.c.account_id, booking.c.booking_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]
