"""The few SQL statements that move money. Each is one round trip; all run under the account's lock.

They are plain SQL for psycopg, not built by the ORM: this is the hot path (speed.md).
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import rules
from leerloket.accounts.ledger.rules import VERSION, Pot

BANK = uuid.UUID("00000000-0000-4000-8000-000000000001")
ESCROW = uuid.UUID("00000000-0000-4000-8000-000000000002")
GOVERNMENT = uuid.UUID("00000000-0000-4000-8000-000000000003")
TRANSIT = uuid.UUID("00000000-0000-4000-8000-000000000004")
ENDED = uuid.UUID("00000000-0000-4000-8000-000000000005")

LOCK = "SELECT * FROM lock_account(%s, %s)"

OPEN = """
INSERT INTO accounts (account_id, kind, opened_at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""

READ = """
SELECT pot_id, source, funder_id, funder_name, purposes, expires_on, available_cents, held_cents
FROM pots WHERE account_id = %s
"""

OPEN_POT = """
INSERT INTO pots (account_id, pot_id, terms, source, funder_id, funder_name, purposes, expires_on, opened_at,
                  available_cents, held_cents)
VALUES (%(account_id)s, %(pot_id)s, %(terms)s, %(source)s, %(funder_id)s, %(funder_name)s, %(purposes)s,
        %(expires_on)s, %(opened_at)s, 0, 0)
ON CONFLICT (account_id, terms) DO UPDATE SET funder_name = EXCLUDED.funder_name
RETURNING pot_id
"""

POST = """
WITH t AS (
    INSERT INTO transfers (account_id, transfer_id, kind, actor_id, key, booking_id, reverses_id, approved_by,
                           rule, rule_version, reason, business_date, created_at)
    VALUES (%(account_id)s, %(transfer_id)s, %(kind)s, %(actor_id)s, %(key)s, %(booking_id)s, %(reverses_id)s,
            %(approved_by)s, %(rule)s, %(rule_version)s, %(reason)s, %(business_date)s, %(created_at)s)
), p AS (
    INSERT INTO postings (account_id, transfer_id, from_id, to_id, amount_cents, rule)
    SELECT %(account_id)s, %(transfer_id)s, m.from_id, m.to_id, m.amount_cents, m.rule
    FROM unnest(%(from_ids)s::uuid[], %(to_ids)s::uuid[], %(amounts)s::bigint[], %(rules)s::text[])
         AS m(from_id, to_id, amount_cents, rule)
)
UPDATE pots
SET available_cents = pots.available_cents + d.available, held_cents = pots.held_cents + d.held,
    expires_on = CASE WHEN d.available > 0 AND %(reopens_until)s::date > pots.expires_on
                      THEN %(reopens_until)s::date ELSE pots.expires_on END
FROM unnest(%(pot_ids)s::uuid[], %(available)s::bigint[], %(held)s::bigint[]) AS d(pot_id, available, held)
WHERE pots.account_id = %(account_id)s AND pots.pot_id = d.pot_id
"""
"""One transfer with its postings and the stored balances of the pots it touches. The CHECKs have the last word."""

HOLD_AS_CHOSEN = f"""
SELECT hold_as_chosen(%s, %s, %s, %s, %s, '{rules.WHOLE_PRICE}', '{VERSION}', %s, %s, %s, '{ESCROW}',
                      '{rules.CHOSEN}', %s::uuid[], %s::bigint[])
"""
"""A hold whose split is known, in one round trip (migration 0020)."""

PAID_PER_POT = """
SELECT p.pot_id, sum(CASE WHEN l.from_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END)
FROM transfers t
JOIN postings l ON l.account_id = t.account_id AND l.transfer_id = t.transfer_id
JOIN pots p ON p.account_id = t.account_id AND p.pot_id IN (l.from_id, l.to_id)
WHERE t.account_id = %s AND t.booking_id = %s
GROUP BY p.pot_id ORDER BY p.pot_id
"""
"""What each pot has out on a booking: paid in, less what already came back."""

IN_ESCROW = """
SELECT coalesce(sum(CASE WHEN l.to_id = %(escrow)s THEN l.amount_cents ELSE -l.amount_cents END), 0)
FROM transfers t JOIN postings l ON l.account_id = t.account_id AND l.transfer_id = t.transfer_id
WHERE t.account_id = %(account_id)s AND t.booking_id = %(booking_id)s AND %(escrow)s IN (l.from_id, l.to_id)
"""

DUE = """
CREATE TEMPORARY TABLE due ON COMMIT DROP AS
SELECT account_id, transfer_id, key, amount_cents, terms, source, funder_id, funder_name, purposes, expires_on, rule
FROM ({due}) AS due ORDER BY account_id
"""
LOCK_DUE = """
SELECT count(*) FROM (SELECT account_id FROM due ORDER BY account_id) AS due CROSS JOIN LATERAL (
    SELECT FROM accounts WHERE accounts.account_id = due.account_id FOR UPDATE
) AS locked
"""
OPEN_DUE = """
INSERT INTO accounts (account_id, kind, opened_at)
SELECT DISTINCT account_id, 'person', %(created_at)s::timestamptz FROM due
WHERE (SELECT opened_at FROM accounts WHERE accounts.account_id = due.account_id) IS NULL
ORDER BY account_id
"""
CREDIT_DUE = (
    """
    UPDATE pots SET available_cents = available_cents + filled.cents
    FROM (SELECT account_id, terms, sum(amount_cents) AS cents FROM due GROUP BY account_id, terms) AS filled
    WHERE pots.account_id = filled.account_id AND pots.terms = filled.terms
    """,
    """
    INSERT INTO pots (account_id, pot_id, terms, source, funder_id, funder_name, purposes, expires_on, opened_at,
                      available_cents, held_cents)
    SELECT DISTINCT ON (account_id, terms)
           account_id, transfer_id, terms, source, funder_id, funder_name, purposes, expires_on, %(created_at)s,
           sum(amount_cents) OVER (PARTITION BY account_id, terms), 0
    FROM due
    WHERE (SELECT pot_id FROM pots WHERE pots.account_id = due.account_id AND pots.terms = due.terms) IS NULL
    ORDER BY account_id, terms
    """,
    """
    INSERT INTO transfers (account_id, transfer_id, kind, actor_id, key, approved_by, rule, rule_version,
                           business_date, created_at)
    SELECT account_id, transfer_id, %(kind)s, %(actor_id)s::uuid, key, %(approved_by)s::uuid, rule,
           %(rule_version)s, %(business_date)s::date, %(created_at)s::timestamptz
    FROM due
    """,
    """
    INSERT INTO postings (account_id, transfer_id, from_id, to_id, amount_cents, rule)
    SELECT account_id, transfer_id, %(from_id)s::uuid,
           (SELECT pot_id FROM pots WHERE pots.account_id = due.account_id AND pots.terms = due.terms),
           amount_cents, rule
    FROM due
    """,
)
"""Credit many accounts at once: locks by id, one pot per terms, one transfer and one posting per row.

The rows stand sorted in a table of the transaction, so that every index grows from left to right. What is known of
an account is looked up by its key in a sub-select, which no plan can turn into reading a whole table for every
batch (speed.md, traps). Under the lock nobody else makes a pot, so nothing here can meet another. A new pot takes
the id of the transfer that fills it first: drawing a random one costs as much as writing the row.
"""

ENTRIES = """
SELECT * FROM (
    SELECT l.posting_id, t.transfer_id, t.kind, t.business_date, t.created_at, t.booking_id, t.actor_id,
           t.rule, t.rule_version, t.reason, l.rule AS part_rule, p.pot_id, p.source, p.funder_name,
           CASE WHEN l.to_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END AS amount_cents,
           (sum(CASE WHEN l.to_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END)
               OVER (ORDER BY l.posting_id))::bigint AS running_cents
    FROM pots p
    JOIN postings l ON l.account_id = p.account_id AND p.pot_id IN (l.from_id, l.to_id)
    JOIN transfers t ON t.account_id = l.account_id AND t.transfer_id = l.transfer_id
    WHERE p.account_id = %(account_id)s
) AS entry
WHERE (%(before)s::bigint IS NULL OR posting_id < %(before)s)
  AND (%(pot_id)s::uuid IS NULL OR pot_id = %(pot_id)s)
  AND (%(year)s::int IS NULL OR extract(year FROM business_date) = %(year)s)
  AND (%(kinds)s::text[] IS NULL OR kind = ANY (%(kinds)s))
ORDER BY posting_id DESC LIMIT %(limit)s
"""

FUNDED = """
SELECT coalesce(sum(l.amount_cents) FILTER (WHERE t.kind = 'topup'), 0),
       coalesce(sum(CASE WHEN l.from_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END)
                FILTER (WHERE t.booking_id IS NOT NULL), 0)
FROM pots p
JOIN postings l ON l.account_id = p.account_id AND p.pot_id IN (l.from_id, l.to_id)
JOIN transfers t ON t.account_id = l.account_id AND t.transfer_id = l.transfer_id
WHERE p.account_id = ANY (%(account_ids)s) AND p.funder_id = %(funder_id)s AND t.business_date <= %(until)s
"""
"""What a funder put into these accounts, and how much of it bookings took, up to and including a day."""


@dataclass(frozen=True, slots=True)
class Move:
    """One posting to write."""

    from_id: uuid.UUID
    to_id: uuid.UUID
    amount_cents: int
    rule: str


@dataclass(frozen=True, slots=True)
class Delta:
    """How one pot's stored balance changes."""

    pot_id: uuid.UUID
    available: int
    held: int


def read_pots(account_id: uuid.UUID) -> list[Pot]:
    """The pots of an account as they stand now, without a lock."""
    return [Pot(*row) for row in db.cursor().execute(READ, [account_id])]


def write(
    fields: dict[str, Any], moves: Sequence[Move], deltas: Sequence[Delta], reopens_until: date | None = None
) -> None:
    """Write one transfer. Every pot it names must be the account's: another one is a bug and stops the work."""
    cursor = db.cursor().execute(
        POST,
        fields
        | {
            "from_ids": _array(move.from_id for move in moves),
            "to_ids": _array(move.to_id for move in moves),
            "amounts": _array(move.amount_cents for move in moves),
            "rules": _array(move.rule for move in moves),
            "pot_ids": _array(delta.pot_id for delta in deltas),
            "available": _array(delta.available for delta in deltas),
            "held": _array(delta.held for delta in deltas),
            "reopens_until": reopens_until,
        },
    )
    if cursor.rowcount != len(deltas):
        raise RuntimeError("a transfer names a pot of another account")


def hold_as_chosen(
    account_id: uuid.UUID,
    transfer_id: uuid.UUID,
    key: str,
    booking_id: uuid.UUID,
    actor_id: uuid.UUID,
    purpose: str,
    chosen: Sequence[tuple[uuid.UUID, int]],
) -> bool:
    """Lock the account and hold these parts, when the key is new and each pot may pay its part; else do nothing."""
    at = clock.now()
    pot_ids, cents = zip(*chosen, strict=True)
    row = (
        db.cursor()
        .execute(
            HOLD_AS_CHOSEN,
            [
                account_id,
                transfer_id,
                key,
                booking_id,
                actor_id,
                clock.business_date(at),
                at,
                purpose,
                _array(pot_ids),
                _array(cents),
            ],
        )
        .fetchone()
    )
    return row is not None and row[0]


def _array(values: Iterable[uuid.UUID | int | str]) -> str:
    """An array as PostgreSQL reads it, written at once: ids, numbers and rule names need no quotes."""
    return "{" + ",".join(map(str, values)) + "}"


def credit_due(due: sa.Select[Any], fields: dict[str, Any]) -> int:
    """Put the rows of a select into DUE and run CREDIT_DUE for them; answers the number of postings written."""
    compiled = due.compile(dialect=db.session.connection().dialect, compile_kwargs={"literal_binds": True})
    cursor = db.cursor()
    rows = cursor.execute(DUE.format(due=str(compiled).replace("%%", "%"))).rowcount
    _lock_due(cursor, rows, fields)
    for statement in CREDIT_DUE:
        cursor.execute(statement, fields)
    written = cursor.rowcount
    cursor.execute("DROP TABLE due")
    return written


def _lock_due(cursor: psycopg.Cursor[Any], rows: int, fields: dict[str, Any]) -> None:
    """Lock every account of DUE. Who has none yet gets one, which is locked by being new.

    Only when somebody else opens one of them at this moment is opening it made to wait, and the lock taken again:
    an insert that minds others costs twice as much.
    """
    if _count_locked(cursor) == rows:
        return
    try:
        with cursor.connection.transaction():
            cursor.execute(OPEN_DUE, fields)
    except psycopg.errors.UniqueViolation:
        cursor.execute(OPEN_DUE + "ON CONFLICT DO NOTHING", fields)
        _count_locked(cursor)


def _count_locked(cursor: psycopg.Cursor[Any]) -> int:
    row = cursor.execute(LOCK_DUE).fetchone()
    return row[0] if row else 0


def transfer_fields(
    account_id: uuid.UUID,
    kind: str,
    key: str,
    actor_id: uuid.UUID | None,
    *,
    rule: str,
    rule_version: str = VERSION,
    booking_id: uuid.UUID | None = None,
    reverses_id: uuid.UUID | None = None,
    approved_by: uuid.UUID | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """The columns of a new transfer of this moment, with a new id."""
    at = clock.now()
    return {
        "account_id": account_id,
        "transfer_id": db.new_id(),
        "kind": kind,
        "actor_id": actor_id,
        "key": key,
        "booking_id": booking_id,
        "reverses_id": reverses_id,
        "approved_by": approved_by,
        "rule": rule,
        "rule_version": rule_version,
        "reason": reason,
        "business_date": clock.business_date(at),
        "created_at": at,
    }
