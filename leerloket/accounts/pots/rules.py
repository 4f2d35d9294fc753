"""When money ends, when its holder is told, what an outage gives, and when an employer gets unused money back. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from leerloket import clock

Thing = TypeVar("Thing")

VERSION = "2026-1"
"""The version of the rules in this file; transfers and moved end dates keep it for the "why" panel."""

NOTICE_MONTHS = (1, 3, 6, 12)
"""How long before the end the holder is told, in whole months (product.md, soft expiry)."""

SHORTEST_OUTAGE = timedelta(hours=1)
"""Shorter than this the service was not down but slow."""

GOOD_DAYS = 14
"""Money never ends within this many days of an outage: whoever waited for the last days can still book.

Singapore 2025: one end date for everybody, and a portal that was down on that day (product.md, lessons).
"""

SMALLEST_GROUP = 5
"""An employer gets money of at least this many people at once, as it sees totals (product.md, rules)."""


@dataclass(frozen=True, slots=True)
class Grace:
    """What an outage gives: pots that end from `first_on` up to, not including, `until_on` end on `until_on`."""

    first_on: date
    until_on: date


def notice_windows(today: date) -> list[tuple[int, date]]:
    """Per notice, in whole months, the last end date it is due for today; the latest notice first.

    A notice is due once the end is at most so many months away. Of notices that were missed only the latest is
    still news.
    """
    return [(months, today + relativedelta(months=months)) for months in NOTICE_MONTHS]


def notice_due(expires_on: date, today: date) -> int | None:
    """How many months ahead the holder should have been told by today; None when the end is past or too far away."""
    if expires_on < today:
        return None
    return next((months for months, last_on in notice_windows(today) if expires_on <= last_on), None)


def is_outage(began_at: datetime, ended_at: datetime) -> bool:
    """Whether the service was silent for so long that people may have been shut out."""
    return ended_at - began_at >= SHORTEST_OUTAGE


def grace(began_at: datetime, ended_at: datetime) -> Grace:
    """The end dates an outage moves, and to which day: two weeks after it was over."""
    return Grace(clock.business_date(began_at), clock.business_date(ended_at) + timedelta(days=GOOD_DAYS))


def may_return(people: int, first_ended_on: date, today: date) -> bool:
    """Whether unused money of so many people can go back to their employer without telling about one of them.

    Money of fewer than five people waits for the first day of the next quarter after its end. So neither the moment
    nor the amount says that one person cancelled a booking (trust.md, timing of refunds).
    """
    return people >= SMALLEST_GROUP or today >= next_quarter(first_ended_on)


def next_quarter(day: date) -> date:
    """The first day of the quarter after the one a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) + relativedelta(months=3)


def moved(things: Sequence[Thing], index: int, places: int) -> list[Thing]:
    """The same things with one of them so many places further; at either end it stays where it is."""
    order = list(things)
    order.insert(min(max(index + places, 0), len(order)), order.pop(index))
    return order
