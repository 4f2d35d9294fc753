"""API keys. Only the hash of a key is kept."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class ApiKey(db.Base):
    """A key of one organisation. It acts for the officer who made it, within its scopes, until it ends."""

    __tablename__ = "api_keys"

    organisation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    key_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    key_hash: orm.Mapped[bytes] = orm.mapped_column(unique=True)
    begins_with: orm.Mapped[str]
    role: orm.Mapped[str]
    name: orm.Mapped[str]
    scopes: orm.Mapped[list[str]]
    created_by: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"))
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    ends_on: orm.Mapped[date]
    last_used_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    minute_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    uses_this_minute: orm.Mapped[int] = orm.mapped_column(default=0)
    revoked_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("role IN ('employer', 'provider')", name="role"),
        sa.CheckConstraint("cardinality(scopes) > 0", name="scopes"),
    )
