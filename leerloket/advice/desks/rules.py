"""When an adviser can see somebody. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from leerloket import clock, errors

MINUTES = 45
"""How long a talk is (issue 5: forty-five minutes)."""
LONGEST_TOPIC = 200


class AgendaFull(errors.Conflict):
    """The adviser has another talk at that time."""

    nl = "U heeft om {other_at} al een afspraak. Kies een andere tijd."
    en = "You already have an appointment at {other_at}. Choose another time."


class InThePast(errors.Invalid):
    """The time has gone by."""

    nl = "Kies een tijd die nog komt."
    en = "Choose a time that is still to come."


class NotAWorkingDay(errors.Invalid):
    """The desk is closed on that day."""

    nl = "Op {day_on} is het loket dicht. Kies een werkdag."
    en = "The desk is closed on {day_on}. Choose a working day."


class OtherRegion(errors.NotFound):
    """The person lives in the region of another desk; looks like a person who does not exist."""

    nl = "We vinden deze cliënt niet in uw regio."
    en = "This client was not found in your region."


def is_open_on(valid_from: date, valid_until: date | None, day: date) -> bool:
    """Whether a desk exists on this day."""
    return valid_from <= day and (valid_until is None or day < valid_until)


def check_time(starts_at: datetime, now: datetime) -> None:
    """Refuse a time that is over, or a day on which nobody works."""
    if starts_at <= now:
        raise InThePast(field="tijd")
    day = clock.business_date(starts_at)
    if not clock.is_working_day(day):
        raise NotAWorkingDay(field="dag", day_on=day)


def check_free(starts_at: datetime, minutes: int, taken: Iterable[tuple[datetime, int]]) -> None:
    """Refuse a talk that overlaps another; `taken` are starts with their minutes."""
    ends_at = starts_at + timedelta(minutes=minutes)
    for other_at, other_minutes in taken:
        if other_at < ends_at and starts_at < other_at + timedelta(minutes=other_minutes):
            raise AgendaFull(field="tijd", other_at=other_at)
