"""What an employer sees of its own money: deposits, and what was used only over groups on fixed days."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import reads, rules
from leerloket.accounts.topups.models import Batch, Row
from leerloket.people.employers import service as employers


@dataclass(frozen=True, slots=True)
class Month:
    """What was credited in one month, less what was corrected in it; `people` received something."""

    first_on: date
    people: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class PaidIn:
    """What one employee received from this employer in the period, less corrections. Nothing about its use."""

    person_id: uuid.UUID
    name: str
    personnel_number: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Used:
    """What part of its money was used, in whole percents, as of a month end; None over fewer than five people."""

    percent: int | None
    on: date


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
    given = select_given(employer_id, from_on, to_on).subquery()
    month = sa.cast(sa.func.date_trunc("month", given.c.day), sa.Date)
    people = sa.func.count(given.c.account_id.distinct()).filter(given.c.kind == "topup")
    months = db.session.execute(sa.select(month, people, sa.func.sum(given.c.cents)).group_by(month).order_by(month))
    amounts = _per_person(given)
    used = get_used(employer_id, to_on)
    return Contribution(
        from_on=from_on,
        to_on=to_on,
        months=[Month(first, number, int(cents)) for first, number, cents in months],
        people=_paid_in(employer_id, amounts),
        total_cents=sum(amounts.values()),
        used_percent=used.percent,
        used_on=used.on,
    )


def select_given(employer_id: uuid.UUID, from_on: date, to_on: date) -> sa.Select[Any]:
    """What this employer gave its people in a period and what was corrected of it, as `ledger.select_given`."""
    received = sa.select(Row.person_id).where(Row.employer_id == employer_id, Row.credited_at.is_not(None))
    return ledger.select_given(employer_id, received, from_on, to_on)


def _per_person(given: sa.Subquery) -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        sa.select(given.c.account_id, sa.func.sum(given.c.cents))
        .group_by(given.c.account_id)
        .having(sa.func.sum(given.c.cents) != 0)
    )
    return {person_id: int(cents) for person_id, cents in rows}


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


def get_used(employer_id: uuid.UUID, until: date) -> Used:
    """What part was used of all this employer gave, as of the last month end that is over on a day (trust.md).

    The group is of people who still have something from this employer after corrections.
    """
    on = rules.last_month_end(min(until, clock.business_date()) + clock.ONE_DAY)
    amounts = _per_person(select_given(employer_id, date.min, on).subquery())
    if len(amounts) < rules.SMALLEST_GROUP:
        return Used(None, on)
    _, used_cents = ledger.total_funded(employer_id, list(amounts), on)
    return Used(rules.used_share(len(amounts), sum(amounts.values()), used_cents), on)


def paid_in(employer_id: uuid.UUID, person_ids: Collection[uuid.UUID], since_on: date) -> dict[uuid.UUID, int]:
    """What each of these people received from this employer since a day, in cents; who received nothing is left out."""
    given = select_given(employer_id, since_on, clock.business_date()).subquery()
    these = sa.select(given).where(given.c.account_id.in_(list(person_ids))).subquery()
    return _per_person(these)


@dataclass(frozen=True, slots=True)
class Deposit:
    """One top-up that an employee received; `amount_cents` is what corrections left of it."""

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
    links = ledger.list_links(person_id)
    return [
        Deposit(
            on=clock.business_date(row.credited_at),
            amount_cents=(row.amount_cents or 0)
            - (ledger.taken_back(row.transfer_id, links) if row.transfer_id else 0),
            purposes=row.purposes,
            expires_on=row.expires_on,
            note=row.note,
        )
        for row in rows
    ]
