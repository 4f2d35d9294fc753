"""What the ledger tells: balances, pots, lines, and how a price would be paid."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import clock, db, errors
from leerloket.accounts.ledger import models, rules, statements
from leerloket.accounts.ledger.rules import Pot, Proposal
from leerloket.accounts.ledger.wishes import own_split


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds: `balance_cents` is available plus held."""

    account_id: uuid.UUID
    balance_cents: int
    held_cents: int
    available_cents: int
    pots: list[Pot]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of "bij en af": how one pot changed, why, and the available total after it."""

    posting_id: int
    transfer_id: uuid.UUID
    kind: str
    booked_on: date
    created_at: datetime
    booking_id: uuid.UUID | None
    actor_id: uuid.UUID | None
    rule: str
    rule_version: str
    reason: str | None
    part_rule: str
    pot_id: uuid.UUID
    source: str
    funder_name: str
    amount_cents: int
    running_cents: int


def get_balance(account_id: uuid.UUID) -> Balance:
    """The stored balance of an account, per pot and in all; zero for an account without money."""
    pots = statements.read_pots(account_id)
    available = sum(pot.available_cents for pot in pots)
    held = sum(pot.held_cents for pot in pots)
    return Balance(account_id, available + held, held, available, rules.in_paying_order(pots))


def list_pots(account_id: uuid.UUID) -> list[Pot]:
    """The pots of a person, in the order in which they pay."""
    return get_balance(account_id).pots


def get_pot(account_id: uuid.UUID, pot_id: uuid.UUID) -> Pot:
    """One pot of this account; another's pot does not exist."""
    for pot in statements.read_pots(account_id):
        if pot.pot_id == pot_id:
            return pot
    raise errors.NotFound


def propose(
    account_id: uuid.UUID,
    price_cents: int,
    purpose: str,
    chosen: Sequence[tuple[uuid.UUID, int]] | None = None,
) -> Proposal:
    """How a price would be paid now, without holding anything: for a quote. The holder's own order counts."""
    pots = statements.read_pots(account_id)
    if chosen is None:
        chosen = own_split(account_id, pots, price_cents, purpose)
    return divide(price_cents, pots, purpose, chosen)


def divide(
    price_cents: int, pots: Sequence[Pot], purpose: str, chosen: Sequence[tuple[uuid.UUID, int]] | None
) -> Proposal:
    today = clock.business_date()
    if chosen is None:
        return rules.split(price_cents, pots, purpose, today)
    return rules.split_as_chosen(price_cents, pots, purpose, today, chosen)


def list_entries(
    account_id: uuid.UUID,
    *,
    before: int | None = None,
    limit: int = 50,
    pot_id: uuid.UUID | None = None,
    year: int | None = None,
    kinds: Sequence[str] | None = None,
) -> list[Entry]:
    """The lines of "bij en af", newest first, from before a `posting_id`. Holds and releases are lines too."""
    rows = db.cursor().execute(
        statements.ENTRIES,
        {
            "account_id": account_id,
            "before": before,
            "limit": limit,
            "pot_id": pot_id,
            "year": year,
            "kinds": list(kinds) if kinds else None,
        },
    )
    return [Entry(*row) for row in rows]


def select_total(account_id: orm.InstrumentedAttribute[uuid.UUID], source: str) -> sa.ScalarSelect[int]:
    """Available and held money of one source, as a part of a set-based query over accounts.

    Money with a funder of its own is left out: what somebody won in a draw does not make the yearly right smaller.
    """
    mine = sa.select(sa.func.coalesce(sa.func.sum(models.Pot.available_cents + models.Pot.held_cents), 0)).where(
        models.Pot.account_id == account_id, models.Pot.source == source, models.Pot.funder_id.is_(None)
    )
    return mine.correlate_except(models.Pot).scalar_subquery()


def get_fund_cents(employer_id: uuid.UUID) -> int:
    """What an employer has paid in and not yet given to its people."""
    return sum(pot.available_cents for pot in statements.read_pots(employer_id) if pot.source == "fund")


def total_funded(funder_id: uuid.UUID, account_ids: Sequence[uuid.UUID], until: date) -> tuple[int, int]:
    """What a funder put into these accounts, and how much of it bookings took, up to and including a day."""
    row = (
        db.cursor()
        .execute(statements.FUNDED, {"account_ids": list(account_ids), "funder_id": funder_id, "until": until})
        .fetchone()
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)
