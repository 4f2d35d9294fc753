"""Batches of top-ups by an employer, and their rows."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Batch(db.Base):
    """Top-ups that belong together: one form, or one file. Nothing is credited before its payment came in.

    checked → confirmed (a payment is expected) → paid → credited. `columns` maps what a row means to the header
    of the file; `sha256` is the file's, so that the same file twice is seen.
    """

    __tablename__ = "top_up_batches"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    batch_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    number: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, sa.Identity())
    file_name: orm.Mapped[str | None]
    sha256: orm.Mapped[str | None]
    columns: orm.Mapped[dict[str, Any]]
    state: orm.Mapped[str]
    total_cents: orm.Mapped[int] = orm.mapped_column(default=0)
    payment_id: orm.Mapped[uuid.UUID | None]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    confirmed_by: orm.Mapped[uuid.UUID | None]
    confirmed_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    credited_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.UniqueConstraint("employer_id", "sha256", name="top_up_batches_file_key"),
        sa.CheckConstraint("state IN ('checked', 'confirmed', 'paid', 'credited')", "state"),
        sa.CheckConstraint("(state = 'checked') = (payment_id IS NULL)", "payment"),
        sa.Index("top_up_batches_state_idx", "state", postgresql_where=sa.text("state IN ('confirmed', 'paid')")),
        sa.Index("top_up_batches_payment_id_idx", "payment_id"),
    )

    @property
    def reference(self) -> str:
        """How people call this batch: `S-2026-118`."""
        return f"S-{self.created_at.year}-{self.number}"


class Row(db.Base):
    """One top-up for one employee. `row` is the number the spreadsheet shows, the header counted.

    `cells` is what was typed; the rest is what it means. `included` is set when the batch is confirmed.
    """

    __tablename__ = "top_up_rows"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    batch_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    row: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    cells: orm.Mapped[dict[str, Any]]
    state: orm.Mapped[str]
    problems: orm.Mapped[list[dict[str, Any]]]
    person_id: orm.Mapped[uuid.UUID | None]
    amount_cents: orm.Mapped[int | None]
    purposes: orm.Mapped[list[str]]
    expires_on: orm.Mapped[date | None]
    note: orm.Mapped[str | None]
    included: orm.Mapped[bool] = orm.mapped_column(default=False)
    transfer_id: orm.Mapped[uuid.UUID | None]
    credited_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["employer_id", "batch_id"],
            ["top_up_batches.employer_id", "top_up_batches.batch_id"],
            name="top_up_rows_batch_fkey",
        ),
        sa.CheckConstraint("state IN ('ok', 'error', 'question')", "state"),
        sa.CheckConstraint("state = 'error' OR (person_id IS NOT NULL AND amount_cents > 0)", "readable"),
        sa.CheckConstraint("NOT included OR state <> 'error'", "included"),
        sa.Index(
            "top_up_rows_waiting_idx",
            "employer_id",
            "batch_id",
            "row",
            postgresql_where=sa.text("included AND transfer_id IS NULL"),
        ),
    )
