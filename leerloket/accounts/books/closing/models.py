"""Closed days and months. Rows are added and never changed."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class DayClosing(db.Base):
    """What the ledger held of one business day when it was closed, and the head of the chain at that moment.

    `kinds` has per kind of transfer the count and what moved; `nets` per kind of ledger account what came in less
    what went out.
    """

    __tablename__ = "day_closings"

    day: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    closed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    transfer_count: orm.Mapped[int]
    moved_cents: orm.Mapped[int]
    kinds: orm.Mapped[list[dict[str, Any]]]
    nets: orm.Mapped[list[dict[str, Any]]]
    head_seq: orm.Mapped[int]
    head_hash: orm.Mapped[str]

    @property
    def sum_cents(self) -> int:
        """Everything that came in less everything that went out: zero."""
        return sum(net["cents"] for net in self.nets)


class MonthClosing(db.Base):
    """A controller signed a month off. `month` is its first day."""

    __tablename__ = "month_closings"

    month: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    closed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    closed_by: orm.Mapped[uuid.UUID]
    transfer_count: orm.Mapped[int]
    moved_cents: orm.Mapped[int]
    head_seq: orm.Mapped[int]
    head_hash: orm.Mapped[str]

    __table_args__ = (sa.CheckConstraint("extract(day FROM month) = 1", "month"),)
