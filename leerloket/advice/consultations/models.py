"""Consultations, the private notes apart from them, and what was added after they were closed."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Consultation(db.Base):
    """One talk of a person and an adviser. `closed_at` locks it; `version` rises with every change.

    `edit_token` is the page that wrote last: that page may go on writing, another one must first see what changed.
    """

    __tablename__ = "consultations"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    consultation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    adviser_id: orm.Mapped[uuid.UUID]
    adviser_name: orm.Mapped[str]
    desk_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("desks.desk_id"))
    appointment_id: orm.Mapped[uuid.UUID | None]
    started_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    closed_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    topics: orm.Mapped[list[str]]
    notes: orm.Mapped[str]
    motivation: orm.Mapped[str]
    capacity: orm.Mapped[str]
    opportunity: orm.Mapped[str]
    version: orm.Mapped[int]
    edit_token: orm.Mapped[str]
    changed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("closed_at IS NULL OR cardinality(topics) > 0", name="topics"),
        sa.CheckConstraint("closed_at >= started_at", name="order"),
        sa.Index("consultations_started_at_idx", "account_id", "started_at"),
        sa.Index("consultations_adviser_id_idx", "adviser_id", "started_at"),
    )


class PrivateNote(db.Base):
    """What the adviser keeps to the profession; apart, and every look at it is logged."""

    __tablename__ = "consultation_private_notes"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    consultation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    text: orm.Mapped[str]
    changed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "consultation_id"],
            ["consultations.account_id", "consultations.consultation_id"],
            name="consultation_private_notes_consultation_fkey",
        ),
    )


class Addition(db.Base):
    """A correction of a closed consultation: added, never changed."""

    __tablename__ = "consultation_additions"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    consultation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    addition_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    text: orm.Mapped[str]
    added_by: orm.Mapped[uuid.UUID]
    added_by_name: orm.Mapped[str]
    added_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "consultation_id"],
            ["consultations.account_id", "consultations.consultation_id"],
            name="consultation_additions_consultation_fkey",
        ),
    )
