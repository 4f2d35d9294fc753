"""Payouts to providers: batches, their lines, and who is not paid for now."""

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


class PayoutHold(db.Base):
    """One provider is not paid while this is open, whatever else is. `cause_id` is what stopped it: a signal."""

    __tablename__ = "payout_holds"
    __table_args__ = (
        sa.Index("payout_holds_open_idx", "provider_id", postgresql_where=sa.text("released_at IS NULL")),
    )

    cause_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"))
    held_at: Mapped[datetime] = mapped_column(db.Timestamp)
    released_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    released_by: Mapped[uuid.UUID | None]
