"""Rule sets of learning rights, the runs that credit them, and who got what in which year."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class RuleSet(db.Base):
    """One version of the rules of a right, from the day it starts. `data` is read by `rules.read`.

    Written by one person, proposed by one, approved by another; never changed after that. A version counts until the
    next approved one of the same name starts. `note` says why it was made, `source` where its figures come from.
    """

    __tablename__ = "rule_sets"

    rule_set_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    name: orm.Mapped[str]
    version: orm.Mapped[str]
    starts_on: orm.Mapped[date]
    data: orm.Mapped[dict[str, Any]]
    note: orm.Mapped[str] = orm.mapped_column(default="")
    source: orm.Mapped[str] = orm.mapped_column(default="")
    created_by: orm.Mapped[uuid.UUID | None]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    proposed_by: orm.Mapped[uuid.UUID | None]
    proposed_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    approved_by: orm.Mapped[uuid.UUID | None]
    approved_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.UniqueConstraint("name", "version", name="rule_sets_name_version_key"),
        sa.CheckConstraint("approved_by <> created_by", "four_eyes"),
        sa.CheckConstraint("approved_by <> proposed_by", "approver"),
        sa.CheckConstraint("approved_at IS NULL OR proposed_at IS NOT NULL", "proposed"),
        sa.Index(
            "rule_sets_one_a_day_idx",
            "name",
            "starts_on",
            unique=True,
            postgresql_where=sa.text("approved_at IS NOT NULL"),
        ),
    )

    @property
    def state(self) -> str:
        """Draft, proposed or approved."""
        if self.approved_at:
            return "approved"
        return "proposed" if self.proposed_at else "draft"


class Run(db.Base):
    """One crediting of a right to everybody: counted first, approved by a second person, then done in batches.

    `seen_until` is the last person that was looked at; it moves in the transaction of the credits themselves.
    `worked_ms` is the time the batches took, `by_rule` what each rule gave: people and cents. `earlier_cents` was
    credited in this year before the count. `told_until` is the last person who was told; `told_at` when all were.
    """

    __tablename__ = "rights_runs"

    run_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    number: orm.Mapped[int] = orm.mapped_column(sa.BigInteger, sa.Identity())
    rule_set_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("rule_sets.rule_set_id"))
    scheme: orm.Mapped[str]
    rule_version: orm.Mapped[str]
    year: orm.Mapped[int]
    on_date: orm.Mapped[date]
    state: orm.Mapped[str]
    due_count: orm.Mapped[int]
    due_cents: orm.Mapped[int]
    exclusions: orm.Mapped[dict[str, Any]]
    person_count: orm.Mapped[int]
    budget_cents: orm.Mapped[int | None]
    earlier_cents: orm.Mapped[int] = orm.mapped_column(default=0)
    last_year_count: orm.Mapped[int] = orm.mapped_column(default=0)
    last_year_cents: orm.Mapped[int] = orm.mapped_column(default=0)
    seen_count: orm.Mapped[int] = orm.mapped_column(default=0)
    done_count: orm.Mapped[int] = orm.mapped_column(default=0)
    done_cents: orm.Mapped[int] = orm.mapped_column(default=0)
    by_rule: orm.Mapped[dict[str, Any]] = orm.mapped_column(default=dict)
    batch: orm.Mapped[int] = orm.mapped_column(default=0)
    worked_ms: orm.Mapped[int] = orm.mapped_column(default=0)
    seen_until: orm.Mapped[uuid.UUID | None]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    approved_by: orm.Mapped[uuid.UUID | None]
    approved_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    ended_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    told_until: orm.Mapped[uuid.UUID | None]
    told_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("state IN ('draft', 'approved', 'running', 'paused', 'done')", "state"),
        sa.CheckConstraint("approved_by <> created_by", "four_eyes"),
        sa.CheckConstraint("(state = 'draft') = (approved_by IS NULL)", "approved"),
        sa.Index(
            "rights_runs_one_at_a_time_idx",
            sa.text("(1)"),
            unique=True,
            postgresql_where=sa.text("state IN ('approved', 'running', 'paused')"),
        ),
    )

    @property
    def reference(self) -> str:
        """How people call this run: `L-2026-3`."""
        return f"L-{self.year}-{self.number}"

    @property
    def year_cents(self) -> int:
        """What the whole year costs when this run is done, as counted."""
        return self.earlier_cents + self.due_cents

    @property
    def per_second(self) -> int:
        """How many people are looked at in a second of work; 0 before the first batch."""
        return self.seen_count * 1000 // self.worked_ms if self.worked_ms else 0

    @property
    def remaining_seconds(self) -> int | None:
        """How long the rest takes at this speed; None while the speed is not known."""
        left = max(0, self.person_count - self.seen_count)
        return -(-left // self.per_second) if self.per_second else None


class Grant(db.Base):
    """A person got this right in this year: once, by the primary key."""

    __tablename__ = "grants"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    scheme: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    year: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    transfer_id: orm.Mapped[uuid.UUID]
    amount_cents: orm.Mapped[int]
    rule: orm.Mapped[str]
    expires_on: orm.Mapped[date | None]
    run_id: orm.Mapped[uuid.UUID]
    batch: orm.Mapped[int]

    __table_args__ = (sa.CheckConstraint("amount_cents > 0", "amount"),)
