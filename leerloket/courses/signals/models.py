"""Signals, what they rest on, and changed limits."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db
from leerloket.courses.signals import kinds


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


class Signal(db.Base):
    """Something to look at: found by a rule with its figures and limits of that night, or told by somebody.

    A report keeps its words in `told` and the hash of the code to follow it; it may concern no known provider.
    """

    __tablename__ = "signals"
    __table_args__ = (
        _one_of("kind", kinds.KINDS),
        _one_of("outcome", kinds.OUTCOMES),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL)", name="closed"
        ),
        sa.CheckConstraint("(kind = 'report') = (code_hash IS NOT NULL)", name="report"),
        sa.CheckConstraint("kind = 'report' OR provider_id IS NOT NULL", name="provider"),
        sa.UniqueConstraint("code_hash", name="signals_code_hash_key"),
        sa.Index(
            "signals_open_idx",
            "kind",
            "provider_id",
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL AND kind <> 'report'"),
        ),
    )

    signal_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    provider_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("providers.provider_id"), index=True)
    found_at: Mapped[datetime] = mapped_column(db.Timestamp)
    figures: Mapped[dict[str, Any]]
    limits: Mapped[dict[str, Any]]
    told: Mapped[str] = mapped_column(default="")
    code_hash: Mapped[bytes | None]
    outcome: Mapped[str | None]
    closed_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    closed_by: Mapped[uuid.UUID | None]
    reason: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")


class Evidence(db.Base):
    """One fact a signal rests on. The key is unique per kind: what was judged once gives no second signal."""

    __tablename__ = "signal_evidence"
    __table_args__ = (
        _one_of("object_type", kinds.OBJECTS),
        sa.Index("signal_evidence_object_id_idx", "object_id"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    signal_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("signals.signal_id"), index=True)
    object_type: Mapped[str]
    object_id: Mapped[uuid.UUID]


class LimitChange(db.Base):
    """From when a limit has another value, by whom and why. Never changed; the newest counts."""

    __tablename__ = "signal_limits"
    __table_args__ = (sa.CheckConstraint("value >= 0", name="value"),)

    change_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    value: Mapped[int] = mapped_column(sa.BigInteger)
    reason: Mapped[str]
    changed_by: Mapped[uuid.UUID]
    changed_at: Mapped[datetime] = mapped_column(db.Timestamp)
