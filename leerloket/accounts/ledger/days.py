"""What the ledger holds of a day or a month, for the daily close and the pages of the books."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leerloket import db

KINDS = """
SELECT t.kind, count(DISTINCT t.transfer_id), sum(l.amount_cents)::bigint
FROM transfers t JOIN postings l ON l.account_id = t.account_id AND l.transfer_id = t.transfer_id
WHERE t.created_at >= %(from_at)s AND t.created_at < %(to_at)s AND t.business_date = %(day)s
GROUP BY t.kind ORDER BY t.kind
"""
"""Per kind of transfer how many and how much. The instants find the rows by the index; the day decides."""

NETS = """
SELECT a.kind, sum(leg.cents)::bigint
FROM transfers t
JOIN postings l ON l.account_id = t.account_id AND l.transfer_id = t.transfer_id,
LATERAL (VALUES (l.from_id, -l.amount_cents), (l.to_id, l.amount_cents)) AS leg(id, cents)
JOIN audit_v1.account a ON a.id = leg.id
WHERE t.created_at >= %(from_at)s AND t.created_at < %(to_at)s AND t.business_date = %(day)s
GROUP BY a.kind ORDER BY a.kind
"""
"""Per kind of ledger account what came in less what went out: together zero."""

LINES = """
SELECT t.account_id, t.transfer_id, t.kind, t.business_date, t.created_at, t.booking_id, t.actor_id, t.approved_by,
       t.rule, t.rule_version, t.reason, s.seq,
       (SELECT sum(l.amount_cents)::bigint FROM postings l
        WHERE l.account_id = t.account_id AND l.transfer_id = t.transfer_id)
FROM transfers t LEFT JOIN seals s ON s.transfer_id = t.transfer_id
WHERE {where} ORDER BY t.created_at, t.transfer_id LIMIT %(limit)s
"""
OF_A_DAY = (
    "t.created_at >= %(from_at)s AND t.created_at < %(to_at)s AND t.business_date = %(day)s"
    " AND (%(after)s::uuid IS NULL OR (t.created_at, t.transfer_id)"
    " > (SELECT x.created_at, x.transfer_id FROM transfers x WHERE x.transfer_id = %(after)s LIMIT 1))"
)
OF_A_REFERENCE = (
    "t.transfer_id = ANY (%(ids)s) OR t.booking_id = ANY (%(ids)s) OR t.account_id = ANY (%(ids)s)"
    " OR EXISTS (SELECT FROM seals x WHERE x.transfer_id = t.transfer_id AND (x.seq = %(seq)s OR x.hash = %(hash)s))"
)
DAYS = """
SELECT DISTINCT business_date FROM transfers WHERE created_at >= %(from_at)s AND created_at < %(to_at)s
ORDER BY business_date
"""
FIRST_AT = "SELECT min(created_at) FROM transfers"
STILL_WRITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL AND xact_start < %s
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """The transfers of one kind on one day: how many, and what their postings moved."""

    kind: str
    transfer_count: int
    moved_cents: int


@dataclass(frozen=True, slots=True)
class Line:
    """One transfer as the books show it."""

    account_id: uuid.UUID
    transfer_id: uuid.UUID
    kind: str
    business_date: date
    created_at: datetime
    booking_id: uuid.UUID | None
    actor_id: uuid.UUID | None
    approved_by: uuid.UUID | None
    rule: str
    rule_version: str
    reason: str | None
    seq: int | None
    moved_cents: int


@dataclass(frozen=True, slots=True)
class Span:
    """A business day with the instants between which its transfers were made."""

    day: date
    from_at: datetime
    to_at: datetime

    @property
    def values(self) -> dict[str, date | datetime]:
        """For the queries."""
        return {"day": self.day, "from_at": self.from_at, "to_at": self.to_at}


def count_kinds(span: Span) -> list[Kind]:
    """What happened on a day, per kind of transfer."""
    return [Kind(*row) for row in db.cursor().execute(KINDS, span.values)]


def sum_by_account_kind(span: Span) -> list[tuple[str, int]]:
    """What a day did to each kind of ledger account; the sum is zero, or the books are wrong."""
    return [(row[0], row[1]) for row in db.cursor().execute(NETS, span.values)]


def list_lines(span: Span, *, after: uuid.UUID | None = None, limit: int = 100) -> list[Line]:
    """The transfers of a day in the order in which they were made, from after one of them."""
    query = LINES.format(where=OF_A_DAY)
    rows = db.cursor().execute(query.encode(), {**span.values, "after": after, "limit": limit})
    return [Line(*row) for row in rows]


def search_lines(ids: Sequence[uuid.UUID], *, seq: int | None = None, digest: str = "", limit: int = 100) -> list[Line]:
    """Transfers with one of these ids (their own, of a booking, of an account), or with this seal."""
    query = LINES.format(where=OF_A_REFERENCE)
    asked = {"ids": list(ids), "seq": seq, "hash": digest, "limit": limit}
    return [Line(*row) for row in db.cursor().execute(query.encode(), asked)]


def list_days(from_at: datetime, to_at: datetime) -> list[date]:
    """The business days between two instants on which something happened."""
    return [row[0] for row in db.cursor().execute(DAYS, {"from_at": from_at, "to_at": to_at})]


def first_at() -> datetime | None:
    """When the first transfer of all was made."""
    row = db.cursor().execute(FIRST_AT).fetchone()
    return row[0] if row else None


def count_writers(before: datetime) -> int:
    """How many transactions that already wrote something began before an instant and are not over yet."""
    row = db.cursor().execute(STILL_WRITING, [before]).fetchone()
    return int(row[0]) if row else 0
