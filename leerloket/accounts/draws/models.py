"""Draws of scarce money, and who entered them."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import clock, db


class Draw(db.Base):
    """Equal grants from one budget, given in the order of a draw. Its budget is the shared pot with the same id.

    `commitment` is the hash of the seed, public from the opening; `seed` is filled in when the draw is done.
    `told_until` is the last place whose person was told.
    """

    __tablename__ = "draws"

    draw_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    slug: orm.Mapped[str] = orm.mapped_column(unique=True)
    name: orm.Mapped[str]
    about: orm.Mapped[str]
    funder_name: orm.Mapped[str]
    amount_cents: orm.Mapped[int]
    grants: orm.Mapped[int]
    purposes: orm.Mapped[list[str]]
    ends_on: orm.Mapped[date]
    opens_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    closes_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    claim_days: orm.Mapped[int]
    may_enter: orm.Mapped[dict[str, Any]]
    priorities: orm.Mapped[list[dict[str, Any]]]
    state: orm.Mapped[str] = orm.mapped_column(default="draft")
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    opened_by: orm.Mapped[uuid.UUID | None]
    opened_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    commitment: orm.Mapped[str | None]
    sealed_seed: orm.Mapped[bytes | None]
    key_version: orm.Mapped[int | None]
    public_key: orm.Mapped[str | None]
    drawn_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    seed: orm.Mapped[str | None]
    chain_seq: orm.Mapped[int | None]
    chain_hash: orm.Mapped[str | None]
    entries_hash: orm.Mapped[str | None]
    entry_count: orm.Mapped[int] = orm.mapped_column(default=0)
    told_until: orm.Mapped[int] = orm.mapped_column(default=0)
    ended_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("state IN ('draft', 'open', 'drawn', 'ended')", "state"),
        sa.CheckConstraint("opened_by <> created_by", "four_eyes"),
        sa.CheckConstraint(
            "(state = 'draft') = (opened_by IS NULL) AND (opened_by IS NULL) = (commitment IS NULL)", "opened"
        ),
        sa.CheckConstraint(
            "(state IN ('draft', 'open')) = (seed IS NULL) AND (seed IS NULL) = (drawn_at IS NULL)", "drawn"
        ),
        sa.CheckConstraint("amount_cents > 0 AND grants > 0", "budget"),
        sa.CheckConstraint("opens_at < closes_at", "window"),
    )

    @property
    def budget_cents(self) -> int:
        """All grants together."""
        return self.amount_cents * self.grants

    @property
    def last_moment(self) -> datetime:
        """The last moment at which somebody can enter; it tells the last day."""
        return self.closes_at - timedelta(microseconds=1)

    @property
    def is_entered_now(self) -> bool:
        """Whether people can enter at this moment."""
        return self.state == "open" and self.opens_at <= clock.now() < self.closes_at

    @property
    def is_drawn(self) -> bool:
        """Whether there is a result."""
        return self.state in {"drawn", "ended"}


class Entry(db.Base):
    """One person in one draw: once, by the primary key. `code` is all that is ever shown of it.

    Until the draw it is entered or withdrawn; after it drawn (may claim until `claim_until`), claimed, declined,
    lapsed (did not claim in time) or waiting (in line, in the order of `place`).
    """

    __tablename__ = "draw_entries"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    draw_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("draws.draw_id"), primary_key=True)
    code: orm.Mapped[str]
    weight: orm.Mapped[int]
    entered_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    state: orm.Mapped[str]
    place: orm.Mapped[int | None]
    claim_until: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.UniqueConstraint("draw_id", "code", name="draw_entries_code_key"),
        sa.CheckConstraint("weight > 0", "weight"),
        sa.CheckConstraint(
            "state IN ('entered', 'withdrawn', 'waiting', 'drawn', 'claimed', 'declined', 'lapsed')", "state"
        ),
        sa.CheckConstraint("(place IS NULL) = (state IN ('entered', 'withdrawn'))", "place"),
        sa.CheckConstraint("state <> 'drawn' OR claim_until IS NOT NULL", "claim"),
        sa.Index("draw_entries_line_idx", "draw_id", "state", "place"),
    )
