"""Budgets of public funds, and what was read of them night by night."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Budget(db.Base):
    """What a fund may cost in a year. It counts once another person approved it; a later one takes its place."""

    __tablename__ = "budgets"

    budget_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    fund: orm.Mapped[str]
    year: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger)
    amount_cents: orm.Mapped[int]
    reason: orm.Mapped[str]
    proposed_by: orm.Mapped[uuid.UUID]
    proposed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    approved_by: orm.Mapped[uuid.UUID | None]
    approved_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.CheckConstraint("approved_by <> proposed_by", "four_eyes"),
        sa.CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", "approved"),
        sa.Index("budgets_fund_year_idx", "fund", "year"),
    )


class Reading(db.Base):
    """What a fund was committed to at one moment. Never changed.

    `granted_cents` is what people may use of this year's money; `expected_cents` what bookings until the end of the
    year will take, at the pace of the last months.
    """

    __tablename__ = "budget_readings"

    budget_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("budgets.budget_id"), primary_key=True)
    read_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp, primary_key=True)
    granted_cents: orm.Mapped[int]
    held_cents: orm.Mapped[int]
    spent_cents: orm.Mapped[int]
    expected_cents: orm.Mapped[int]

    @property
    def committed_cents(self) -> int:
        """What cannot be taken back: spent, and held for bookings."""
        return self.held_cents + self.spent_cents

    @property
    def forecast_cents(self) -> int:
        """What the year will cost if it goes on like this."""
        return self.committed_cents + self.expected_cents
