"""What providers are owed for settled bookings, and which payout batch took it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from leerloket import db
from leerloket.courses.bookings import reads


@dataclass(frozen=True, slots=True)
class Owed:
    """What a provider is owed for bookings that a payout batch took."""

    provider_id: uuid.UUID
    amount_cents: int
    bookings: int


def take_for_payout(batch_id: uuid.UUID, provider_ids: Sequence[uuid.UUID], until: datetime) -> list[Owed]:
    """Put every settled booking of these providers that was in no batch yet into this one; answers the sums.

    Two batches made at the same time never take the same booking: each row is updated once.
    """
    table = reads.BOOKING
    taken = (
        sa.update(table)
        .where(
            table.c.batch_id.is_(None),
            table.c.due_cents > 0,
            table.c.settled_at <= until,
            table.c.provider_id.in_(provider_ids),
        )
        .values(batch_id=batch_id)
        .returning(table.c.provider_id, table.c.due_cents)
        .cte("taken")
    )
    sums = sa.select(taken.c.provider_id, sa.func.sum(taken.c.due_cents), sa.func.count()).group_by(taken.c.provider_id)
    return [Owed(row[0], int(row[1]), row[2]) for row in db.session.execute(sums.order_by(taken.c.provider_id))]


def list_owed(provider_id: uuid.UUID | None = None) -> list[Owed]:
    """What each provider, or this one, is owed for bookings that no batch has taken yet."""
    table = reads.BOOKING
    query = (
        sa.select(table.c.provider_id, sa.func.sum(table.c.due_cents), sa.func.count())
        .where(table.c.batch_id.is_(None), table.c.due_cents > 0, table.c.settled_at.is_not(None))
        .group_by(table.c.provider_id)
        .order_by(table.c.provider_id)
    )
    if provider_id is not None:
        query = query.where(table.c.provider_id == provider_id)
    return [Owed(row[0], int(row[1]), row[2]) for row in db.session.execute(query)]


def return_from_payout(batch_id: uuid.UUID) -> None:
    """A batch was discarded: its bookings wait for the next one."""
    table = reads.BOOKING
    db.session.execute(sa.update(table).where(table.c.batch_id == batch_id).values(batch_id=None))


def mark_paid_out(batch_id: uuid.UUID, at: datetime) -> None:
    """A batch was approved: its bookings have been paid out."""
    table = reads.BOOKING
    db.session.execute(sa.update(table).where(table.c.batch_id == batch_id).values(paid_out_at=at))
