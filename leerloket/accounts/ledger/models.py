"""The tables of the ledger: accounts, their pots, and the transfers that only ever grow."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

from leerloket import db


class Account(db.Base):
    """Whoever has money here. `account_id` is the person's, employer's or provider's own random id.

    One of kind `shared` belongs to nobody: its pot is the scarce money of a scheme (shared_pots.py).

    Its row is the lock under which all money of the account moves. `pot_order` is the order in which the holder
    wants pots to pay, None for the order of the house.
    """

    __tablename__ = "accounts"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    kind: orm.Mapped[str]
    opened_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    frozen_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    pot_order: orm.Mapped[list[uuid.UUID] | None] = orm.mapped_column(postgresql.ARRAY(sa.Uuid()))

    __table_args__ = (sa.CheckConstraint("kind IN ('person', 'employer', 'provider', 'shared')", "kind"),)


class Pot(db.Base):
    """Money in an account with one source, one funder, one set of purposes and one end date.

    `available_cents` is the sum of its postings, stored; `held_cents` is what bookings of it hold in escrow.
    `terms` is the text of source, funder, purposes and end date: an account has one pot per terms.
    """

    __tablename__ = "pots"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("accounts.account_id"), primary_key=True)
    pot_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    terms: orm.Mapped[str]
    source: orm.Mapped[str]
    funder_id: orm.Mapped[uuid.UUID | None]
    funder_name: orm.Mapped[str]
    purposes: orm.Mapped[list[str]]
    expires_on: orm.Mapped[date | None]
    opened_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    available_cents: orm.Mapped[int]
    held_cents: orm.Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("account_id", "terms", name="pots_terms_key"),
        sa.CheckConstraint("available_cents >= 0", "available"),
        sa.CheckConstraint("held_cents >= 0", "held"),
        sa.CheckConstraint("source IN ('right', 'employer', 'own', 'fund')", "source"),
        sa.Index("pots_expires_on_idx", "expires_on", "account_id", postgresql_where=sa.text("expires_on IS NOT NULL")),
        {"postgresql_with": {"fillfactor": "70"}},
    )


class OutsideAccount(db.Base):
    """A ledger account outside the pots: bank, escrow, government, transit, ended, returning, and one per
    provider.

    None keeps a balance: a row that every payment locks would be a national queue (architecture.md).
    """

    __tablename__ = "outside_accounts"

    outside_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    kind: orm.Mapped[str]
    name: orm.Mapped[str]


class Transfer(db.Base):
    """One movement of money with one cause. Never changed: a correction is a new transfer."""

    __tablename__ = "transfers"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    transfer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    kind: orm.Mapped[str]
    actor_id: orm.Mapped[uuid.UUID | None]
    key: orm.Mapped[str]
    booking_id: orm.Mapped[uuid.UUID | None]
    reverses_id: orm.Mapped[uuid.UUID | None]
    approved_by: orm.Mapped[uuid.UUID | None]
    rule: orm.Mapped[str]
    rule_version: orm.Mapped[str]
    reason: orm.Mapped[str | None]
    business_date: orm.Mapped[date]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.UniqueConstraint("account_id", "key", name="transfers_key_key"),
        sa.Index(
            "transfers_reverses_idx",
            "account_id",
            "reverses_id",
            unique=True,
            postgresql_where=sa.text("reverses_id IS NOT NULL"),
        ),
        sa.Index(
            "transfers_booking_idx", "account_id", "booking_id", postgresql_where=sa.text("booking_id IS NOT NULL")
        ),
        sa.Index("transfers_created_at_idx", "created_at", postgresql_using="brin"),
    )


class Posting(db.Base):
    """One balanced leg: an amount from one ledger account to another, so that every transfer sums to zero.

    `posting_id` rises in the order in which the account's lock was held. There is no foreign key to the transfer
    (docs/decisions/0002): one statement writes both, and invariant L4 watches.
    """

    __tablename__ = "postings"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    transfer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    posting_id: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    from_id: orm.Mapped[uuid.UUID]
    to_id: orm.Mapped[uuid.UUID]
    amount_cents: orm.Mapped[int]
    rule: orm.Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.CheckConstraint("from_id <> to_id", "moves"),
    )


class Reversal(db.Base):
    """What a correction or clawback takes back of which transfer; a whole mirror is `Transfer.reverses_id` too."""

    __tablename__ = "reversals"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    transfer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    original_id: orm.Mapped[uuid.UUID]
    amount_cents: orm.Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.Index("reversals_original_id_idx", "account_id", "original_id"),
    )


class Seal(db.Base):
    """The place of a transfer in the hash chain (trust.md 2); written by a job, outside the paying transaction."""

    __tablename__ = "seals"

    seq: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    account_id: orm.Mapped[uuid.UUID]
    transfer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(unique=True)
    prev_hash: orm.Mapped[str]
    hash: orm.Mapped[str]


class ClosedPeriod(db.Base):
    """A day up to which nothing can be booked any more."""

    __tablename__ = "closed_periods"

    until: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    closed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    head_seq: orm.Mapped[int]
    head_hash: orm.Mapped[str]


class SharedPot(db.Base):
    """Scarce money of which people get equal shares: how large one is, and the terms of the pots it goes to.

    The money itself lies in the fund of the account with the same id.
    """

    __tablename__ = "shared_pots"

    shared_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    share_cents: orm.Mapped[int]
    terms: orm.Mapped[str]
    source: orm.Mapped[str]
    funder_name: orm.Mapped[str]
    purposes: orm.Mapped[list[str]]
    expires_on: orm.Mapped[date | None]
    actor_id: orm.Mapped[uuid.UUID]
    rule: orm.Mapped[str]
    rule_version: orm.Mapped[str]
    paid_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.CheckConstraint("share_cents > 0", "share"),)


class Share(db.Base):
    """Somebody asked for a share of a shared pot: once, by the primary key. `number` is the order of arrival."""

    __tablename__ = "shares"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    shared_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    number: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, sa.Identity())
    state: orm.Mapped[str]
    transfer_id: orm.Mapped[uuid.UUID | None]

    __table_args__ = (
        sa.CheckConstraint("state IN ('waiting', 'paid', 'refused')", "state"),
        sa.CheckConstraint("(state = 'paid') = (transfer_id IS NOT NULL)", "paid"),
        sa.Index("shares_waiting_idx", "shared_id", "number", postgresql_where=sa.text("state = 'waiting'")),
    )
