"""Budgets by two people, read every night; who runs the scheme is warned once per threshold."""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.books.forecast import rules
from leerloket.accounts.books.forecast.models import Budget, Reading
from leerloket.accounts.ledger import commitments
from leerloket.people import service as people
from leerloket.people.audit import service as audit

__all__ = ["Budget", "Reading"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A budget with its newest reading: how far it is, and when it is used up at this pace."""

    budget: Budget
    reading: Reading | None

    @property
    def percent(self) -> int:
        """How much of the budget is committed."""
        return rules.percent(self.reading.committed_cents, self.budget.amount_cents) if self.reading else 0

    @property
    def forecast_percent(self) -> int:
        """How much of the budget the year will take."""
        return rules.percent(self.reading.forecast_cents, self.budget.amount_cents) if self.reading else 0

    @property
    def threshold(self) -> int | None:
        """The warning that is reached: 70, 85 or 95 per cent."""
        return rules.reached(self.reading.committed_cents, self.budget.amount_cents) if self.reading else None

    @property
    def free_cents(self) -> int:
        """What will be left of the budget."""
        return max(0, self.budget.amount_cents - self.reading.forecast_cents) if self.reading else 0

    @property
    def full_on(self) -> date | None:
        """When the budget is used up, if it does not last the year."""
        if self.reading is None:
            return None
        return rules.full_on(
            self.reading.committed_cents,
            self.budget.amount_cents,
            self.reading.expected_cents,
            clock.business_date(self.reading.read_at),
            self.budget.year,
        )


def list_funds() -> list[str]:
    """The public funds a budget can be made for."""
    return commitments.list_funds()


def propose(fund: str, year: int, amount_cents: int, reason: str, *, proposed_by: uuid.UUID) -> Budget:
    """Propose what a fund may cost in a year. Raises UnknownFund, YearIsOver."""
    rules.check_year(year, clock.business_date())
    if fund not in list_funds():
        raise rules.UnknownFund(field="fonds")
    budget = Budget(
        fund=fund,
        year=year,
        amount_cents=amount_cents,
        reason=reason,
        proposed_by=proposed_by,
        proposed_at=clock.now(),
    )
    db.session.add(budget)
    db.session.flush()
    audit.record("propose", "budget", budget.budget_id, reason=reason)
    return budget


def approve(budget_id: uuid.UUID, *, approved_by: uuid.UUID) -> Budget:
    """A second person approves; it counts and is read from now on. Raises NotFound, BudgetApproved, OwnBudget."""
    budget = db.session.get(Budget, budget_id, with_for_update=True, populate_existing=True)
    if budget is None:
        raise errors.NotFound
    if budget.approved_by is not None:
        raise rules.BudgetApproved
    rules.check_approver(budget.proposed_by, approved_by)
    budget.approved_by, budget.approved_at = approved_by, clock.now()
    db.session.flush()
    audit.record("approve", "budget", budget_id)
    read(budget)
    return budget


def list_proposed() -> list[Budget]:
    """Budgets that wait for a second person."""
    return list(
        db.session.scalars(sa.select(Budget).where(Budget.approved_at.is_(None)).order_by(Budget.proposed_at.desc()))
    )


def list_forecasts(year: int) -> list[Forecast]:
    """The budgets that count in a year with their newest reading, by fund."""
    newest = (
        sa.select(Budget)
        .where(Budget.year == year, Budget.approved_at.is_not(None))
        .ext(postgresql.distinct_on(Budget.fund))
        .order_by(Budget.fund, Budget.approved_at.desc())
    )
    return [Forecast(budget, _last_reading(budget.budget_id)) for budget in db.session.scalars(newest)]


def _last_reading(budget_id: uuid.UUID) -> Reading | None:
    query = sa.select(Reading).where(Reading.budget_id == budget_id).order_by(Reading.read_at.desc()).limit(1)
    return db.session.scalar(query)


def list_years() -> list[int]:
    """The years of which there is an approved budget, newest first."""
    years = sa.select(Budget.year).where(Budget.approved_at.is_not(None)).distinct().order_by(Budget.year.desc())
    return list(db.session.scalars(years))


def get_committed_cents(fund: str, year: int) -> int:
    """What a fund is committed to in a year until now: held for bookings and spent."""
    today = clock.business_date()
    now = commitments.get_committed(fund, year, recent_on=rules.pace_since(today), until=today)
    return now.held_cents + now.spent_cents


def read_all() -> int:
    """Read every budget of this year, and warn where a threshold was reached; answers how many were read."""
    found = list_forecasts(clock.business_date().year)
    for forecast in found:
        read(forecast.budget)
    return len(found)


def read(budget: Budget) -> Reading:
    """Note what a fund is committed to now, and warn the administrators once per threshold."""
    at = clock.now()
    today = clock.business_date(at)
    now = commitments.get_committed(budget.fund, budget.year, recent_on=rules.pace_since(today), until=today)
    reading = Reading(
        budget_id=budget.budget_id,
        read_at=at,
        granted_cents=now.granted_cents,
        held_cents=now.held_cents,
        spent_cents=now.spent_cents,
        expected_cents=rules.expected_cents(now.recent_cents, now.recent_on, today, budget.year),
    )
    db.session.add(reading)
    db.session.flush()
    _warn(Forecast(budget, reading), reading)
    return reading


def _warn(forecast: Forecast, reading: Reading) -> None:
    budget, threshold = forecast.budget, forecast.threshold
    if threshold is None:
        return
    for grant in people.list_role_holders("administrator"):
        reader = people.get_person(grant.person_id)
        if reader.email:
            outbox.put(
                "budget-warning",
                reader.email,
                dedup=f"budget:{budget.budget_id}:{threshold}:{grant.person_id}",
                facts={
                    "fund": budget.fund,
                    "year": budget.year,
                    "threshold": threshold,
                    "budget": money.euros(budget.amount_cents, reader.language),
                    "spent": money.euros(reading.spent_cents, reader.language),
                    "held": money.euros(reading.held_cents, reader.language),
                    "forecast": money.euros(reading.forecast_cents, reader.language),
                    "full_on": clock.day_text(forecast.full_on, reader.language) if forecast.full_on else "",
                },
                account_id=grant.person_id,
                language=reader.language,
            )
