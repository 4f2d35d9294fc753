"""Batches of top-ups by an employer, their rows, and the files they came from."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db

STATE = """
CASE WHEN answer = 'skip' THEN 'skipped' WHEN verdict = 'error' THEN 'error'
     WHEN answer IS NULL AND (verdict = 'question' OR doubles_row IS NOT NULL) THEN 'question' ELSE 'ok' END
"""


class Batch(db.Base):
    """Top-ups that belong together: one form, or one file. Nothing is credited before its payment came in.

    columns (we ask which column is which) → reading → checked → confirmed (a payment is expected) → paid → credited.
    `columns` maps what a row means to the header of the file; `sha256` is the file's, so that the same file twice is
    seen. `rows_read` of `row_count` rows are checked.
    """

    __tablename__ = "top_up_batches"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    batch_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    number: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, sa.Identity())
    file_name: orm.Mapped[str | None]
    sha256: orm.Mapped[str | None]
    columns: orm.Mapped[dict[str, Any]]
    state: orm.Mapped[str]
    row_count: orm.Mapped[int] = orm.mapped_column(default=0, server_default="0")
    rows_read: orm.Mapped[int] = orm.mapped_column(default=0, server_default="0")
    total_cents: orm.Mapped[int] = orm.mapped_column(default=0)
    payment_id: orm.Mapped[uuid.UUID | None]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    confirmed_by: orm.Mapped[uuid.UUID | None]
    confirmed_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    credited_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.UniqueConstraint("employer_id", "sha256", name="top_up_batches_file_key"),
        sa.CheckConstraint("state IN ('columns', 'reading', 'checked', 'confirmed', 'paid', 'credited')", "state"),
        sa.CheckConstraint("(state IN ('columns', 'reading', 'checked')) = (payment_id IS NULL)", "payment"),
        sa.Index(
            "top_up_batches_state_idx",
            "state",
            postgresql_where=sa.text("state IN ('reading', 'confirmed', 'paid')"),
        ),
        sa.Index("top_up_batches_payment_id_idx", "payment_id"),
    )

    @property
    def reference(self) -> str:
        """How people call this batch: `S-2026-118`."""
        return f"S-{self.created_at.year}-{self.number}"


class Row(db.Base):
    """One top-up for one employee. `row` is the number the spreadsheet shows, the header counted.

    `cells` is what was typed; `verdict` is what we think of it by itself (ok, error, question); `doubles_row` is an
    earlier row for the same person; `answer` is what the employer says (yes, skip). From these follows `state`: only
    rows that are ok go along when the batch is confirmed.
    """

    __tablename__ = "top_up_rows"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    batch_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    row: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    cells: orm.Mapped[dict[str, Any]]
    verdict: orm.Mapped[str]
    problems: orm.Mapped[list[dict[str, Any]]]
    doubles_row: orm.Mapped[int | None]
    answer: orm.Mapped[str | None]
    state: orm.Mapped[str] = orm.mapped_column(sa.Text, sa.Computed(STATE, persisted=True))
    person_id: orm.Mapped[uuid.UUID | None]
    amount_cents: orm.Mapped[int | None]
    purposes: orm.Mapped[list[str]]
    expires_on: orm.Mapped[date | None]
    note: orm.Mapped[str | None]
    transfer_id: orm.Mapped[uuid.UUID | None]
    credited_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["employer_id", "batch_id"],
            ["top_up_batches.employer_id", "top_up_batches.batch_id"],
            name="top_up_rows_batch_fkey",
        ),
        sa.CheckConstraint("verdict IN ('ok', 'error', 'question')", "verdict"),
        sa.CheckConstraint("answer IN ('yes', 'skip')", "answer"),
        sa.CheckConstraint("verdict = 'error' OR (person_id IS NOT NULL AND amount_cents > 0)", "readable"),
        sa.CheckConstraint("transfer_id IS NULL OR state = 'ok'", "credited"),
        sa.Index("top_up_rows_state_idx", "employer_id", "batch_id", "state", "row"),
        sa.Index(
            "top_up_rows_person_idx",
            "employer_id",
            "person_id",
            postgresql_where=sa.text("credited_at IS NOT NULL"),
        ),
        sa.Index(
            "top_up_rows_waiting_idx",
            "employer_id",
            "batch_id",
            "row",
            postgresql_where=sa.text("state = 'ok' AND transfer_id IS NULL"),
        ),
    )


class File(db.Base):
    """The file of a batch, kept until the batch is confirmed. `positions` says which column of it is which."""

    __tablename__ = "top_up_files"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    batch_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    content: orm.Mapped[bytes]
    positions: orm.Mapped[dict[str, Any]]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["employer_id", "batch_id"],
            ["top_up_batches.employer_id", "top_up_batches.batch_id"],
            name="top_up_files_batch_fkey",
            ondelete="CASCADE",
        ),
    )


class KnownColumn(db.Base):
    """What an employer told about a heading: `column_name` is the column of a top-up, or empty for one to pass over."""

    __tablename__ = "top_up_columns"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    heading: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    column_name: orm.Mapped[str]
