"""The tables of admissions: rounds, their tasks, and sanctions."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db
from leerloket.courses.admissions import codes
from leerloket.courses.providers import service as providers

OPEN_ROUND = "state IN ('open', 'approved_once')"
PROPOSED = "state = 'proposed'"


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


class AdmissionRound(db.Base):
    """One time a provider is looked at: the first time, or a re-check. Two people end it well, one can reject."""

    __tablename__ = "admission_rounds"
    __table_args__ = (
        sa.Index("admission_rounds_open_idx", "provider_id", unique=True, postgresql_where=sa.text(OPEN_ROUND)),
        _one_of("state", codes.ROUND_STATES),
        sa.CheckConstraint("first_approved_by <> approved_by", name="four_eyes"),
        sa.CheckConstraint("started_by NOT IN (first_approved_by, approved_by) OR NOT is_applied", name="not_own"),
        sa.CheckConstraint(
            "state <> 'admitted' OR (first_approved_by IS NOT NULL AND approved_by IS NOT NULL"
            " AND until_on IS NOT NULL)",
            name="admitted",
        ),
    )

    round_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"), index=True)
    state: Mapped[str]
    is_applied: Mapped[bool]
    """Whether the provider asked for it itself."""
    holder: Mapped[str]
    """The name its bank account is in, as the provider says."""
    started_by: Mapped[uuid.UUID]
    started_at: Mapped[datetime] = mapped_column(db.Timestamp)
    until_on: Mapped[date | None]
    first_approved_by: Mapped[uuid.UUID | None]
    approved_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    end_reason: Mapped[str]


class AdmissionTask(db.Base):
    """One thing to look at in a round: what was found, what it was seen in, and on which day."""

    __tablename__ = "admission_tasks"
    __table_args__ = (
        _one_of("task", codes.TASKS),
        _one_of("state", codes.TASK_STATES),
        sa.CheckConstraint(
            "state = 'open' OR (note <> '' AND evidence_on IS NOT NULL AND done_by IS NOT NULL)", name="done"
        ),
    )

    round_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("admission_rounds.round_id"), primary_key=True)
    task: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    note: Mapped[str]
    evidence_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    done_by: Mapped[uuid.UUID | None]
    done_at: Mapped[datetime | None] = mapped_column(db.Timestamp)


class Sanction(db.Base):
    """A step against a provider: proposed by one person, in force by another's word, until it is lifted."""

    __tablename__ = "provider_sanctions"
    __table_args__ = (
        sa.Index("provider_sanctions_proposed_idx", "provider_id", unique=True, postgresql_where=sa.text(PROPOSED)),
        _one_of("step", providers.STEPS),
        _one_of("state", codes.SANCTION_STATES),
        sa.CheckConstraint("proposed_by <> decided_by", name="four_eyes"),
        sa.CheckConstraint("state <> 'in_force' OR decided_by IS NOT NULL", name="in_force"),
        sa.CheckConstraint("decided_by NOT IN (lifted_by, answered_by)", name="not_own"),
        sa.CheckConstraint("answered_by IS NULL OR (appeal <> '' AND answer <> '')", name="answer"),
    )

    sanction_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"), index=True)
    step: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    proposed_by: Mapped[uuid.UUID]
    proposed_at: Mapped[datetime] = mapped_column(db.Timestamp)
    decided_by: Mapped[uuid.UUID | None]
    decided_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    appeal: Mapped[str]
    appealed_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    answer: Mapped[str]
    answered_by: Mapped[uuid.UUID | None]
    answered_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    lifted_by: Mapped[uuid.UUID | None]
    lifted_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    lift_reason: Mapped[str]
