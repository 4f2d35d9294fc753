"""Exports, requests to erase, what was brought along from another service, and what each night removed."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import clock, db


class Export(db.Base):
    """A file with everything about a person, asked for by that person. `content` goes at `ends_at`; the line stays."""

    __tablename__ = "exports"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    export_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    asked_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    made_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    ends_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    size_bytes: orm.Mapped[int | None]
    content: orm.Mapped[bytes | None] = orm.mapped_column(deferred=True)

    __table_args__ = (
        sa.CheckConstraint(
            "(made_at IS NULL) = (ends_at IS NULL) AND (made_at IS NULL) = (size_bytes IS NULL)", name="made"
        ),
        sa.CheckConstraint("content IS NULL OR made_at IS NOT NULL", name="content"),
        sa.Index("exports_waiting_idx", "asked_at", postgresql_where=sa.text("made_at IS NULL")),
    )

    @property
    def state(self) -> str:
        """`waiting` until it is made, `ready` until its last day, `ended` after."""
        if self.ends_at is None:
            return "waiting"
        return "ready" if self.ends_at > clock.now() else "ended"


class Erasure(db.Base):
    """A request to be erased, carried out at `due_at` unless it was taken back. `removed`: how many rows by table."""

    __tablename__ = "erasures"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    erasure_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    asked_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    due_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    withdrawn_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    done_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    removed: orm.Mapped[dict[str, Any]]

    __table_args__ = (
        sa.CheckConstraint("withdrawn_at IS NULL OR done_at IS NULL", name="ended"),
        sa.Index(
            "erasures_open_idx",
            "account_id",
            unique=True,
            postgresql_where=sa.text("withdrawn_at IS NULL AND done_at IS NULL"),
        ),
    )


class BroughtItem(db.Base):
    """One thing a person did at another service, as that service wrote it down. Read only; never money."""

    __tablename__ = "brought_items"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    origin: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    subject: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    key: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    facts: orm.Mapped[dict[str, Any]]
    brought_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)


class RetentionRun(db.Base):
    """How many rows one rule of retention removed on one day."""

    __tablename__ = "retention_runs"

    rule: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    day: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    removed: orm.Mapped[int]
