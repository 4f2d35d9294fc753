"""The plan of a person: goals, tasks, and the bookings that tasks lead to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors, outbox
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import reads, rules
from leerloket.advice.plans.models import Goal, Plan, Task
from leerloket.advice.plans.reads import PlanFact, find_plan, get_plan, get_task
from leerloket.advice.plans.rules import BookingFact, GoalFact, TaskFact, TypedTask, read_task
from leerloket.courses.catalogue import service as catalogue
from leerloket.people import service as people

__all__ = [
    "BookingFact",
    "GoalFact",
    "PlanFact",
    "TaskFact",
    "TypedTask",
    "find_plan",
    "get_plan",
    "get_task",
    "read_task",
]

AT_ONCE = 200


# --- making -----------------------------------------------------------------------------------------------


def open_plan(adviser_id: uuid.UUID, account_id: uuid.UUID) -> uuid.UUID:
    """The plan of a person, begun by this adviser when there is none; locked until the transaction ends."""
    adviser = desks.get_adviser(adviser_id)
    now = clock.now()
    db.session.execute(
        postgresql.insert(Plan)
        .values(
            account_id=account_id,
            plan_id=db.new_id(),
            adviser_id=adviser_id,
            adviser_name=adviser.name,
            desk_id=adviser.desk_id,
            made_on=clock.business_date(now),
            version=0,
            changed_at=now,
        )
        .on_conflict_do_nothing(index_elements=["account_id"])
    )
    plan = db.session.scalars(
        sa.select(Plan).where(Plan.account_id == account_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    plan.version += 1
    plan.changed_at = now
    db.session.flush()
    return plan.plan_id


def move_plan(account_id: uuid.UUID, desk_id: uuid.UUID) -> None:
    """From now on the plan belongs to another desk; nothing happens where there is no plan."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.account_id == account_id).with_for_update())
    if plan is not None:
        plan.desk_id = desk_id
        plan.version += 1
        plan.changed_at = clock.now()
        db.session.flush()


def add_goal(adviser_id: uuid.UUID, account_id: uuid.UUID, title: str, ready_on: date | None = None) -> uuid.UUID:
    """Put a goal at the end of the plan. Raises NoTitle, TitleTooLong, PlanTooLong."""
    title = rules.one_line(title, field="doel")
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
    title = rules.one_line(task.title, field="taak")
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
        title=title,
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
    db.session.delete(reads.get_row(account_id, task_id))
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
    _close(reads.get_row(account_id, task_id), done_by)
    return get_task(account_id, task_id)


def reopen_task(account_id: uuid.UUID, task_id: uuid.UUID) -> None:
    """A task that was marked done by mistake is open again. Raises UnknownTask."""
    task = reads.get_row(account_id, task_id)
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
    booked = reads.bookings_of(account_id, tasks)
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
    title = rules.one_line(given.title, field="goals")
    goal = db.session.get(Goal, (account_id, given.id)) if given.id else None
    if given.id and goal is None:
        raise rules.UnknownGoal
    if goal is None:
        goal = Goal(account_id=account_id, goal_id=db.new_id(), plan_id=plan_id)
        db.session.add(goal)
    goal.title, goal.ready_on, goal.state, goal.position = title, given.ready_on, given.state, place
    db.session.flush()
    return goal


def _put_task(adviser_id: uuid.UUID, account_id: uuid.UUID, goal_id: uuid.UUID, given: TaskIn, place: int) -> uuid.UUID:
    title = rules.one_line(given.title, field="goals")
    task = db.session.get(Task, (account_id, given.id)) if given.id else None
    if given.id and task is None:
        raise rules.UnknownTask
    if given.module_id is not None and (task is None or given.module_id != task.module_id):
        catalogue.get_module(given.module_id)
    if task is None:
        task = Task(account_id=account_id, task_id=db.new_id(), state="open")
        db.session.add(task)
    task.goal_id, task.title, task.owner = goal_id, title, given.owner
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
        db.session.delete(reads.get_row(account_id, task_id))
    db.session.flush()
    for goal in db.session.scalars(sa.select(Goal).where(Goal.account_id == account_id, Goal.goal_id.not_in(goal_ids))):
        db.session.delete(goal)
    db.session.flush()


def _count(kind: type[Goal] | type[Task], account_id: uuid.UUID) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind).where(kind.account_id == account_id)) or 0


def _next_place(kind: type[Goal] | type[Task], account_id: uuid.UUID) -> int:
    return (db.session.scalar(sa.select(sa.func.max(kind.position)).where(kind.account_id == account_id)) or 0) + 1
