"""What stands in the overview, and how much of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from leerloket import errors, printing

MOST_TO_DO = 5
MOST_BOOKINGS = 6
"""On the first page; what came before is on the site."""
MOST_ROWS = 500
LONGEST_PLAN = 100_000
"""Characters (trust.md, PDF worker): what is beyond is left out, and the page says so."""

LIVE = ("reserved", "confirmed", "attended", "no_show")
"""A booking in one of these states still goes on; paid ones and those that came to nothing are over."""


class NoAddressForOverview(errors.Conflict):
    """There is no e-mail address to send it to."""

    nl = "Er staat geen e-mailadres bij de gegevens. Druk het overzicht af, of sla het op."
    en = "There is no e-mail address in the details. Print the overview, or save it."


@dataclass(frozen=True, slots=True)
class Options:
    """How somebody wants an overview: in which language (None: the person's own), and in large print or not."""

    language: str | None = None
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class PotLine:
    """One pot: what can be used of it and until when."""

    source: str
    funder: str
    purposes: Sequence[str]
    available_cents: int
    held_cents: int
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One booking. `act_by` is set while the person must do something about it."""

    reference: str
    title: str
    provider: str
    place: str
    starts_at: datetime
    state: str
    price_cents: int
    act_by: date | None = None


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do now, by whom and before when."""

    title: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the plan, and the booking it led to as long as that goes on or was followed."""

    title: str
    owner: str
    due_on: date | None
    is_open: bool
    booking_reference: str = ""
    booking_state: str = ""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal of the plan with its tasks."""

    title: str
    ready_on: date | None
    state: str
    tasks: list[TaskLine]


@dataclass(frozen=True, slots=True)
class DeskLine:
    """Where help is."""

    name: str
    address: str
    phone: str
    opening_hours: Sequence[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the two pages, as plain values."""

    name: str
    number: str
    language: str
    made_at: datetime
    available_cents: int
    held_cents: int
    pots: list[PotLine]
    bookings: list[BookingLine]
    earlier_bookings: int
    to_do: list[ToDo]
    has_plan: bool
    goals: list[GoalLine]
    adviser_name: str
    plan_made_on: date | None
    desk: DeskLine | None
    appointment_at: datetime | None
    appointment_channel: str = ""
    is_cut: bool = field(default=False)
    is_large: bool = field(default=False)


def choose_bookings(lines: Iterable[BookingLine], most: int = MOST_BOOKINGS) -> tuple[list[BookingLine], int]:
    """The bookings to show, those that go on first and the soonest of them on top; and how many are left out."""
    every = sorted(lines, key=lambda line: line.starts_at)
    going_on = [line for line in every if line.state in LIVE]
    over = [line for line in reversed(every) if line.state not in LIVE]
    shown = (going_on + over)[:most]
    return shown, len(every) - len(shown)


def choose_to_do(bookings: Iterable[BookingLine], goals: Sequence[GoalLine]) -> list[ToDo]:
    """What to do now, at most five: answers that bookings wait for, and open tasks, soonest first.

    A task that was booked asks nothing until its course begins.
    """
    answers = [ToDo(line.title, "worker", line.act_by) for line in bookings if line.act_by is not None]
    tasks = [
        ToDo(task.title, task.owner, task.due_on)
        for goal in goals
        for task in goal.tasks
        if task.is_open and not task.booking_reference
    ]
    soonest_first = sorted(answers + tasks, key=lambda one: (one.due_on is None, one.due_on or date.max))
    return soonest_first[:MOST_TO_DO]


def cut_plan(goals: Sequence[GoalLine]) -> tuple[list[GoalLine], bool]:
    """The goals and tasks that fit in 500 rows and 100,000 characters, and whether any was left out."""
    rows = characters = 0
    kept: list[GoalLine] = []
    for goal in goals:
        tasks: list[TaskLine] = []
        for task in goal.tasks:
            rows, characters = rows + 1, characters + len(task.title)
            if rows > MOST_ROWS or characters > LONGEST_PLAN:
                return [*kept, _with_tasks(goal, tasks)], True
            tasks.append(replace(task, title=printing.cut(task.title)))
        kept.append(_with_tasks(goal, tasks))
    return kept, False


def _with_tasks(goal: GoalLine, tasks: list[TaskLine]) -> GoalLine:
    return replace(goal, title=printing.cut(goal.title), tasks=tasks)


def file_name(made_on: date, kind: str = "pdf") -> str:
    """`leerloket-overzicht-2026-11-24.pdf`."""
    return f"leerloket-overzicht-{made_on.isoformat()}.{kind}"
