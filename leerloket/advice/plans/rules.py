"""What a task is, how it is typed, and which comes first. Pure."""

import calendar
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leerloket import errors
from leerloket.advice.plans import codes

LONGEST_TITLE = 200
MOST_GOALS = 20
MOST_TASKS = 100
"""Of one plan; a plan longer than this helps nobody, and the overview stays printable (trust.md, PDF worker)."""

OWNER_WORDS = {
    "werkgever": "employer",
    "employer": "employer",
    "adviseur": "adviser",
    "adviser": "adviser",
    "client": "worker",
    "cliënt": "worker",
    "u": "worker",
    "ik": "worker",
}
"""What may be typed after `@`; the first name of the client, too."""

ATTENDED = ("attended", "paid")
"""A booking in one of these states was followed (invariants.sql, B3)."""
GONE = ("cancelled", "rejected", "expired", "no_show")
"""A booking in one of these states leads nowhere: the task is open again."""

_OWNER = re.compile(r"(?:^|(?<=\s))@([\w-]+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LATER = re.compile(r"(?:^|(?<=\s))\+(\d{1,3})([dwmj])(?=\s|$)")


class UnknownOwner(errors.Invalid):
    """After `@` came somebody who is neither the client, the adviser nor the employer."""

    nl = "We kennen @{name} niet. Typ @{client}, @werkgever of @adviseur."
    en = "@{name} is not known. Type @{client}, @werkgever or @adviseur."


class NoTitle(errors.Invalid):
    """There is an owner or a date, but nothing to do."""

    nl = "Schrijf op wat er gedaan moet worden."
    en = "Write down what has to be done."


class TitleTooLong(errors.Invalid):
    """The title does not fit on a line."""

    nl = "Maak deze zin korter. Hij heeft {length} tekens, 200 is het meeste."
    en = "Make this shorter. It has {length} characters, 200 is the most."


class PlanTooLong(errors.Conflict):
    """The plan has as many goals or tasks as a plan may have."""

    nl = "Dit plan is vol. Rond eerst iets af, of haal iets weg."
    en = "This plan is full. Finish something first, or take something out."


class UnknownTask(errors.NotFound):
    """No task of this person has this id."""

    nl = "Deze taak bestaat niet."
    en = "This task does not exist."


class UnknownGoal(errors.NotFound):
    """No goal of this person has this id."""

    nl = "Dit doel bestaat niet."
    en = "This goal does not exist."


class NoPlan(errors.NotFound):
    """This person has no plan yet."""

    nl = "Er is nog geen plan. Dat maakt u samen met een adviseur."
    en = "There is no plan yet. You make one together with an adviser."


class TaskBooked(errors.Conflict):
    """A task with a booking stays in the plan."""

    nl = "Voor deze taak is geboekt. Annuleer eerst de boeking."
    en = "There is a booking for this task. Cancel the booking first."


class DoneAlready(errors.Conflict):
    """The task was done before."""

    nl = "Deze taak is al klaar."
    en = "This task is done already."


class ClosesItself(errors.Conflict):
    """A module task ends by attending the booking, not by a button."""

    nl = "Deze taak is klaar als u de opleiding heeft gevolgd. U hoeft niets te doen."
    en = "This task is done once you have followed the course. There is nothing to do."


@dataclass(frozen=True, slots=True)
class TypedTask:
    """What a typed line means."""

    title: str
    owner: str
    due_on: date | None


def read_task(text: str, today: date, client_name: str = "") -> TypedTask:
    """Read a line such as `Vraag werkgever om SLIM @werkgever +2w`.

    `@` names the owner (default: the client), `+3d`, `+2w`, `+1m`, `+1j` count from today; the last one wins.
    Raises UnknownOwner, NoTitle, TitleTooLong.
    """
    first_name = (client_name.split() or [""])[0].lower()
    words = OWNER_WORDS | ({first_name: "worker"} if first_name else {})
    owner = "worker"
    for name in _OWNER.findall(text):
        if name.lower() not in words:
            raise UnknownOwner(field="taak", name=name, client=first_name or "client")
        owner = words[name.lower()]
    due_on = None
    for count, unit in _LATER.findall(text):
        due_on = later(today, int(count), unit)
    title = one_line(_LATER.sub(" ", _OWNER.sub(" ", text)), field="taak")
    return TypedTask(title, owner, due_on)


def one_line(text: str, field: str) -> str:
    """A title as one line of readable characters. Raises NoTitle, TitleTooLong."""
    title = " ".join(_CONTROL.sub(" ", text).split())
    if not title:
        raise NoTitle(field=field)
    if len(title) > LONGEST_TITLE:
        raise TitleTooLong(field=field, length=len(title))
    return title


def later(day: date, count: int, unit: str) -> date:
    """The day that lies so many days, weeks, months or years (d, w, m, j) later; a month keeps within its days."""
    if unit == "d":
        return day + timedelta(days=count)
    if unit == "w":
        return day + timedelta(weeks=count)
    months = day.month - 1 + count * (12 if unit == "j" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def check_room(goals: int, tasks: int) -> None:
    """Refuse a plan with more goals or tasks than it may have."""
    if goals > MOST_GOALS or tasks > MOST_TASKS:
        raise PlanTooLong


@dataclass(frozen=True, slots=True)
class BookingFact:
    """What a task shows of the booking that was made for it."""

    booking_id: uuid.UUID
    reference: str
    state: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class TaskFact:
    """One task as people see it. `due_on` of a booked task is the day on which it starts."""

    task_id: uuid.UUID
    title: str
    owner: str
    due_on: date | None
    module_id: uuid.UUID | None
    state: str
    done_on: date | None
    booking: BookingFact | None
    module_slug: str | None = None

    @property
    def is_booked(self) -> bool:
        """Whether a booking for it goes on or was followed."""
        return self.booking is not None and self.booking.state not in GONE

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class GoalFact:
    """One goal with its tasks, open ones first."""

    goal_id: uuid.UUID
    title: str
    ready_on: date | None
    state: str
    tasks: list[TaskFact]

    @property
    def open_tasks(self) -> list[TaskFact]:
        """What still has to be done for it."""
        return [task for task in self.tasks if task.is_open]

    @property
    def done_tasks(self) -> list[TaskFact]:
        """What has been done for it."""
        return [task for task in self.tasks if not task.is_open]


def live_booking(bookings: Iterable[BookingFact]) -> BookingFact | None:
    """The booking that counts for a task: a live one before one that came to nothing."""
    return min(bookings, key=lambda b: (b.state in GONE, b.starts_on), default=None)


def is_attended(booking: BookingFact | None) -> bool:
    """Whether the booking of a task was followed, so that the task is done."""
    return booking is not None and booking.state in ATTENDED


def by_due_date(tasks: Iterable[TaskFact]) -> list[TaskFact]:
    """Soonest first, without a date last; equal dates keep their order."""
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or date.max))


def to_do(goals: Sequence[GoalFact], owners: Sequence[str] = codes.OWNERS) -> list[TaskFact]:
    """Every open task of these owners, soonest first."""
    return by_due_date(task for goal in goals for task in goal.open_tasks if task.owner in owners)
