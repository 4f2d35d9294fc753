"""A plan as everybody reads it, with the bookings its tasks led to."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.advice.plans import rules
from leerloket.advice.plans.models import Goal, Plan, Task
from leerloket.advice.plans.rules import BookingFact, GoalFact, TaskFact
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A plan as people see it, with the bookings its tasks led to."""

    plan_id: uuid.UUID
    account_id: uuid.UUID
    adviser_id: uuid.UUID
    adviser_name: str
    desk_id: uuid.UUID
    made_on: date
    changed_at: datetime
    version: int
    goals: list[GoalFact]

    @property
    def to_do(self) -> list[TaskFact]:
        """Every open task, soonest first."""
        return rules.to_do(self.goals)

    @property
    def done_tasks(self) -> list[TaskFact]:
        """Every task that is done, the latest first."""
        done = [task for goal in self.goals for task in goal.done_tasks]
        return sorted(done, key=lambda task: task.done_on or date.min, reverse=True)


def find_plan(account_id: uuid.UUID) -> PlanFact | None:
    """The plan of a person; None when there is none yet. A task whose booking was attended shows as done."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.account_id == account_id))
    if plan is None:
        return None
    goals = db.session.scalars(
        sa.select(Goal).where(Goal.account_id == account_id, Goal.plan_id == plan.plan_id).order_by(Goal.position)
    )
    tasks = list(
        db.session.scalars(sa.select(Task).where(Task.account_id == account_id).order_by(Task.position, Task.task_id))
    )
    booked = bookings_of(account_id, tasks)
    by_goal: dict[uuid.UUID, list[TaskFact]] = defaultdict(list)
    for task in tasks:
        by_goal[task.goal_id].append(_fact(task, rules.live_booking(booked.get(task.task_id, []))))
    return PlanFact(
        plan_id=plan.plan_id,
        account_id=account_id,
        adviser_id=plan.adviser_id,
        adviser_name=plan.adviser_name,
        desk_id=plan.desk_id,
        made_on=plan.made_on,
        changed_at=plan.changed_at,
        version=plan.version,
        goals=[
            GoalFact(
                goal.goal_id,
                goal.title,
                goal.ready_on,
                goal.state,
                sorted(by_goal[goal.goal_id], key=lambda task: not task.is_open),
            )
            for goal in goals
        ],
    )


def get_plan(account_id: uuid.UUID) -> PlanFact:
    """The plan of a person. Raises NoPlan."""
    plan = find_plan(account_id)
    if plan is None:
        raise rules.NoPlan
    return plan


def get_task(account_id: uuid.UUID, task_id: uuid.UUID) -> TaskFact:
    """One task of this person's plan. Raises UnknownTask."""
    task = get_row(account_id, task_id)
    return _fact(task, rules.live_booking(bookings_of(account_id, [task]).get(task_id, [])))


def get_row(account_id: uuid.UUID, task_id: uuid.UUID) -> Task:
    """The row of a task. Raises UnknownTask."""
    task = db.session.get(Task, (account_id, task_id))
    if task is None:
        raise rules.UnknownTask
    return task


def bookings_of(account_id: uuid.UUID, tasks: Sequence[Task]) -> dict[uuid.UUID, list[BookingFact]]:
    """The bookings that were made for these tasks; courses is asked only when a task has a module."""
    found: dict[uuid.UUID, list[BookingFact]] = defaultdict(list)
    if any(task.module_id is not None for task in tasks):
        for booking in bookings.list_bookings(account_id):
            if booking.task_id is not None:
                found[booking.task_id].append(
                    BookingFact(
                        booking.booking_id, booking.reference, booking.state, clock.business_date(booking.starts_at)
                    )
                )
    return found


def _fact(task: Task, booking: BookingFact | None) -> TaskFact:
    fact = TaskFact(
        task_id=task.task_id,
        title=task.title,
        owner=task.owner,
        due_on=task.due_on,
        module_id=task.module_id,
        state=task.state,
        done_on=clock.business_date(task.done_at) if task.done_at else None,
        booking=booking,
        module_slug=_slug(task.module_id),
    )
    if fact.is_open and rules.is_attended(booking):
        return replace(fact, state="done")
    return fact


def _slug(module_id: uuid.UUID | None) -> str | None:
    if module_id is None:
        return None
    try:
        return catalogue.get_module(module_id).slug
    except errors.NotFound:
        return None
