"""Consents of a person."""

import uuid
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import clock, db


class Consent(db.Base):
    """One receiver may see one thing of one person, from `given_at` until `expires_at` or `revoked_at`."""

    __tablename__ = "consents"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"), primary_key=True)
    consent_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    receiver_kind: orm.Mapped[str]
    receiver_id: orm.Mapped[uuid.UUID]
    receiver_name: orm.Mapped[str]
    scope: orm.Mapped[str]
    purpose: orm.Mapped[str]
    given_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    expires_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    revoked_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    recorded_by: orm.Mapped[uuid.UUID | None]

    @property
    def is_live(self) -> bool:
        """Whether it holds now."""
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def until_on(self) -> date:
        """Its last day."""
        return clock.business_date(self.expires_at - timedelta(microseconds=1))

    __table_args__ = (
        sa.CheckConstraint("receiver_kind IN ('adviser', 'desk')", name="receiver_kind"),
        sa.CheckConstraint("scope IN ('account', 'plan', 'consult')", name="scope"),
        sa.CheckConstraint("purpose <> ''", name="purpose"),
        sa.CheckConstraint("expires_at > given_at", name="expires_at"),
        sa.Index("consents_receiver_id_idx", "receiver_id", "scope"),
        sa.Index(
            "consents_live_idx",
            "account_id",
            "receiver_id",
            "scope",
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )
