"""The plan of a person: goals, tasks, and the bookings that tasks lead to."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import rules
from leerloket.advice.plans.models import Goal, Plan, Task
from leerloket.advice.plans.rules import BookingFact, GoalFact, TaskFact, TypedTask
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.people import service as people

__all__ = ["BookingFact", "GoalFact", "TaskFact", "TypedTask"]

AT_ONCE = 200


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


# --- reading ----------------------------------------------------------------------------------------------


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
    booked = _bookings_of(account_id, tasks)
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
    task = _get_task(account_id, task_id)
    return _fact(task, rules.live_booking(_bookings_of(account_id, [task]).get(task_id, [])))


def _get_task(account_id: uuid.UUID, task_id: uuid.UUID) -> Task:
    task = db.session.get(Task, (account_id, task_id))
    if task is None:
        raise rules.UnknownTask
    return task


def _bookings_of(account_id: uuid.UUID, tasks: Sequence[Task]) -> dict[uuid.UUID, list[BookingFact]]:
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


# --- making -----------------------------------------------------------------------------------------------


def open_plan(adviser_id: uuid.UUID, account_id: uuid.UUID) -> uuid.UUID:
    """The plan of a person, begun by this adviser when there is none; locked until the transaction ends."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.account_id == account_id).with_for_update())
    if plan is None:
        adviser = desks.get_adviser(adviser_id)
        plan = Plan(
            account_id=account_id,
            plan_id=db.new_id(),
            adviser_id=adviser_id,
            adviser_name=adviser.name,
            desk_id=adviser.desk_id,
            made_on=clock.business_date(),
            version=0,
        )
        db.session.add(plan)
    plan.version += 1
    plan.changed_at = clock.now()
    db.session.flush()
    return plan.plan_id


def add_goal(adviser_id: uuid.UUID, account_id: uuid.UUID, title: str, ready_on: date | None = None) -> uuid.UUID:
    """Put a goal at the end of the plan. Raises NoTitle, TitleTooLong, PlanTooLong."""
    title = " ".join(title.split())
    rules.check_title(title, field="doel")
    plan_id = open_plan(adviser_id, account_id)
    place = _count(Goal, account_id)
    rules.check_room(place + 1, 0)
    goal = Goal(
        account_id=account_id,
        goal_id=db.new_id(),
        plan_id=plan_id,
        title=title,
        ready_on=ready_on,
        state="open",
        position=_next_place(Goal, account_id),
    )
    db.session.add(goal)
    db.session.flush()
    return goal.goal_id


