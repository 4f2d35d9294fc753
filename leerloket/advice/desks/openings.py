"""When advisers see people, and which times are free at a desk."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.advice.desks import slots
from leerloket.advice.desks.models import Adviser, Appointment, Opening
from leerloket.advice.desks.service import NoDesk

DAYS_AHEAD = 28
"""How far ahead a person can plan a talk."""


def set_opening(adviser_id: uuid.UUID, hours: slots.Hours, valid_from: date) -> Opening:
    """From this day on the adviser sees people at these hours, until a later rule begins.

    No weekdays means closed. What is planned already stays. Raises NoDesk, ClosesBeforeOpening or OutsideOfDay.
    """
    if db.session.get(Adviser, adviser_id, with_for_update=True) is None:
        raise NoDesk
    slots.check_hours(hours)
    opening = db.session.get(Opening, (adviser_id, valid_from))
    if opening is None:
        opening = Opening(adviser_id=adviser_id, valid_from=valid_from)
        db.session.add(opening)
    opening.weekdays, opening.opens, opening.closes = sorted(hours.weekdays), hours.opens, hours.closes
    opening.minutes, opening.buffer_minutes = hours.minutes, hours.buffer_minutes
    opening.daily_limit = hours.daily_limit
    db.session.flush()
    return opening


def list_openings(adviser_ids: Sequence[uuid.UUID], on: date) -> list[Opening]:
    """The rules of these advisers that hold on a day or begin later, in the order in which they begin."""
    found = db.session.scalars(
        sa.select(Opening).where(Opening.adviser_id.in_(adviser_ids)).order_by(Opening.valid_from, Opening.adviser_id)
    ).all()
    return [rule for rule in found if rule.valid_from > on or _opening_on(found, rule.adviser_id, on) is rule]


def list_openings_of_desk(desk_id: uuid.UUID) -> list[Opening]:
    """What holds today at a desk, one rule per adviser who sees people."""
    today = clock.business_date()
    return [
        rule for rule in list_openings(_list_advisers(desk_id), today) if rule.valid_from <= today and rule.weekdays
    ]


def list_slots(
    desk_id: uuid.UUID, first: date | None = None, *, last: date | None = None, without: uuid.UUID | None = None
) -> list[slots.Slot]:
    """The free times at a desk in the coming four weeks, in order; `without` leaves one appointment out of account.

    A first or last day outside of those weeks gives nothing outside of them.
    """
    today = clock.business_date()
    start = max(first or today, today)
    end = min(last or date.max, today + timedelta(days=DAYS_AHEAD))
    advisers = _list_advisers(desk_id)
    if start > end or not advisers:
        return []
    openings = list_openings(advisers, start)
    taken = _list_taken(advisers, start, end, without)
    now = clock.now()
    free: dict[tuple[datetime, int], list[tuple[int, uuid.UUID]]] = defaultdict(list)
    for day in clock.days_until(start, end):
        for adviser_id in advisers:
            opening = _opening_on(openings, adviser_id, day)
            if opening is None:
                continue
            talks = taken.get((adviser_id, day), [])
            for starts_at in slots.free_on(hours_of(opening), day, talks, now):
                free[starts_at, opening.minutes].append((len(talks), adviser_id))
    return [slots.Slot(at, minutes, tuple(who for _, who in sorted(free[at, minutes]))) for at, minutes in sorted(free)]


def hours_of(opening: Opening) -> slots.Hours:
    """The rule as the pure computation wants it."""
    return slots.Hours(
        weekdays=frozenset(opening.weekdays),
        opens=opening.opens,
        closes=opening.closes,
        daily_limit=opening.daily_limit,
        minutes=opening.minutes,
        buffer_minutes=opening.buffer_minutes,
    )


def _list_advisers(desk_id: uuid.UUID) -> list[uuid.UUID]:
    return list(
        db.session.scalars(sa.select(Adviser.person_id).where(Adviser.desk_id == desk_id).order_by(Adviser.person_id))
    )


def _opening_on(openings: Sequence[Opening], adviser_id: uuid.UUID, day: date) -> Opening | None:
    begun = [rule for rule in openings if rule.adviser_id == adviser_id and rule.valid_from <= day]
    return max(begun, key=lambda rule: rule.valid_from, default=None)


def _list_taken(
    advisers: Sequence[uuid.UUID], first: date, last: date, without: uuid.UUID | None
) -> dict[tuple[uuid.UUID, date], list[tuple[datetime, int]]]:
    rows = db.session.execute(
        sa.select(Appointment.adviser_id, Appointment.starts_at, Appointment.minutes, Appointment.appointment_id).where(
            Appointment.adviser_id.in_(advisers),
            Appointment.state != "cancelled",
            Appointment.starts_at >= clock.start_of_day(first),
            Appointment.starts_at < clock.end_of_day(last),
        )
    )
    taken: dict[tuple[uuid.UUID, date], list[tuple[datetime, int]]] = defaultdict(list)
    for adviser_id, starts_at, minutes, appointment_id in rows:
        if appointment_id != without:
            taken[adviser_id, clock.business_date(starts_at)].append((starts_at, minutes))
    return taken
