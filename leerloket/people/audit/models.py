"""The audit log."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class AuditLine(db.Base):
    """Who did what to which object, from where, and how it ended. Never changed, never deleted."""

    __tablename__ = "audit_log"

    line_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    actor_id: orm.Mapped[uuid.UUID | None]
    role: orm.Mapped[str]
    action: orm.Mapped[str]
    object_type: orm.Mapped[str]
    object_id: orm.Mapped[str]
    result: orm.Mapped[str]
    reason: orm.Mapped[str]
    origin: orm.Mapped[str]
    operation_id: orm.Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("result IN ('done', 'refused')", name="result"),
        sa.Index("audit_log_at_idx", "at"),
        sa.Index("audit_log_object_id_idx", "object_id"),
        sa.Index("audit_log_operation_id_idx", "operation_id"),
    )
