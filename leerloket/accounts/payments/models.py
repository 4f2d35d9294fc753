"""Payments that are expected, each with the reference to put on it."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Payment(db.Base):
    """Money that somebody will transfer, with the reference to put on it.

    `account_id` is the employer's (its fund is credited) or a person's (the own pot is credited).
    """

    __tablename__ = "expected_payments"

    payment_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    number: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, sa.Identity())
    reference: orm.Mapped[str] = orm.mapped_column(unique=True)
    account_id: orm.Mapped[uuid.UUID]
    holder: orm.Mapped[str]
    holder_name: orm.Mapped[str]
    amount_cents: orm.Mapped[int]
    received_cents: orm.Mapped[int] = orm.mapped_column(default=0)
    state: orm.Mapped[str]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    paid_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("holder IN ('employer', 'person')", "holder"),
        sa.CheckConstraint("state IN ('waiting', 'paid')", "state"),
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.CheckConstraint("(state = 'paid') = (received_cents >= amount_cents)", "paid"),
        sa.Index("expected_payments_account_id_idx", "account_id"),
        sa.Index("expected_payments_waiting_idx", "amount_cents", postgresql_where=sa.text("state = 'waiting'")),
    )

    @property
    def missing_cents(self) -> int:
        """What still has to come in."""
        return max(0, self.amount_cents - self.received_cents)

    @property
    def surplus_cents(self) -> int:
        """What came in above the amount; it belongs to the payer's own fund or pot."""
        return max(0, self.received_cents - self.amount_cents)
