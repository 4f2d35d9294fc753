"""How a year will end, and when to warn. Pure."""

import uuid
from datetime import date, timedelta

from leerloket import errors

THRESHOLDS = (95, 85, 70)
"""Per cent of a budget that is committed, highest first (product.md: UK ILA 2001)."""
PACE_DAYS = 90
"""The pace of bookings is measured over so many days."""


class OwnBudget(errors.Conflict):
    """Whoever proposed a budget cannot approve it."""

    nl = "U stelde dit budget zelf voor. Iemand anders moet het goedkeuren."
    en = "You proposed this budget yourself. Somebody else has to approve it."


class BudgetApproved(errors.Conflict):
    """The budget was approved before."""

    nl = "Dit budget is al goedgekeurd."
    en = "This budget was approved already."


class UnknownFund(errors.NotFound):
    """No pot holds money of this fund."""

    nl = "Van dit fonds zit er geen geld in potjes."
    en = "No pot holds money of this fund."


class YearIsOver(errors.Conflict):
    """A budget is for this year or a later one."""

    nl = "Dit jaar is voorbij. Kies {year} of later."
    en = "This year is over. Choose {year} or later."


def check_approver(proposed_by: uuid.UUID, approved_by: uuid.UUID) -> None:
    """Four eyes."""
    if proposed_by == approved_by:
        raise OwnBudget


def check_year(year: int, today: date) -> None:
    """Budgets are not made for years that are over."""
    if year < today.year:
        raise YearIsOver(year=today.year, field="jaar")


def pace_since(today: date) -> date:
    """The first day over which the pace is measured."""
    return today - timedelta(days=PACE_DAYS - 1)


def expected_cents(recent_cents: int, recent_on: date | None, today: date, year: int) -> int:
    """What bookings will take until the end of the year, at the pace since the first recent booking."""
    if recent_on is None or recent_cents <= 0:
        return 0
    days = (today - recent_on).days + 1
    left = max(0, (date(year, 12, 31) - max(today, date(year, 1, 1) - timedelta(days=1))).days)
    return recent_cents * left // days


def percent(cents: int, budget_cents: int) -> int:
    """The whole per cent that is reached; 70 means 70 or more."""
    return 100 * cents // budget_cents


def reached(committed_cents: int, budget_cents: int) -> int | None:
    """The highest threshold that is reached."""
    return next((one for one in THRESHOLDS if percent(committed_cents, budget_cents) >= one), None)


def full_on(committed_cents: int, budget_cents: int, expected: int, today: date, year: int) -> date | None:
    """The day on which the budget is used up at this pace; None when it lasts the year."""
    left_days = (date(year, 12, 31) - today).days
    if committed_cents >= budget_cents:
        return today
    if left_days <= 0 or committed_cents + expected <= budget_cents:
        return None
    return today + timedelta(days=-(-(budget_cents - committed_cents) * left_days // expected))
