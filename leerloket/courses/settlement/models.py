"""Payouts to providers: batches, their lines, and the switch that stops them all."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class PayoutBatch(db.Base):
    """One payment file. Made by one person, approved by another; then its money is booked out of the ledger."""

    __tablename__ = "payout_batches"
    __table_args__ = (
        sa.CheckConstraint("state IN ('draft', 'approved', 'exported', 'discarded')", name="state"),
        sa.CheckConstraint("approved_by <> created_by", name="four_eyes"),
        sa.CheckConstraint("(state IN ('approved', 'exported')) = (approved_by IS NOT NULL)", name="approved"),
        sa.CheckConstraint("total_cents > 0", name="total"),
    )

    batch_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    total_cents: Mapped[int]
    providers: Mapped[int]
    bookings: Mapped[int]
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[datetime] = mapped_column(db.Timestamp)
    approved_by: Mapped[uuid.UUID | None]
    approved_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    pays_on: Mapped[date | None]
    pain001: Mapped[str | None]
    exported_by: Mapped[uuid.UUID | None]
    exported_at: Mapped[datetime | None] = mapped_column(db.Timestamp)


class PayoutLine(db.Base):
    """What one provider gets with one batch, to which bank account, for how many bookings, less what it gives back."""

    __tablename__ = "payout_lines"
    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", name="amount"),
        sa.CheckConstraint("clawed_back_cents >= 0", name="clawed_back"),
    )

    batch_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("payout_batches.batch_id"), primary_key=True)
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"), primary_key=True, index=True)
    provider_name: Mapped[str]
    iban: Mapped[str]
    amount_cents: Mapped[int]
    bookings: Mapped[int]
    clawed_back_cents: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    transfer_id: Mapped[uuid.UUID | None]


class PayoutFreeze(db.Base):
    """A time in which nothing is paid out, with who stopped it and why. Open while `lifted_at` is empty."""

    __tablename__ = "payout_freezes"
    __table_args__ = (
        sa.Index(
            "payout_freezes_open_idx", sa.text("(true)"), unique=True, postgresql_where=sa.text("lifted_at IS NULL")
        ),
    )

    freeze_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    frozen_at: Mapped[datetime] = mapped_column(db.Timestamp)
    frozen_by: Mapped[uuid.UUID | None]
    reason: Mapped[str]
    lifted_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    lifted_by: Mapped[uuid.UUID | None]
