"""Corrections and clawbacks: proposed by one administrator, decided by another."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Correction(db.Base):
    """A proposal to take back a transfer or a part of it, and what became of it.

    A clawback takes money from a provider; `batch_id` is the payout it was set off against. `made_transfer_id` is the
    transfer that carried it out.
    """

    __tablename__ = "corrections"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    correction_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    number: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, sa.Identity())
    kind: orm.Mapped[str]
    transfer_id: orm.Mapped[uuid.UUID]
    booking_id: orm.Mapped[uuid.UUID | None]
    provider_id: orm.Mapped[uuid.UUID | None]
    amount_cents: orm.Mapped[int]
    reason: orm.Mapped[str]
    state: orm.Mapped[str]
    proposed_by: orm.Mapped[uuid.UUID]
    proposed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    decided_by: orm.Mapped[uuid.UUID | None]
    decided_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    decided_reason: orm.Mapped[str | None]
    made_transfer_id: orm.Mapped[uuid.UUID | None]
    batch_id: orm.Mapped[uuid.UUID | None]

    __table_args__ = (
        sa.CheckConstraint("kind IN ('correction', 'clawback')", "kind"),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'rejected', 'withdrawn')", "state"),
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)", "decided"
        ),
        sa.CheckConstraint("state NOT IN ('approved', 'rejected') OR decided_by <> proposed_by", "four_eyes"),
        sa.CheckConstraint("(state = 'approved') = (made_transfer_id IS NOT NULL)", "made"),
        sa.CheckConstraint("(kind = 'clawback') = (provider_id IS NOT NULL)", "provider"),
        sa.Index("corrections_correction_id_idx", "correction_id", unique=True),
        sa.Index(
            "corrections_open_idx",
            "account_id",
            "transfer_id",
            unique=True,
            postgresql_where=sa.text("state = 'proposed'"),
        ),
        sa.Index(
            "corrections_outstanding_idx",
            "provider_id",
            postgresql_where=sa.text("kind = 'clawback' AND state = 'approved' AND batch_id IS NULL"),
        ),
    )

    @property
    def reference(self) -> str:
        """How people call it: `C-2026-12`."""
        return f"C-{self.proposed_at.year}-{self.number}"
