"""The versions of schemes, and who waits for one to open."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class SchemeVersion(db.Base):
    """A scheme as it was written down once; the highest version counts. Rows are added, never changed."""

    __tablename__ = "scheme_versions"

    slug: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    version: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    record: orm.Mapped[dict[str, Any]]
    changed_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    changed_by: orm.Mapped[uuid.UUID | None]
    reason: orm.Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug"),
        sa.CheckConstraint("version > 0", name="version"),
    )


class SchemeWatch(db.Base):
    """A person who wants a mail when a scheme opens. It goes when the mail is written."""

    __tablename__ = "scheme_watches"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    slug: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    asked_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.Index("scheme_watches_slug_idx", "slug"),)
