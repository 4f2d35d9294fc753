"""The terms of a booking: every number it depends on, with a version, and the clocks that follow from them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leerloket import clock


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers under which a booking is made; it keeps them until its end (product.md, rules; as in CPF)."""

    version: str
    starts_on: date
    answer_working_days: int
    answer_days_where_knowledge_is_checked: int
    open_requests: int
    cooling_off_days: int
    free_cancel_working_days: int
    late_cancel_pct: int
    paid_in_full_from_pct: int
    pro_rata_from_pct: int
    least_paid_pct: int
    attendance_working_days: int
    answer_attendance_days: int
    dispute_working_days: int
    payout_days: int


TERMS = (
    Terms(
        version="2026-1",
        starts_on=date(2020, 1, 1),
        answer_working_days=2,
        answer_days_where_knowledge_is_checked=30,
        open_requests=5,
        cooling_off_days=14,
        free_cancel_working_days=7,
        late_cancel_pct=5,
        paid_in_full_from_pct=80,
        pro_rata_from_pct=25,
        least_paid_pct=25,
        attendance_working_days=3,
        answer_attendance_days=7,
        dispute_working_days=10,
        payout_days=30,
    ),
)
"""Every version, oldest first. `dispute_working_days` is our own choice; the others follow Mon Compte Formation."""


def terms_on(day: date) -> Terms:
    """The terms for a booking made on this day."""
    return next(terms for terms in reversed(TERMS) if terms.starts_on <= day)


def terms_of(version: str) -> Terms:
    """The terms a booking was made under."""
    return next(terms for terms in TERMS if terms.version == version)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The instants a booking lives by. Each deadline is the start of the first moment that is too late."""

    respond_by: datetime
    free_cancel_until: datetime
    cooling_off_until: datetime
    attendance_by: datetime


def of_booking(
    terms: Terms, at: datetime, starts_at: datetime, ends_at: datetime, *, knowledge_checked: bool
) -> Deadlines:
    """The clocks of a booking made at an instant.

    A provider answers within 2 working days, or 30 days where prior knowledge is checked, and always before the
    start. Cancelling is free up to and including the day 7 working days before the start, and in the cooling-off
    time of 14 days. Attendance is declared within 3 working days after the end.
    """
    if knowledge_checked:
        answer = clock.end_of_day(
            clock.business_date(at) + timedelta(days=terms.answer_days_where_knowledge_is_checked)
        )
    else:
        answer = clock.working_days_later(at, terms.answer_working_days)
    last_free_day = clock.add_working_days(clock.business_date(starts_at), -terms.free_cancel_working_days)
    return Deadlines(
        respond_by=min(answer, starts_at),
        free_cancel_until=clock.end_of_day(last_free_day),
        cooling_off_until=clock.end_of_day(clock.business_date(at) + timedelta(days=terms.cooling_off_days)),
        attendance_by=clock.working_days_later(ends_at, terms.attendance_working_days),
    )


def free_until(free_cancel_until: datetime, cooling_off_until: datetime, starts_at: datetime) -> datetime:
    """Until when cancelling costs nothing: the later of both times, and never after the start."""
    return min(max(free_cancel_until, cooling_off_until), starts_at)


def confirm_by(terms: Terms, declared_at: datetime, ends_at: datetime) -> datetime:
    """Until when the person may react: 7 days after the declaration, and never before 7 days after the end."""
    last_day = clock.business_date(max(declared_at, ends_at)) + timedelta(days=terms.answer_attendance_days)
    return clock.end_of_day(last_day)


def payout_by(terms: Terms, settled_at: datetime) -> datetime:
    """Until when the provider is paid: 30 days after attendance was confirmed."""
    return clock.end_of_day(clock.business_date(settled_at) + timedelta(days=terms.payout_days))
