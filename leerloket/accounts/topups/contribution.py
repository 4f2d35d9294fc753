"""What an employer sees of its own money: deposits, and what was used only over groups on fixed days."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import reads, rules
from leerloket.accounts.topups.models import Batch, Row
from leerloket.people.employers import service as employers


@dataclass(frozen=True, slots=True)
class Month:
    """What was credited in one month."""

    first_on: date
    people: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class PaidIn:
    """What one employee received from this employer in the period. Nothing about what it was used for."""

    person_id: uuid.UUID
    name: str
    personnel_number: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """An employer's own deposits over a period; `used_percent` only over at least five people, as of a month end."""

    from_on: date
    to_on: date
    months: list[Month]
    people: list[PaidIn]
    total_cents: int
    used_percent: int | None
    used_on: date


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page of an employer."""

    fund_cents: int
    employees: int
    people_this_year: int
    credited_this_year_cents: int
    used_percent: int | None
    used_on: date
    unpaid: list[tuple[Batch, payments.Payment]]
    unconfirmed: list[Batch]


def get_overview(employer_id: uuid.UUID) -> Overview:
    """Totals and what there is to do. Never a course, never one person's use."""
    today = clock.business_date()
    year = get_contribution(employer_id, today.replace(month=1, day=1), today)
    batches = reads.list_batches(employer_id)
    expected = payments.list_payments_by_id(batch.payment_id for batch in batches if batch.payment_id)
    return Overview(
        fund_cents=ledger.get_fund_cents(employer_id),
        employees=employers.count_employees(employer_id),
        people_this_year=len(year.people),
        credited_this_year_cents=year.total_cents,
        used_percent=year.used_percent,
        used_on=year.used_on,
        unpaid=[
            (batch, expected[batch.payment_id])
            for batch in batches
            if batch.payment_id and expected[batch.payment_id].state == "waiting"
        ],
        unconfirmed=[batch for batch in batches if batch.state in {"columns", "checked"}],
    )


def get_contribution(employer_id: uuid.UUID, from_on: date, to_on: date) -> Contribution:
    """What this employer paid in from a day up to and including another, per month and per employee."""
    credited = _credited(employer_id, from_on, to_on)
    month = sa.cast(sa.func.date_trunc("month", credited.c.day), sa.Date)
    months = db.session.execute(
        sa.select(month, sa.func.count(credited.c.person_id.distinct()), sa.func.sum(credited.c.amount_cents))
        .group_by(month)
        .order_by(month)
    )
    per_person = db.session.execute(
        sa.select(credited.c.person_id, sa.func.sum(credited.c.amount_cents)).group_by(credited.c.person_id)
    )
    amounts = {person_id: int(cents) for person_id, cents in per_person}
    used_on = rules.last_month_end(min(to_on, clock.business_date()) + clock.ONE_DAY)
    return Contribution(
        from_on=from_on,
        to_on=to_on,
        months=[Month(first, number, int(cents)) for first, number, cents in months],
        people=_paid_in(employer_id, amounts),
        total_cents=sum(amounts.values()),
        used_percent=_used_percent(employer_id, used_on),
        used_on=used_on,
    )


def _credited(employer_id: uuid.UUID, from_on: date, to_on: date) -> sa.Subquery:
    day = sa.cast(sa.func.timezone("Europe/Amsterdam", Row.credited_at), sa.Date)
    return (
        sa.select(Row.person_id, Row.amount_cents, day.label("day"))
        .where(
            Row.employer_id == employer_id,
            Row.credited_at >= clock.start_of_day(from_on),
            Row.credited_at < clock.end_of_day(to_on),
        )
        .subquery()
    )


def _paid_in(employer_id: uuid.UUID, amounts: Mapping[uuid.UUID, int]) -> list[PaidIn]:
    current = {e.person_id: e for e in employers.list_employees(employer_id)}
    found = [
        PaidIn(
            person_id,
            current[person_id].name if person_id in current else "",
            current[person_id].personnel_number if person_id in current else "",
            cents,
        )
        for person_id, cents in amounts.items()
    ]
    return sorted(found, key=lambda one: (one.name == "", one.name, one.personnel_number))


def _used_percent(employer_id: uuid.UUID, until: date) -> int | None:
    person_ids = list(
        db.session.scalars(
            sa.select(Row.person_id)
            .where(Row.employer_id == employer_id, Row.credited_at < clock.end_of_day(until))
            .distinct()
        )
    )
    if len(person_ids) < rules.SMALLEST_GROUP:
        return None
    credited, used = ledger.total_funded(employer_id, [p for p in person_ids if p], until)
    return rules.used_share(len(person_ids), credited, used)


def paid_in(employer_id: uuid.UUID, person_ids: Collection[uuid.UUID], since_on: date) -> dict[uuid.UUID, int]:
    """What each of these people received from this employer since a day, in cents; who received nothing is left out."""
    credited = _credited(employer_id, since_on, clock.business_date())
    found = db.session.execute(
        sa.select(credited.c.person_id, sa.func.sum(credited.c.amount_cents))
        .where(credited.c.person_id.in_(list(person_ids)))
        .group_by(credited.c.person_id)
    )
    return {person_id: int(cents) for person_id, cents in found}


@dataclass(frozen=True, slots=True)
class Deposit:
    """One top-up that an employee received."""

    on: date
    amount_cents: int
    purposes: list[str]
    expires_on: date | None
    note: str | None


def list_deposits(employer_id: uuid.UUID, person_id: uuid.UUID, limit: int = 50) -> list[Deposit]:
    """What this employer gave one person, newest first. Nothing about what became of it."""
    rows = db.session.scalars(
        sa.select(Row)
        .where(Row.employer_id == employer_id, Row.person_id == person_id, Row.credited_at.is_not(None))
        .order_by(Row.credited_at.desc())
        .limit(limit)
    )
    return [
        Deposit(clock.business_date(row.credited_at), row.amount_cents or 0, row.purposes, row.expires_on, row.note)
        for row in rows
    ]
