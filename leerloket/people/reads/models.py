"""The log of looks at a person's data."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Read(db.Base):
    """Somebody looked at (or was refused) something of a person, for a purpose. Never changed, never deleted."""

    __tablename__ = "reads"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    read_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    actor_id: orm.Mapped[uuid.UUID | None]
    actor_name: orm.Mapped[str]
    role: orm.Mapped[str]
    organisation_name: orm.Mapped[str]
    employer_id: orm.Mapped[uuid.UUID | None]
    action: orm.Mapped[str]
    object_type: orm.Mapped[str]
    object_id: orm.Mapped[uuid.UUID | None]
    purpose: orm.Mapped[str]
    operation_id: orm.Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("purpose <> ''", name="purpose"),
        sa.Index("reads_actor_id_idx", "actor_id", "at"),
    )
