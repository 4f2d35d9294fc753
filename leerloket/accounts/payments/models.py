"""Payments that are expected, and the bank statements and lines that bring them."""

import uuid
from datetime import date, datetime

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


class Statement(db.Base):
    """One imported bank statement; the same file is imported once."""

    __tablename__ = "bank_statements"

    statement_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    sha256: orm.Mapped[str] = orm.mapped_column(unique=True)
    file_name: orm.Mapped[str | None]
    version: orm.Mapped[str]
    message_id: orm.Mapped[str | None]
    imported_by: orm.Mapped[uuid.UUID | None]
    imported_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)


class Line(db.Base):
    """One line of a bank statement: matched with a payment, unmatched (somebody must look), or refused (not for us).

    `fingerprint` is the bank's own reference with the amount: a line that comes again in another file is refused.
    """

    __tablename__ = "bank_lines"

    line_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    statement_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("bank_statements.statement_id"))
    n: orm.Mapped[int]
    state: orm.Mapped[str]
    reason: orm.Mapped[str]
    booked_on: orm.Mapped[date | None]
    amount_cents: orm.Mapped[int]
    currency: orm.Mapped[str]
    is_credit: orm.Mapped[bool]
    remittance: orm.Mapped[str]
    counterparty_name: orm.Mapped[str | None]
    counterparty_iban: orm.Mapped[str | None]
    end_to_end_id: orm.Mapped[str | None]
    fingerprint: orm.Mapped[str | None]
    suggested_ids: orm.Mapped[list[str]]
    payment_id: orm.Mapped[uuid.UUID | None] = orm.mapped_column(sa.ForeignKey("expected_payments.payment_id"))
    transfer_id: orm.Mapped[uuid.UUID | None]
    assigned_by: orm.Mapped[uuid.UUID | None]
    approved_by: orm.Mapped[uuid.UUID | None]
    matched_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.UniqueConstraint("statement_id", "n", name="bank_lines_n_key"),
        sa.CheckConstraint("state IN ('matched', 'unmatched', 'refused')", "state"),
        sa.CheckConstraint("(state = 'matched') = (transfer_id IS NOT NULL)", "matched"),
        sa.CheckConstraint("approved_by <> assigned_by", "four_eyes"),
        sa.Index(
            "bank_lines_fingerprint_idx", "fingerprint", unique=True, postgresql_where=sa.text("state <> 'refused'")
        ),
        sa.Index("bank_lines_state_idx", "state", "line_id"),
        sa.Index("bank_lines_payment_id_idx", "payment_id"),
    )
