"""Invitations of employees."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import clock, db


class Invitation(db.Base):
    """One employee may join with one code, once, until `expires_at`. The code is kept as an HMAC under the key file.

    `name` is only for the letter: it is forgotten when the invitation ends.
    """

    __tablename__ = "invitations"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("employers.employer_id"), primary_key=True)
    invitation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    batch_id: orm.Mapped[uuid.UUID]
    personnel_number: orm.Mapped[str]
    name: orm.Mapped[str | None]
    fte_pct: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger)
    starts_on: orm.Mapped[date]
    code_hash: orm.Mapped[bytes]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    expires_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    used_by: orm.Mapped[uuid.UUID | None]
    used_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    withdrawn_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.UniqueConstraint("code_hash", name="invitations_code_hash_key"),
        sa.CheckConstraint("fte_pct BETWEEN 1 AND 100", name="fte_pct"),
        sa.CheckConstraint("(used_by IS NULL) = (used_at IS NULL)", name="used"),
        sa.CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", name="once"),
        sa.Index("invitations_batch_idx", "employer_id", "batch_id"),
        sa.Index(
            "invitations_open_idx",
            "employer_id",
            "personnel_number",
            unique=True,
            postgresql_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    @property
    def state(self) -> str:
        """`open`, `used`, `withdrawn` or `ended`."""
        if self.used_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.expires_at > clock.now() else "ended"
