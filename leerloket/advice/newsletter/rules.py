"""What stands in a newsletter and how long one may take to confirm. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from leerloket import errors

Line = TypeVar("Line")

CONFIRM_WITHIN = timedelta(days=7)
"""An address that nobody confirmed is forgotten after this."""
MOST_LINES = 8
"""Per part: it is a mail, not a catalogue."""
READERS_AT_ONCE = 200
"""Mails written in one transaction."""


class NewsletterLinkTooOld(errors.NotFound):
    """The link was used to stop, or nobody confirmed in time."""

    nl = "Deze link werkt niet meer. Meld u opnieuw aan voor de nieuwsbrief."
    en = "This link does not work any more. Sign up for the newsletter again."


class NoAddress(errors.Conflict):
    """The person has no e-mail address to send a newsletter to."""

    nl = "Er staat geen e-mailadres bij uw gegevens. De nieuwsbrief komt per e-mail."
    en = "There is no e-mail address in your details. The newsletter comes by e-mail."


@dataclass(frozen=True, slots=True)
class Opening:
    """A scheme that opens or closes for applications on a day."""

    slug: str
    name_nl: str
    name_en: str
    opens: bool
    day: date


def month_before(day: date) -> date:
    """The first day of the month before this day's: what a newsletter is about.

    >>> month_before(date(2027, 1, 1))
    datetime.date(2026, 12, 1)
    """
    return day.replace(day=1) - relativedelta(months=1)


def month_after(month: date) -> date:
    """The first day of the month after this one.

    >>> month_after(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return month + relativedelta(months=1)


def soon(openings: Iterable[Opening], month: date) -> list[Opening]:
    """What opens or closes in the month in which the newsletter about `month` is read, and what opened in `month`."""
    reads_from = month_after(month)
    reads_until = month_after(reads_from)
    return sorted(
        (one for one in openings if (month if one.opens else reads_from) <= one.day < reads_until),
        key=lambda one: (one.day, one.name_nl),
    )


def first(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The lines that fit, and how many are left out."""
    return list(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES)
