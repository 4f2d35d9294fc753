"""The time of the service: instants in UTC, days and working days in Europe/Amsterdam."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from babel.dates import format_date, format_datetime, format_time

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ONE_DAY = timedelta(days=1)


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def business_date(at: datetime | None = None) -> date:
    """The day of an instant (now when omitted) as a calendar in Amsterdam shows it."""
    return (at or now()).astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    """The instant at which a day begins in Amsterdam, in UTC; the first instant there is for the first day there is."""
    if day == date.min:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The instant at which a day is over in Amsterdam: the start of the next one, in UTC, while there is a next one."""
    return datetime.max.replace(tzinfo=UTC) if day == date.max else start_of_day(day + ONE_DAY)


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no Dutch public holiday (product.md, rules)."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day that lies `count` working days after (or, negative, before) a day."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_later(at: datetime, count: int) -> datetime:
    """The deadline `count` working days after an instant: the end of that day in Amsterdam."""
    return end_of_day(add_working_days(business_date(at), count))


def days_until(first: date, last: date) -> Iterator[date]:
    """Each day from the first up to and including the last."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _locale(language: str) -> str:
    return "nl_NL" if language == "nl" else "en_IE"


def day_text(day: date, language: str = "nl") -> str:
    """`5 december 2026`."""
    return format_date(day, "d MMMM y", locale=_locale(language))


def short_day_text(day: date, language: str = "nl") -> str:
    """`5 dec 2026`."""
    return format_date(day, "d MMM y", locale=_locale(language))


def month_text(day: date, language: str = "nl") -> str:
    """`december 2026`."""
    return format_date(day, "MMMM y", locale=_locale(language))


def time_text(at: datetime, language: str = "nl") -> str:
    """`9.00 uur` in Dutch, `9:00` in English, Amsterdam time."""
    local = at.astimezone(AMSTERDAM)
    if language == "nl":
        return format_time(local.time(), "H.mm", locale="nl_NL") + " uur"
    return format_time(local.time(), "H:mm", locale="en_IE")


def moment_text(at: datetime, language: str = "nl") -> str:
    """`24 november 2026, 10.18 uur`, Amsterdam time."""
    local = at.astimezone(AMSTERDAM)
    return f"{format_datetime(local, 'd MMMM y', locale=_locale(language))}, {time_text(at, language)}"
