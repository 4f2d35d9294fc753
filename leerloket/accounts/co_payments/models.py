"""Requests to pay along."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db

PURPOSES = "ARRAY['study', 'general_skills', 'job', 'labour_market', 'guidance']"


class CoPayment(db.Base):
    """One person asks one employer for an amount for one purpose, until `expires_at`.

    `edition_id` is for the person alone. The employer knows of the course only `shared_title`, which is there only
    where the person said so; it is forgotten when the request comes to nothing.
    """

    __tablename__ = "co_payments"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    co_payment_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("employers.employer_id"))
    edition_id: orm.Mapped[uuid.UUID]
    amount_cents: orm.Mapped[int]
    purpose: orm.Mapped[str]
    shared_title: orm.Mapped[str | None]
    state: orm.Mapped[str]
    asked_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    expires_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    answered_by: orm.Mapped[uuid.UUID | None]
    answered_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    reason: orm.Mapped[str | None]
    batch_id: orm.Mapped[uuid.UUID | None]

    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.CheckConstraint(f"purpose = ANY ({PURPOSES})", "purpose"),
        sa.CheckConstraint("state IN ('open', 'accepted', 'refused', 'expired', 'withdrawn')", "state"),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", "answered"),
        sa.CheckConstraint("(state = 'accepted') = (batch_id IS NOT NULL)", "batch"),
        sa.CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", "reason"),
        sa.CheckConstraint("shared_title IS NULL OR state IN ('open', 'accepted')", "shared"),
        sa.Index("co_payments_employer_idx", "employer_id", "state"),
        sa.Index("co_payments_expires_idx", "expires_at", postgresql_where=sa.text("state = 'open'")),
        sa.Index(
            "co_payments_open_idx",
            "account_id",
            "employer_id",
            "edition_id",
            unique=True,
            postgresql_where=sa.text("state = 'open'"),
        ),
    )
