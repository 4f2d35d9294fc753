"""Payments by iDEAL, through the payment service."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class OnlinePayment(db.Base):
    """One try to pay what is expected, online. `service_id` is the payment service's (`tr_…`).

    open → paid → refunded, or open → failed, expired or canceled.
    """

    __tablename__ = "online_payments"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    online_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    payment_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("expected_payments.payment_id"))
    service_id: orm.Mapped[str] = orm.mapped_column(unique=True)
    state: orm.Mapped[str]
    amount_cents: orm.Mapped[int]
    refunded_cents: orm.Mapped[int] = orm.mapped_column(default=0)
    checkout_url: orm.Mapped[str | None]
    transfer_id: orm.Mapped[uuid.UUID | None]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    changed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'paid', 'failed', 'expired', 'canceled', 'refunded')", "state"),
        sa.CheckConstraint("(state IN ('paid', 'refunded')) = (transfer_id IS NOT NULL)", "credited"),
        sa.CheckConstraint("refunded_cents BETWEEN 0 AND amount_cents", "refunded"),
        sa.Index("online_payments_payment_id_idx", "payment_id"),
        sa.Index("online_payments_open_idx", "created_at", postgresql_where=sa.text("state = 'open'")),
    )
