"""When a provider may be admitted, until when, and when it is told that this ends. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol
from uuid import UUID

from leerloket import clock, errors

OPEN = ("open", "approved_once")
LONGEST_YEARS = 3
"""An admission lasts no longer than this, nor than the quality mark."""
ANNOUNCED_DAYS = (90, 30, 7)
"""How many days before its admission ends a provider is told."""


class AppliedAlready(errors.Conflict):
    """One application at a time."""

    nl = "U heeft al een aanbieder aangemeld. Wij kijken die nu na."
    en = "You have applied for a provider already. We are looking at it."


class KvkKnown(errors.Conflict):
    """A provider with this number is known."""

    nl = "Deze aanbieder kennen we al. Vraag uw collega of bel ons."
    en = "This provider is known already. Ask your colleague or call us."


class NoAdmissionOpen(errors.Conflict):
    """There is nothing to decide."""

    nl = "Er loopt nu geen beoordeling van deze aanbieder. Begin er eerst een."
    en = "This provider is not being looked at now. Begin that first."


class AdmissionOpen(errors.Conflict):
    """One round at a time."""

    nl = "Er loopt al een beoordeling van deze aanbieder."
    en = "This provider is being looked at already."


class TasksOpen(errors.Conflict):
    """Not everything was found in order; `left` says how many tasks are not."""

    nl = "Nog {left} taken zijn niet in orde. Keur daarna pas goed."
    en = "{left} tasks are not in order yet. Approve after that."


class OwnApplication(errors.Conflict):
    """Nobody decides on a provider that they applied for."""

    nl = "U heeft deze aanbieder zelf aangemeld. Dan beslist iemand anders."
    en = "You applied for this provider yourself. Somebody else decides."


class UntilNotPossible(errors.Invalid):
    """The last day is past, or after what the quality mark and the longest term allow."""

    nl = "Kies een dag na vandaag, en uiterlijk {latest_on}."
    en = "Choose a day after today, and {latest_on} at the latest."


class EvidenceInFuture(errors.Invalid):
    """Nobody has seen evidence of tomorrow."""

    nl = "Deze dag moet nog komen. Vul in wanneer u het zag."
    en = "This day is still to come. Give the day on which you saw it."


class MarkNeedsEnd(errors.Invalid):
    """A quality mark counts until a day that is known and not past."""

    nl = "Vul in tot wanneer het keurmerk geldt. Die dag moet nog komen."
    en = "Say until when the quality mark is valid. That day must be still to come."


class NoAccountKnown(errors.Conflict):
    """There is no bank account to compare a name with."""

    nl = "Van deze aanbieder is geen rekening bekend. Vraag er eerst een."
    en = "No bank account of this provider is known. Ask for one first."


class NoSampleModule(errors.Conflict):
    """There is no module to look at."""

    nl = "Deze aanbieder heeft nog geen opleiding gemaakt."
    en = "This provider has not made a course yet."


class Task(Protocol):
    """What a rule needs to know of a task."""

    @property
    def task(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def valid_until(self) -> date | None: ...


def check_evidence(task: str, state: str, evidence_on: date, valid_until: date | None, today: date) -> None:
    """Refuse evidence of a day to come, and a quality mark that is over or has no end."""
    if evidence_on > today:
        raise EvidenceInFuture(field="evidence_on")
    if task == "quality_mark" and state == "met" and (valid_until is None or valid_until <= today):
        raise MarkNeedsEnd(field="valid_until")


def check_may_approve(tasks: Iterable[Task], *, is_applied: bool, started_by: UUID, person_id: UUID) -> None:
    """Refuse an approval while tasks are open, and the applicant's own word.

    That one person does not approve twice is refused by `providers.rules`.
    """
    left = sum(task.state != "met" for task in tasks)
    if left:
        raise TasksOpen(left=left)
    if is_applied and person_id == started_by:
        raise OwnApplication


def latest_until(tasks: Iterable[Task], today: date) -> date:
    """The last day an admission can have: three years on, or the end of the quality mark if that is sooner."""
    ends = [task.valid_until for task in tasks if task.task == "quality_mark" and task.valid_until is not None]
    return min([_years_on(today), *ends])


def _years_on(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + LONGEST_YEARS, 2, 28)
    return day.replace(year=day.year + LONGEST_YEARS)


def check_until(until: date, latest: date, today: date) -> None:
    """Refuse a last day that is past or too late."""
    if not today < until <= latest:
        raise UntilNotPossible(field="until_on", latest_on=clock.day_text(latest))


def announcement(until: date, today: date) -> int | None:
    """Which announcement of the end is due: within 90, 30 or 7 days of it; None when it is farther, or over."""
    left = (until - today).days
    return min((days for days in ANNOUNCED_DAYS if days >= left), default=None) if left >= 0 else None