def add_task(
    adviser_id: uuid.UUID,
    account_id: uuid.UUID,
    goal_id: uuid.UUID,
    task: TypedTask,
    module_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Put a task under a goal; with a module it leads to a booking. Raises UnknownGoal, PlanTooLong, UnknownModule."""
    rules.check_title(task.title, field="taak")
    open_plan(adviser_id, account_id)
    if db.session.get(Goal, (account_id, goal_id)) is None:
        raise rules.UnknownGoal
    if module_id is not None:
        catalogue.get_module(module_id)
    rules.check_room(0, _count(Task, account_id) + 1)
    made = Task(
        account_id=account_id,
        task_id=db.new_id(),
        goal_id=goal_id,
        title=task.title,
        owner=task.owner,
        due_on=task.due_on,
        module_id=module_id,
        state="open",
        position=_next_place(Task, account_id),
    )
    db.session.add(made)
    db.session.flush()
    return made.task_id


def add_module(
    adviser_id: uuid.UUID, account_id: uuid.UUID, module_id: uuid.UUID, goal_id: uuid.UUID | None = None
) -> uuid.UUID:
    """Put a module in the plan as a task of the client, under this goal or the last one; a plan without goals gets one.

    Raises UnknownModule, UnknownGoal, PlanTooLong.
    """
    module = catalogue.get_module(module_id)
    if goal_id is None:
        goal_id = db.session.scalar(
            sa.select(Goal.goal_id)
            .where(Goal.account_id == account_id, Goal.state == "open")
            .order_by(Goal.position.desc())
            .limit(1)
        )
    if goal_id is None:
        goal_id = add_goal(adviser_id, account_id, module.title[: rules.LONGEST_TITLE])
    title = f"Volg {module.title}"[: rules.LONGEST_TITLE]
    return add_task(adviser_id, account_id, goal_id, TypedTask(title, "worker", None), module_id)


def set_goal(adviser_id: uuid.UUID, account_id: uuid.UUID, goal_id: uuid.UUID, state: str) -> None:
    """Say that a goal is reached, or open again: people decide, nothing is computed. Raises UnknownGoal."""
    open_plan(adviser_id, account_id)
    goal = db.session.get(Goal, (account_id, goal_id))
    if goal is None:
        raise rules.UnknownGoal
    goal.state = state
    db.session.flush()


def remove_task(adviser_id: uuid.UUID, account_id: uuid.UUID, task_id: uuid.UUID) -> None:
    """Take a task out of the plan. Raises UnknownTask, and TaskBooked while a booking for it goes on."""
    open_plan(adviser_id, account_id)
    if get_task(account_id, task_id).is_booked:
        raise rules.TaskBooked
    db.session.delete(_get_task(account_id, task_id))
    db.session.flush()


def finish_task(account_id: uuid.UUID, task_id: uuid.UUID, done_by: uuid.UUID) -> TaskFact:
    """A task is done, says the person or the adviser; the person gets a mail. Raises DoneAlready, UnknownTask.

    A module task that was booked closes itself by attendance (ClosesItself).
    """
    db.session.scalar(sa.select(Plan.plan_id).where(Plan.account_id == account_id).with_for_update())
    fact = get_task(account_id, task_id)
    if not fact.is_open:
        raise rules.DoneAlready
    if fact.is_booked:
        raise rules.ClosesItself
    _close(_get_task(account_id, task_id), done_by)
    return get_task(account_id, task_id)


def reopen_task(account_id: uuid.UUID, task_id: uuid.UUID) -> None:
    """A task that was marked done by mistake is open again. Raises UnknownTask."""
    task = _get_task(account_id, task_id)
    task.state, task.done_at, task.done_by = "open", None, None
    _touch(account_id)


def _close(task: Task, done_by: uuid.UUID | None) -> None:
    task.state, task.done_at, task.done_by = "done", clock.now(), done_by
    _touch(task.account_id)
    person = people.get_person(task.account_id)
    if person.email:
        outbox.put(
            "task-done",
            person.email,
            dedup=f"task-done:{task.task_id}:{clock.business_date()}",
            facts={"name": person.name, "on": clock.day_text(clock.business_date(), person.language)},
            account_id=task.account_id,
            language=person.language,
        )


def _touch(account_id: uuid.UUID) -> None:
    db.session.execute(
        sa.update(Plan)
        .where(Plan.account_id == account_id)
        .values(version=Plan.version + 1, changed_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
    db.session.flush()


def close_attended(account_id: uuid.UUID) -> int:
    """Close the open module tasks of a person whose booking was attended; answers how many."""
    tasks = list(
        db.session.scalars(
            sa.select(Task).where(Task.account_id == account_id, Task.state == "open", Task.module_id.is_not(None))
        )
    )
    booked = _bookings_of(account_id, tasks)
    attended = [task for task in tasks if rules.is_attended(rules.live_booking(booked.get(task.task_id, [])))]
    for task in attended:
        _close(task, None)
    return len(attended)


def close_attended_tasks(*, after: uuid.UUID | None = None, limit: int = AT_ONCE) -> tuple[int, uuid.UUID | None]:
    """One step of the job that closes attended tasks: how many were closed, and the account to go on after.

    Works through the people with open module tasks by account; None: everybody was seen.
    """
    query = (
        sa.select(Task.account_id)
        .where(Task.state == "open", Task.module_id.is_not(None))
        .distinct()
        .order_by(Task.account_id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(Task.account_id > after)
    accounts = list(db.session.scalars(query))
    closed = sum(close_attended(account_id) for account_id in accounts)
    return closed, accounts[-1] if len(accounts) == limit else None


# --- the whole plan at once (API) -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskIn:
    """A task as another system sends it; without id it is new."""

    title: str
    owner: str = "worker"
    due_on: date | None = None
    module_id: uuid.UUID | None = None
    state: str = "open"
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class GoalIn:
    """A goal as another system sends it; without id it is new."""

    title: str
    ready_on: date | None = None
    state: str = "open"
    tasks: list[TaskIn] = field(default_factory=list)
    id: uuid.UUID | None = None


def replace_plan(adviser_id: uuid.UUID, account_id: uuid.UUID, goals: Sequence[GoalIn], *, version: int) -> PlanFact:
    """Make the plan exactly this; goals and tasks that are not named go. `version` is 0 for a person without a plan.

    Raises `errors.Changed` when the plan has another version, UnknownGoal, UnknownTask, TaskBooked, PlanTooLong.
    """
    rules.check_room(len(goals), sum(len(goal.tasks) for goal in goals))
    current = db.session.scalar(sa.select(Plan.version).where(Plan.account_id == account_id).with_for_update())
    if (current or 0) != version:
        raise errors.Changed
    plan_id = open_plan(adviser_id, account_id)
    kept_goals = {goal.id for goal in goals if goal.id}
    kept_tasks = {task.id for goal in goals for task in goal.tasks if task.id}
    places: list[tuple[Goal, GoalIn]] = [
        (_put_goal(account_id, plan_id, goal, place), goal) for place, goal in enumerate(goals)
    ]
    for goal, given in places:
        for place, task in enumerate(given.tasks):
            kept_tasks.add(_put_task(adviser_id, account_id, goal.goal_id, task, place))
        kept_goals.add(goal.goal_id)
    _drop_others(adviser_id, account_id, kept_goals, kept_tasks)
    return get_plan(account_id)


def _put_goal(account_id: uuid.UUID, plan_id: uuid.UUID, given: GoalIn, place: int) -> Goal:
    rules.check_title(given.title.strip(), field="goals")
    goal = db.session.get(Goal, (account_id, given.id)) if given.id else None
    if given.id and goal is None:
        raise rules.UnknownGoal
    if goal is None:
        goal = Goal(account_id=account_id, goal_id=db.new_id(), plan_id=plan_id)
        db.session.add(goal)
    goal.title, goal.ready_on, goal.state, goal.position = given.title.strip(), given.ready_on, given.state, place
    db.session.flush()
    return goal


def _put_task(adviser_id: uuid.UUID, account_id: uuid.UUID, goal_id: uuid.UUID, given: TaskIn, place: int) -> uuid.UUID:
    rules.check_title(given.title.strip(), field="goals")
    task = db.session.get(Task, (account_id, given.id)) if given.id else None
    if given.id and task is None:
        raise rules.UnknownTask
    if task is None:
        task = Task(account_id=account_id, task_id=db.new_id(), state="open")
        db.session.add(task)
    if given.module_id is not None and given.module_id != task.module_id:
        catalogue.get_module(given.module_id)
    task.goal_id, task.title, task.owner = goal_id, given.title.strip(), given.owner
    task.due_on, task.module_id, task.position = given.due_on, given.module_id, place
    if given.state != task.state:
        is_done = given.state == "done"
        task.state = given.state
        task.done_at, task.done_by = (clock.now(), adviser_id) if is_done else (None, None)
    db.session.flush()
    return task.task_id


def _drop_others(
    adviser_id: uuid.UUID, account_id: uuid.UUID, goal_ids: set[uuid.UUID], task_ids: set[uuid.UUID]
) -> None:
    gone = db.session.scalars(
        sa.select(Task.task_id).where(Task.account_id == account_id, Task.task_id.not_in(task_ids))
    )
    for task_id in list(gone):
        if get_task(account_id, task_id).is_booked:
            raise rules.TaskBooked
        db.session.delete(_get_task(account_id, task_id))
    db.session.flush()
    for goal in db.session.scalars(sa.select(Goal).where(Goal.account_id == account_id, Goal.goal_id.not_in(goal_ids))):
        db.session.delete(goal)
    db.session.flush()


def _count(kind: type[Goal] | type[Task], account_id: uuid.UUID) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind).where(kind.account_id == account_id)) or 0


def _next_place(kind: type[Goal] | type[Task], account_id: uuid.UUID) -> int:
    return (db.session.scalar(sa.select(sa.func.max(kind.position)).where(kind.account_id == account_id)) or 0) + 1
