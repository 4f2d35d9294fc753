"""Bank statements, their balances and lines, what each line was for, and what we told the bank to pay."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Statement(db.Base):
    """One imported file; the same file is imported once. `version` is `camt.053.001.08` or `MT940`."""

    __tablename__ = "bank_statements"

    statement_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    sha256: orm.Mapped[str] = orm.mapped_column(unique=True)
    file_name: orm.Mapped[str | None]
    version: orm.Mapped[str]
    message_id: orm.Mapped[str | None]
    imported_by: orm.Mapped[uuid.UUID | None]
    imported_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)


class Balance(db.Base):
    """What one statement in a file says of our account: the balance it opens and closes with, signed."""

    __tablename__ = "bank_balances"

    statement_id: orm.Mapped[uuid.UUID] = orm.mapped_column(
        sa.ForeignKey("bank_statements.statement_id"), primary_key=True
    )
    n: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    iban: orm.Mapped[str]
    opening_cents: orm.Mapped[int]
    opening_on: orm.Mapped[date]
    closing_cents: orm.Mapped[int]
    closing_on: orm.Mapped[date]

    __table_args__ = (sa.Index("bank_balances_closing_on_idx", "iban", "closing_on"),)


class Line(db.Base):
    """One line of a bank statement: matched (its parts say with what), unmatched (somebody must look), or refused.

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
    matched_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    parts: orm.Mapped[list["Part"]] = orm.relationship(order_by="Part.part_id", lazy="selectin", back_populates="line")

    __table_args__ = (
        sa.UniqueConstraint("statement_id", "n", name="bank_lines_n_key"),
        sa.CheckConstraint("state IN ('matched', 'unmatched', 'refused')", "state"),
        sa.CheckConstraint("(state = 'matched') = (matched_at IS NOT NULL)", "matched"),
        sa.Index(
            "bank_lines_fingerprint_idx", "fingerprint", unique=True, postgresql_where=sa.text("state <> 'refused'")
        ),
        sa.Index("bank_lines_state_idx", "state", "line_id"),
        sa.Index("bank_lines_booked_on_idx", "booked_on"),
    )

    @property
    def payment_id(self) -> uuid.UUID | None:
        """The payment it is for, when it is for one."""
        return self.parts[0].payment_id if len(self.parts) == 1 else None

    @property
    def proposed_by(self) -> uuid.UUID | None:
        """Who proposed what is to be done with it; None without a proposal."""
        return self.parts[0].proposed_by if self.parts and self.state == "unmatched" else None


class Part(db.Base):
    """What (a part of) a line is for: a payment, or money that goes back to the account it came from.

    Proposed by one person and, where it is not the exact amount of one payment, approved by another. `done_on` is
    the business day on which it reached the ledger, or on which its return was approved.
    """

    __tablename__ = "bank_line_parts"

    part_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    line_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("bank_lines.line_id"))
    kind: orm.Mapped[str]
    amount_cents: orm.Mapped[int]
    payment_id: orm.Mapped[uuid.UUID | None] = orm.mapped_column(sa.ForeignKey("expected_payments.payment_id"))
    transfer_id: orm.Mapped[uuid.UUID | None]
    order_id: orm.Mapped[uuid.UUID | None] = orm.mapped_column(sa.ForeignKey("bank_orders.order_id"))
    reason: orm.Mapped[str]
    proposed_by: orm.Mapped[uuid.UUID | None]
    approved_by: orm.Mapped[uuid.UUID | None]
    done_on: orm.Mapped[date | None]
    line: orm.Mapped[Line] = orm.relationship(back_populates="parts")

    __table_args__ = (
        sa.CheckConstraint("kind IN ('payment', 'return')", "kind"),
        sa.CheckConstraint("(kind = 'payment') = (payment_id IS NOT NULL)", "payment"),
        sa.CheckConstraint("kind <> 'payment' OR (transfer_id IS NULL) = (done_on IS NULL)", "done"),
        sa.CheckConstraint("kind <> 'return' OR done_on IS NULL OR approved_by IS NOT NULL", "returned"),
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.CheckConstraint("approved_by <> proposed_by", "four_eyes"),
        sa.Index("bank_line_parts_line_id_idx", "line_id"),
        sa.Index("bank_line_parts_payment_id_idx", "payment_id"),
        sa.Index(
            "bank_line_parts_to_return_idx",
            "part_id",
            postgresql_where=sa.text("kind = 'return' AND done_on IS NOT NULL AND order_id IS NULL"),
        ),
    )


class Order(db.Base):
    """One credit transfer we told the bank to make: to a provider, or wrong money back. `number` is its file's.

    `line_id` is the debit on a statement that shows it was made.
    """

    __tablename__ = "bank_orders"

    order_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    kind: orm.Mapped[str]
    number: orm.Mapped[str]
    name: orm.Mapped[str]
    iban: orm.Mapped[str]
    amount_cents: orm.Mapped[int]
    ordered_on: orm.Mapped[date]
    line_id: orm.Mapped[uuid.UUID | None] = orm.mapped_column(sa.ForeignKey("bank_lines.line_id"))

    __table_args__ = (
        sa.CheckConstraint("kind IN ('payout', 'return')", "kind"),
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.Index("bank_orders_number_idx", "number"),
        sa.Index("bank_orders_on_the_way_idx", "amount_cents", postgresql_where=sa.text("line_id IS NULL")),
        sa.Index("bank_orders_line_id_idx", "line_id"),
    )


class ReturnBatch(db.Base):
    """A payment file with money that goes back; two people agreed on each part of it before."""

    __tablename__ = "return_batches"

    batch_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    number: orm.Mapped[str] = orm.mapped_column(unique=True)
    total_cents: orm.Mapped[int]
    payments: orm.Mapped[int]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    pain001: orm.Mapped[str]


class PayoutFreeze(db.Base):
    """A time in which no file to pay goes to the bank, with who stopped it and why. Open while `lifted_at` is empty."""

    __tablename__ = "payout_freezes"
    __table_args__ = (
        sa.Index(
            "payout_freezes_open_idx", sa.text("(true)"), unique=True, postgresql_where=sa.text("lifted_at IS NULL")
        ),
    )

    freeze_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    frozen_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    frozen_by: orm.Mapped[uuid.UUID | None]
    reason: orm.Mapped[str]
    lifted_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    lifted_by: orm.Mapped[uuid.UUID | None]
