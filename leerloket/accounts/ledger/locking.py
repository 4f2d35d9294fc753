"""The lock under which all money of an account moves, and the holder's own freeze."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import statements
from leerloket.accounts.ledger.rules import Pot


@dataclass(frozen=True, slots=True)
class Locked:
    """An account whose row this transaction has locked, with its pots as they are under the lock."""

    account_id: uuid.UUID
    is_frozen: bool
    seen_transfer_id: uuid.UUID | None
    pots: list[Pot]


def open_account(account_id: uuid.UUID, kind: str = "person") -> None:
    """Make sure the account of a person, employer or provider exists. A provider also gets its outside account."""
    db.cursor().execute(statements.OPEN, [account_id, kind, clock.now()])
    if kind == "provider":
        db.session.execute(
            sa.text("INSERT INTO outside_accounts VALUES (:id, 'provider', :name) ON CONFLICT DO NOTHING"),
            {"id": account_id, "name": "Aanbieder"},
        )


def lock(account_id: uuid.UUID, key: str | None = None, *, kind: str = "person") -> Locked:
    """Lock the account's row for this transaction and read its pots; opens the account when it is new.

    With a key it also tells whether a transfer with that key was already made.
    """
    cursor = db.cursor()
    rows = cursor.execute(statements.LOCK, [account_id, key]).fetchall()
    if not rows:
        open_account(account_id, kind)
        rows = cursor.execute(statements.LOCK, [account_id, key]).fetchall()
    return Locked(account_id, rows[0][0], rows[0][1], [Pot(*row[2:]) for row in rows if row[2] is not None])


def freeze(account_id: uuid.UUID) -> None:
    """The holder locks the account: nothing new is held until it is unfrozen. What is booked stays booked."""
    lock(account_id)
    db.session.execute(
        sa.text("UPDATE accounts SET frozen_at = coalesce(frozen_at, :at) WHERE account_id = :id"),
        {"id": account_id, "at": clock.now()},
    )


def unfreeze(account_id: uuid.UUID) -> None:
    """The holder opens the account again."""
    lock(account_id)
    db.session.execute(sa.text("UPDATE accounts SET frozen_at = NULL WHERE account_id = :id"), {"id": account_id})
