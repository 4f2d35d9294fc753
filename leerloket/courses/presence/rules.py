"""From who was at which session to how much somebody was there. Pure: plain values in, plain values out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from leerloket import errors, money


class Session(Protocol):
    """A meeting as the rules see it."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it is over."""


Meeting = TypeVar("Meeting", bound=Session)


class SessionsToCome(errors.Conflict):
    """Attendance follows from all sessions, so the last one comes first."""

    nl = "De laatste les is op {ends_at}. Daarna kunt u de aanwezigheid doorgeven. Bewaren kan nu al."
    en = "The last session ends on {ends_at}. Attendance can be declared after that. Saving is possible now."


class NotInEdition(errors.Invalid):
    """A booking or a session that is not of this edition."""

    nl = "Deze deelnemer of deze les hoort niet bij deze uitvoering."
    en = "This participant or this session is not of this edition."


def begun(sessions: Sequence[Meeting], at: datetime) -> list[Meeting]:
    """The sessions of which can be said who was there."""
    return [session for session in sessions if session.starts_at <= at]


def present_pct(sessions: Sequence[Session], present_at: Collection[datetime]) -> int:
    """How much of the time somebody was there, in whole per cent; never nothing for who was there once."""
    minutes = [int((session.ends_at - session.starts_at).total_seconds()) // 60 for session in sessions]
    there = sum(length for length, session in zip(minutes, sessions, strict=True) if session.starts_at in present_at)
    if there == 0:
        return 0
    return max(1, money.divide(100, [there, sum(minutes) - there])[0])


def check_over(sessions: Sequence[Session], at: datetime) -> None:
    """Refuse to declare attendance before the last session is over."""
    ends_at = sessions[-1].ends_at
    if at < ends_at:
        raise SessionsToCome(ends_at=ends_at)
