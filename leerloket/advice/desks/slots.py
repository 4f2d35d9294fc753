"""Which times are free, from an adviser's opening and what is planned. Pure."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from leerloket import clock, errors
from leerloket.advice.desks import rules

BUFFER_MINUTES = 10
"""Between two talks, to write down the first and read about the second."""
QUARTER = 15
"""Talks begin on a quarter of an hour, so that times are easy to remember."""
NOTICE = timedelta(hours=2)
"""How long before its start a time can still be chosen."""
EARLIEST, LATEST = time(7), time(22)
MOST_TALKS = 20
"""More talks than this fit in no day."""


class ClosesBeforeOpening(errors.Invalid):
    """Until does not come after from, or no talk fits in between."""

    nl = "Kies een tijd waarop u stopt: minstens {minutes} minuten na het begin."
    en = "Choose a closing time at least {minutes} minutes after the opening time."


class OutsideOfDay(errors.Invalid):
    """The opening lies in the night."""

    nl = "Kies tijden tussen 7.00 en 22.00 uur."
    en = "Choose times between 7:00 and 22:00."


@dataclass(frozen=True, slots=True)
class Hours:
    """When an adviser sees people: days of the week (Monday is 1), hours of Amsterdam, and how many a day."""

    weekdays: frozenset[int]
    opens: time
    closes: time
    daily_limit: int
    minutes: int = rules.MINUTES
    buffer_minutes: int = BUFFER_MINUTES


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which at least one of these advisers is free, the one with the fewest talks that day first."""

    starts_at: datetime
    minutes: int
    adviser_ids: tuple[uuid.UUID, ...]


def check_hours(hours: Hours) -> None:
    """Refuse an opening in which no talk fits, or one in the night."""
    if hours.opens < EARLIEST or hours.closes > LATEST:
        raise OutsideOfDay(field="van" if hours.opens < EARLIEST else "tot")
    if _minute(hours.closes) - _minute(hours.opens) < hours.minutes:
        raise ClosesBeforeOpening(field="tot", minutes=hours.minutes)


def starts_on(hours: Hours, day: date) -> list[datetime]:
    """Every time a talk could begin on a day, in UTC; none at the weekend, a Dutch public holiday or a closed day."""
    if day.isoweekday() not in hours.weekdays or not clock.is_working_day(day):
        return []
    step = -(-(hours.minutes + hours.buffer_minutes) // QUARTER) * QUARTER
    minutes = range(_minute(hours.opens), _minute(hours.closes) - hours.minutes + 1, step)
    return [datetime.combine(day, time(*divmod(m, 60)), clock.AMSTERDAM).astimezone(UTC) for m in minutes]


def free_on(hours: Hours, day: date, taken: Sequence[tuple[datetime, int]], now: datetime) -> list[datetime]:
    """The times of a day that can be chosen now. `taken` are this adviser's talks of that day, with their minutes.

    None when the day has reached its limit; none that begins within two hours; none nearer than the buffer to
    another talk.
    """
    if len(taken) >= hours.daily_limit:
        return []
    return [at for at in starts_on(hours, day) if at >= now + NOTICE and not _meets(at, hours, taken)]


def _meets(starts_at: datetime, hours: Hours, taken: Iterable[tuple[datetime, int]]) -> bool:
    buffer = timedelta(minutes=hours.buffer_minutes)
    ends_at = starts_at + timedelta(minutes=hours.minutes)
    return any(
        other_at < ends_at + buffer and starts_at < other_at + timedelta(minutes=minutes) + buffer
        for other_at, minutes in taken
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def nearest(slots: Iterable[Slot], wanted_at: datetime, count: int = 3) -> list[Slot]:
    """The free times nearest to the one that was wanted, in the order of the calendar."""
    by_distance = sorted(slots, key=lambda slot: (abs(slot.starts_at - wanted_at), slot.starts_at))
    return sorted(by_distance[:count], key=lambda slot: slot.starts_at)


def by_day(slots: Iterable[Slot]) -> list[tuple[date, list[Slot]]]:
    """The same slots under their day in Amsterdam, in order."""
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(clock.business_date(slot.starts_at), []).append(slot)
    return sorted(days.items())
