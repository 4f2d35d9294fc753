"""The figures of an overview as rows for a spreadsheet: the same that stand on paper."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from leerloket import clock, money
from leerloket.advice.overview.rules import Overview
from leerloket.spreadsheets import writing

SOURCES: dict[str, Any] = {
    "right": lazy_gettext("Leerrecht"),
    "own": lazy_gettext("Eigen geld"),
}


def as_csv(overview: Overview) -> str:
    """One row per pot, booking and task: what it is, its day and its amount. No cell can begin a formula."""
    headings = [_("Soort"), _("Wat"), _("Dag"), _("Bedrag"), _("Hoe staat het?")]
    return writing.as_csv([headings, *rows(overview)])


def rows(overview: Overview) -> Iterator[list[str]]:
    """The rows without their headings; amounts with a comma, days as in ISO 8601."""
    for pot in overview.pots:
        name = str(SOURCES[pot.source]) if pot.source in SOURCES else _("Geld van %(name)s", name=pot.funder)
        yield [_("Potje"), name, _day(pot.expires_on), _amount(pot.available_cents), ""]
    if overview.held_cents:
        yield [_("Staat vast"), "", "", _amount(overview.held_cents), ""]
    for booking in overview.bookings:
        day = _day(clock.business_date(booking.starts_at))
        yield [_("Opleiding"), booking.title, day, _amount(booking.price_cents), booking.state]
    for goal in overview.goals:
        yield [_("Doel"), goal.title, _day(goal.ready_on), "", goal.state]
        for task in goal.tasks:
            yield [_("Taak"), task.title, _day(task.due_on), "", "open" if task.is_open else "done"]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _amount(cents: int) -> str:
    return money.plain(cents).replace(".", ",")
