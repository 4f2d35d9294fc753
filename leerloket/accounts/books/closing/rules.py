"""When a month can be closed, and what a reference can be. Pure."""

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from leerloket import errors


class MonthNotOver(errors.Conflict):
    """The month still runs."""

    nl = "Deze maand is nog niet voorbij. U kunt afsluiten vanaf {from_on}."
    en = "This month is not over. It can be closed from {from_on}."


class MonthClosedBefore(errors.Conflict):
    """Somebody closed this month already."""

    nl = "Deze maand is al afgesloten."
    en = "This month was closed already."


class DaysNotClosed(errors.Conflict):
    """Some days of the month were not closed by the nightly work yet."""

    nl = "Nog niet elke dag van deze maand is afgesloten. De eerste is {day}."
    en = "Not every day of this month is closed. The first is {day}."


class EarlierMonthOpen(errors.Conflict):
    """Months are closed in order."""

    nl = "Sluit eerst de maand van {month} af."
    en = "First close the month of {month}."


class BooksDoNotHold(errors.Conflict):
    """The last proof found something wrong, or there is none."""

    nl = "De boeken kloppen nu niet, of zijn nog niet nagerekend. Sluit pas af als alle zinnen kloppen."
    en = "The books do not hold now, or were not checked yet. Close when every sentence holds."


class NoMonth(errors.NotFound):
    """There is nothing in the books of this month."""

    nl = "Van deze maand staat er niets in de boeken."
    en = "The books hold nothing of this month."


def first_of(month: date) -> date:
    """The first day of a month."""
    return month.replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def following(month: date) -> date:
    """The first day of the next month."""
    return last_of(month) + timedelta(days=1)


def preceding(month: date) -> date:
    """The first day of the month before."""
    return first_of(first_of(month) - timedelta(days=1))


def check_month(
    month: date,
    today: date,
    *,
    first_day: date | None,
    closed_days: Collection[date],
    closed_months: Collection[date],
    holds: bool,
) -> None:
    """A month is closed once: when it is over, in order, with each day closed and the books right.

    `first_day` is the first business day in the books, `closed_days` those of this month.
    """
    if first_day is None or following(month) <= first_day or month > today:
        raise NoMonth
    if month in closed_months:
        raise MonthClosedBefore
    if following(month) > today:
        raise MonthNotOver(from_on=following(month))
    before = preceding(month)
    if before >= first_of(first_day) and before not in closed_months:
        raise EarlierMonthOpen(month=max(before, first_day))
    day = max(month, first_day)
    while day <= last_of(month):
        if day not in closed_days:
            raise DaysNotClosed(day=day)
        day += timedelta(days=1)
    if not holds:
        raise BooksDoNotHold


@dataclass(frozen=True, slots=True)
class Reference:
    """What somebody typed, read as everything it can be."""

    text: str
    ids: tuple[uuid.UUID, ...]
    seq: int | None
    digest: str


def read_reference(text: str) -> Reference:
    """An id, the number of a seal, a whole hash, or a written reference such as `B-7F3K-21` or `LR-204-881`."""
    bare = text.strip()
    ids = (uuid.UUID(bare),) if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", bare) else ()
    seq = int(bare) if re.fullmatch(r"\d{1,15}", bare) else None
    digest = bare.lower() if re.fullmatch(r"[0-9a-fA-F]{64}", bare) else ""
    return Reference(bare, ids, seq, digest)
