"""The hash chain over all transfers, sealed by a job outside the paying transactions (trust.md 2).

It holds pseudonyms and amounts only. The same text is hashed by invariant M7 in the database.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from leerloket import clock, db

GENESIS = "0" * 64

CONTENT = """
concat_ws('|', t.transfer_id, t.kind, t.actor_id, t.key, t.booking_id, t.reverses_id, t.business_date,
          extract(epoch FROM t.created_at),
          (SELECT string_agg(leg.id || ':' || leg.cents, ',' ORDER BY leg.n)
           FROM postings l,
                LATERAL (VALUES (2 * l.posting_id - 1, l.from_id, -l.amount_cents),
                                (2 * l.posting_id, l.to_id, l.amount_cents)) AS leg(n, id, cents)
           WHERE l.account_id = t.account_id AND l.transfer_id = t.transfer_id))
"""
"""What is hashed of a transfer: who, what, when and every leg."""

UNSEALED = f"""
SELECT t.account_id, t.transfer_id, {CONTENT} FROM transfers t
WHERE NOT EXISTS (SELECT FROM seals s WHERE s.transfer_id = t.transfer_id)
  AND t.created_at > :since
ORDER BY t.created_at, t.transfer_id LIMIT :limit
"""  # noqa: S608
SEALED = f"""
SELECT t.transfer_id, {CONTENT}, s.seq, s.prev_hash, s.hash
FROM seals s JOIN transfers t USING (account_id, transfer_id) WHERE s.seq > :since ORDER BY s.seq
"""  # noqa: S608
LATE = """
SELECT count(*) FROM transfers t
WHERE t.created_at > :since AND t.created_at < :before
  AND NOT EXISTS (SELECT FROM seals s WHERE s.transfer_id = t.transfer_id)
"""
LAST_SEALED_AT = """
SELECT t.created_at FROM seals s JOIN transfers t USING (account_id, transfer_id) ORDER BY s.seq DESC LIMIT 1
"""
LONGEST_TRANSACTION = timedelta(days=1)
"""No transaction stays open so long; older transfers than this before the head need not be looked at."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal: its place and its hash, which statements print as a witness."""

    seq: int
    hash: str


START = Head(0, GENESIS)


def head() -> Head:
    """The newest seal, or the start of the chain."""
    row = db.session.execute(sa.text("SELECT seq, hash FROM seals ORDER BY seq DESC LIMIT 1")).first()
    return Head(row[0], row[1]) if row else START


def seal(limit: int = 10_000) -> int:
    """Seal transfers that have no seal yet, oldest first; answers how many.

    Two sealers at once cannot both succeed: the second meets the first one's `seq` and is rolled back.
    """
    last = head()
    sealed_at = db.session.scalar(sa.text(LAST_SEALED_AT))
    since = sealed_at - LONGEST_TRANSACTION if sealed_at else datetime(1970, 1, 1, tzinfo=UTC)
    rows = db.session.execute(sa.text(UNSEALED), {"limit": limit, "since": since}).all()
    sealed = []
    seq, previous = last.seq, last.hash
    for account_id, transfer_id, content in rows:
        seq += 1
        following = hashlib.sha256(f"{previous}|{seq}|{content}".encode()).hexdigest()
        sealed.append(
            {"seq": seq, "account": account_id, "transfer": transfer_id, "previous": previous, "hash": following}
        )
        previous = following
    if sealed:
        db.session.execute(sa.text("INSERT INTO seals VALUES (:seq, :account, :transfer, :previous, :hash)"), sealed)
    return len(sealed)


def close_day() -> Head:
    """Close every day before today: nothing can be booked into it any more. Seal everything first."""
    last = head()
    db.session.execute(
        sa.text("INSERT INTO closed_periods VALUES (:until, :at, :seq, :hash) ON CONFLICT DO NOTHING"),
        {
            "until": clock.business_date() - clock.ONE_DAY,
            "at": clock.now(),
            "seq": last.seq,
            "hash": last.hash,
        },
    )
    return last


class ChainIsBroken(Exception):
    """A seal does not follow from the one before it and its transfer."""


def verify(since: Head = START) -> Head:
    """Recompute every seal after `since`; raises `ChainIsBroken` at the first that does not follow.

    Without `since` the whole chain is recomputed. Memory stays flat.
    """
    found = db.session.scalar(sa.text("SELECT hash FROM seals WHERE seq = :seq"), {"seq": since.seq})
    if since.seq and found != since.hash:
        raise ChainIsBroken(f"seal {since.seq} is not what it was")
    last = since
    with db.session.execute(sa.text(SEALED), {"since": since.seq}, execution_options={"yield_per": 5_000}) as rows:
        for transfer_id, content, seq, previous, found in rows:
            expected = hashlib.sha256(f"{last.hash}|{last.seq + 1}|{content}".encode()).hexdigest()
            if (seq, previous, found) != (last.seq + 1, last.hash, expected):
                raise ChainIsBroken(f"seal {seq} of transfer {transfer_id} does not follow from seal {last.seq}")
            last = Head(seq, found)
    return last


def count_unsealed(before: datetime) -> int:
    """How many recent transfers from before an instant have no seal yet."""
    asked = {"before": before, "since": before - LONGEST_TRANSACTION}
    return db.session.scalar(sa.text(LATE), asked) or 0
