"""Who booked and who was there, for counting: selects that other rooms build on, and never a name."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from leerloket import db
from leerloket.courses.bookings.reads import ATTENDANCE, BOOKING

WAS_THERE = sa.and_(ATTENDANCE.c.confirmed_at.is_not(None), ATTENDANCE.c.present_pct > 0)
ITS_ATTENDANCE = sa.and_(
    ATTENDANCE.c.account_id == BOOKING.c.account_id, ATTENDANCE.c.booking_id == BOOKING.c.booking_id
)


def select_learners(since: datetime, until: datetime) -> sa.Select[Any]:
    """The accounts of who followed a course that ended in this time; one line per course.

    Followed is: somebody was there, and the attendance is confirmed.
    """
    return (
        sa.select(BOOKING.c.account_id)
        .join(ATTENDANCE, ITS_ATTENDANCE)
        .where(WAS_THERE, BOOKING.c.ends_at >= since, BOOKING.c.ends_at < until)
    )


def select_for_tasks(*, followed: bool = False) -> sa.Select[Any]:
    """The accounts of who booked for a task of a plan; only what was followed, if asked."""
    found = sa.select(BOOKING.c.account_id).where(BOOKING.c.task_id.is_not(None))
    return found.join(ATTENDANCE, ITS_ATTENDANCE).where(WAS_THERE) if followed else found


def count_first_bookings(begun: sa.Select[uuid.UUID, date], days: tuple[int, ...], on: date) -> list[tuple[int, int]]:
    """How many people booked for the first time how long after a day of their own.

    `begun` selects `account_id` and `begun_on`. Answers (index in `days`, people): the first index whose number of
    days was enough, `len(days)` for longer, and -1 for who has not booked up to and including a day.
    """
    begins = begun.subquery()
    first = (
        sa.select(BOOKING.c.account_id, sa.cast(sa.func.min(BOOKING.c.created_at), sa.Date).label("booked_on"))
        .group_by(BOOKING.c.account_id)
        .subquery()
    )
    waited = first.c.booked_on - begins.c.begun_on
    index = sa.case(
        (sa.or_(first.c.booked_on.is_(None), first.c.booked_on > on), -1),
        *((waited <= most, number) for number, most in enumerate(days)),
        else_=len(days),
    ).label("waited")
    rows = db.session.execute(
        sa.select(index, sa.func.count())
        .select_from(sa.outerjoin(begins, first, first.c.account_id == begins.c.account_id))
        .group_by(index)
        .order_by(index)
    )
    return [(number, people) for number, people in rows]
