"""What is counted, and which numbers are too small to show. Pure."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SHOWN_FROM = 5
"""Of fewer people nothing is shown (product.md: groups of 5 or more)."""
TARGET_PCT = 20
"""The share of people who should learn in a year (product.md, monitoring)."""

WAITS = (7, 30, 91, 182, 365)
"""Days from a learning right to the first booking, as they are told apart."""
WAIT_KEYS = ("week", "month", "quarter", "half_year", "year", "longer")
NOT_YET = "not_yet"

END_KEYS = ("month", "quarter", "half_year", "year", "later")
"""When money ends: within 1, 3, 6 and 12 months, later, or never."""
NEVER = "never"

STEPS = ("plans", "with_course", "booked", "followed")


@dataclass(frozen=True, slots=True)
class Row:
    """One group: numbers of people, each part of the one before, and perhaps an amount; hidden when too small."""

    key: str
    people: tuple[int, ...] = ()
    cents: int | None = None
    days: int | None = None
    missed: int | None = None
    is_hidden: bool = False

    @property
    def percent(self) -> int | None:
        """Which part of the first number the second is; None where nothing is shown."""
        return percent(self.people[1], self.people[0]) if len(self.people) > 1 else None


def percent(some: int, of: int) -> int:
    """Whole per cent, rounded half up; 0 of nobody."""
    return (200 * some + of) // (2 * of) if of else 0


def year_before(day: date) -> date:
    """The day after the same day a year ago: with this day a whole year.

    >>> year_before(date(2028, 2, 29))
    datetime.date(2027, 3, 1)
    """
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return date.fromordinal(day.replace(year=day.year - 1).toordinal() + 1)


def in_order(counted: Mapping[str, tuple[int, int]], keys: Iterable[str]) -> list[Row]:
    """The groups in this order; whoever is in none of them at the end, together."""
    known = {key: counted[key] for key in keys if key in counted and key}
    unknown = [counts for key, counts in counted.items() if key not in known]
    rows = [Row(key, counts) for key, counts in known.items()]
    return [*rows, Row("", (sum(n for n, _ in unknown), sum(n for _, n in unknown)))] if unknown else rows


def in_total(rows: Sequence[Row]) -> Row:
    """Everybody in the rows together, hidden when too small itself."""
    together = tuple(map(sum, zip(*(row.people for row in rows), strict=True))) or (0, 0)
    total = Row("", together)
    return _hidden(total) if _is_too_small(together) else total


def hide_small(rows: Sequence[Row]) -> list[Row]:
    """The rows, without the numbers of who are too few.

    What is hidden must not follow from the total either: with one small group hidden, the next smallest is hidden
    too, until at least two groups and five people of each sort lie in the dark together.
    """
    hidden = {row.key for row in rows if _is_too_small(row.people)}
    by_size = sorted((row for row in rows if row.key not in hidden), key=lambda row: (min(row.people), row.people))
    while hidden and by_size and _follows([row.people for row in rows if row.key in hidden]):
        hidden.add(by_size.pop(0).key)
    return [_hidden(row) if row.key in hidden else row for row in rows]


def hide_steps(rows: Sequence[Row]) -> list[Row]:
    """Steps that fewer and fewer reach, without those that too few reached, or too few did not reach any more."""
    shown: list[Row] = []
    before: tuple[int, ...] = ()
    for row in rows:
        if _is_too_small([*before, *row.people]):
            shown.append(_hidden(row))
        else:
            shown.append(row)
            before = row.people
    return shown


def shown_number(number: int) -> int | None:
    """A number of people, unless they are too few."""
    return None if 0 < number < SHOWN_FROM else number


def _hidden(row: Row) -> Row:
    return Row(row.key, is_hidden=True)


def _is_too_small(people: Sequence[int]) -> bool:
    """Somebody, but fewer than five: of a number, or of who are in one number and not in the next."""
    rest = [more - less for more, less in itertools.pairwise(people)]
    return any(0 < number < SHOWN_FROM for number in [*people, *rest])


def _follows(hidden: Sequence[tuple[int, ...]]) -> bool:
    return len(hidden) == 1 or _is_too_small([sum(column) for column in zip(*hidden, strict=True)])
