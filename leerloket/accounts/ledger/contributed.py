"""What employers and people themselves put into accounts, corrections counted, and what own money paid for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import models
from leerloket.accounts.ledger.corrections import Link

GIVEN = ("topup", "correction")
"""Kinds of movement between an employer's fund and the pots it pays; money that ends is not among them."""

SPENT = """
SELECT m.booking_id, greatest(m.business_date, paid.on_day) AS spent_on, sum(m.cents)::bigint
FROM (
    SELECT t.booking_id, t.business_date,
           CASE WHEN l.from_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END AS cents
    FROM pots p
    JOIN postings l ON l.account_id = p.account_id AND p.pot_id IN (l.from_id, l.to_id)
    JOIN transfers t ON t.account_id = l.account_id AND t.transfer_id = l.transfer_id
    WHERE p.account_id = %(account_id)s AND p.source = 'own' AND t.booking_id IS NOT NULL
) AS m
JOIN (
    SELECT booking_id, min(business_date) AS on_day FROM transfers
    WHERE account_id = %(account_id)s AND kind IN ('capture', 'fee') GROUP BY booking_id
) AS paid ON paid.booking_id = m.booking_id
WHERE greatest(m.business_date, paid.on_day) BETWEEN %(first)s AND %(last)s
GROUP BY m.booking_id, spent_on HAVING sum(m.cents) <> 0 ORDER BY spent_on, m.booking_id
"""
"""What was set aside counts on the day the provider got it; what came back after that on its own day."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What own money paid for one booking on a day, in cents; below zero is what came back later."""

    booking_id: uuid.UUID
    on: date
    amount_cents: int


def select_given(funder_id: uuid.UUID, account_ids: sa.Select[Any], first: date, last: date) -> sa.Select[Any]:
    """Every deposit of an employer in these accounts, and every correction of one, as part of a set-based query.

    Columns: account_id, purposes, day, kind ("topup" or "correction") and cents, below zero for what was taken back.
    """
    pot, posting, transfer = models.Pot, models.Posting, models.Transfer
    cents = sa.case((posting.to_id == pot.pot_id, posting.amount_cents), else_=-posting.amount_cents)
    in_pot = sa.and_(posting.account_id == pot.account_id, pot.pot_id.in_([posting.from_id, posting.to_id]))
    of_posting = sa.and_(
        transfer.account_id == posting.account_id, transfer.transfer_id == posting.transfer_id, transfer.kind.in_(GIVEN)
    )
    return (
        sa.select(
            pot.account_id, pot.purposes, transfer.business_date.label("day"), transfer.kind, cents.label("cents")
        )
        .join(posting, in_pot)
        .join(transfer, of_posting)
        .where(
            pot.account_id.in_(account_ids),
            pot.funder_id == funder_id,
            pot.source == "employer",
            transfer.business_date.between(first, last),
        )
    )


def list_own_spent(account_id: uuid.UUID, first: date, last: date) -> list[Spent]:
    """What own money paid for courses from a day up to and including another; what is only set aside is left out."""
    rows = db.cursor().execute(SPENT, {"account_id": account_id, "first": first, "last": last})
    return [Spent(*row) for row in rows]


def taken_back(transfer_id: uuid.UUID, links: Sequence[Link]) -> int:
    """What corrections took back of a transfer, less what corrections of those put there again; in cents. Pure."""
    return sum(
        link.amount_cents - taken_back(link.transfer_id, links) for link in links if link.original_id == transfer_id
    )
