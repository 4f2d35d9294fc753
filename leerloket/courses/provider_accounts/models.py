"""Changes of the bank accounts of providers."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db

OPEN = "state IN ('asked', 'approved_once')"


class AccountChange(db.Base):
    """A provider asks to be paid on another bank account. Two administrators look before it counts."""

    __tablename__ = "provider_account_changes"
    __table_args__ = (
        sa.Index("provider_account_changes_open_idx", "provider_id", unique=True, postgresql_where=sa.text(OPEN)),
        sa.CheckConstraint("state IN ('asked', 'approved_once', 'changed', 'rejected', 'withdrawn')", name="state"),
        sa.CheckConstraint("first_approved_by <> approved_by", name="four_eyes"),
        sa.CheckConstraint("asked_by NOT IN (first_approved_by, approved_by)", name="not_own"),
        sa.CheckConstraint(
            "state <> 'changed' OR (first_approved_by IS NOT NULL AND approved_by IS NOT NULL)", name="changed"
        ),
    )

    change_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"))
    old_iban: Mapped[str | None]
    new_iban: Mapped[str]
    holder: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    asked_by: Mapped[uuid.UUID]
    asked_at: Mapped[datetime] = mapped_column(db.Timestamp)
    first_approved_by: Mapped[uuid.UUID | None]
    approved_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    end_reason: Mapped[str] = mapped_column(default="")
