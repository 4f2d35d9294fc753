"""Totals of the accounts outside the pots, for who lays the ledger beside the bank."""

import uuid
from datetime import date

from leerloket import db
from leerloket.accounts.ledger.statements import BANK, ESCROW

ONLINE = uuid.UUID("00000000-0000-4000-8000-000000000017")
"""Money that people paid online, on its way from the payment service to our bank."""

OUTSIDE = """
SELECT coalesce(sum(CASE WHEN l.to_id = %(outside_id)s THEN l.amount_cents ELSE -l.amount_cents END), 0)
FROM postings l JOIN transfers t ON t.account_id = l.account_id AND t.transfer_id = l.transfer_id
WHERE %(outside_id)s IN (l.from_id, l.to_id) AND t.business_date <= %(until)s
"""
HELD = "SELECT coalesce(sum(held_cents), 0) FROM pots WHERE held_cents > 0"


def count_in_bank(until: date) -> int:
    """What our bank account should hold at the end of a day: all that came in, less all that was paid out."""
    return -_outside(BANK, until)


def count_paid_online(until: date) -> int:
    """What people paid through the payment service up to and including a day, less what it gave back to them."""
    return -_outside(ONLINE, until)


def count_in_escrow(until: date) -> int:
    """What is set aside for bookings at the end of a day."""
    return _outside(ESCROW, until)


def count_held() -> int:
    """What all pots hold for bookings now, as they store it."""
    row = db.cursor().execute(HELD).fetchone()
    return int(row[0]) if row else 0


def _outside(outside_id: uuid.UUID, until: date) -> int:
    row = db.cursor().execute(OUTSIDE, {"outside_id": outside_id, "until": until}).fetchone()
    return int(row[0]) if row else 0
