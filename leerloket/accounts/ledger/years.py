"""What an account did in a year, pot by pot, for the yearly statement."""

import uuid
from dataclasses import dataclass
from datetime import date

from leerloket import db
from leerloket.accounts.ledger.statements import ESCROW

POTS = """
SELECT p.pot_id, p.source, p.funder_name, p.expires_on,
       coalesce(sum(m.cents) FILTER (WHERE m.on_day < %(first)s), 0)::bigint,
       coalesce(sum(m.cents) FILTER (WHERE m.on_day >= %(first)s AND m.booking_id IS NULL AND m.cents > 0), 0)::bigint,
       coalesce(sum(m.cents) FILTER (WHERE m.on_day >= %(first)s AND m.booking_id IS NOT NULL), 0)::bigint,
       coalesce(sum(m.cents) FILTER (WHERE m.on_day >= %(first)s AND m.booking_id IS NULL AND m.cents < 0), 0)::bigint
FROM pots p
JOIN LATERAL (
    SELECT t.business_date AS on_day, t.booking_id,
           CASE WHEN l.to_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END AS cents
    FROM postings l JOIN transfers t ON t.account_id = l.account_id AND t.transfer_id = l.transfer_id
    WHERE l.account_id = p.account_id AND p.pot_id IN (l.from_id, l.to_id) AND t.business_date <= %(last)s
) AS m ON true
WHERE p.account_id = %(account_id)s
GROUP BY p.pot_id, p.source, p.funder_name, p.expires_on ORDER BY p.expires_on NULLS LAST, p.pot_id
"""
HELD = """
SELECT coalesce(sum(CASE WHEN l.to_id = %(escrow)s THEN l.amount_cents ELSE -l.amount_cents END), 0)::bigint
FROM postings l JOIN transfers t ON t.account_id = l.account_id AND t.transfer_id = l.transfer_id
WHERE l.account_id = %(account_id)s AND %(escrow)s IN (l.from_id, l.to_id) AND t.business_date <= %(last)s
"""
HOLDERS = """
SELECT account_id, kind FROM accounts
WHERE kind IN ('person', 'employer') AND (%(after)s::uuid IS NULL OR account_id > %(after)s)
ORDER BY account_id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class PotYear:
    """One pot over a year, in cents: what it began with, what came in, what bookings took, and what else went out."""

    pot_id: uuid.UUID
    source: str
    funder_name: str
    expires_on: date | None
    begin_cents: int
    added_cents: int
    booked_cents: int
    taken_cents: int

    @property
    def end_cents(self) -> int:
        """What it ended with; the four parts add up to it."""
        return self.begin_cents + self.added_cents + self.booked_cents + self.taken_cents


@dataclass(frozen=True, slots=True)
class Year:
    """An account over a year; `held_cents` was set aside for bookings on its last day."""

    pots: list[PotYear]
    held_cents: int


def get_year(account_id: uuid.UUID, first: date, last: date) -> Year:
    """What the pots of an account did from a day up to and including another."""
    asked = {"account_id": account_id, "first": first, "last": last, "escrow": ESCROW}
    pots = [PotYear(*row) for row in db.cursor().execute(POTS, asked)]
    row = db.cursor().execute(HELD, asked).fetchone()
    return Year(pots, int(row[0]) if row else 0)


def list_holders(after: uuid.UUID | None, limit: int) -> list[tuple[uuid.UUID, str]]:
    """Accounts of persons and employers by id, from after one of them, each with its kind."""
    return [(row[0], row[1]) for row in db.cursor().execute(HOLDERS, {"after": after, "limit": limit})]
