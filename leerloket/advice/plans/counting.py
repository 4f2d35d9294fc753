"""How many plans led where. Only numbers go out."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import db
from leerloket.advice.plans.models import Plan, Task
from leerloket.courses.bookings import learned


@dataclass(frozen=True, slots=True)
class Reached:
    """Plans of a time, and how many of them came how far; each number is part of the one before."""

    plans: int
    with_course: int
    booked: int
    followed: int


def count_reached(since: date, until: date) -> Reached:
    """How far the plans came that were made from a day up to and including another."""
    has_course = Plan.account_id.in_(sa.select(Task.account_id).where(Task.module_id.is_not(None)))
    booked = Plan.account_id.in_(learned.select_for_tasks())
    followed = Plan.account_id.in_(learned.select_for_tasks(followed=True))
    row = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count().filter(has_course),
            sa.func.count().filter(has_course, booked),
            sa.func.count().filter(has_course, followed),
        )
        .select_from(Plan)
        .where(Plan.made_on >= since, Plan.made_on <= until)
    ).one()
    return Reached(*row)
