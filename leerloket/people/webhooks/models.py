"""Where another system wants to hear what, and everything that was told."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Webhook(db.Base):
    """An address that one organisation wants called. Its secret is sealed; an old one counts until `old_until`."""

    __tablename__ = "webhooks"

    organisation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    webhook_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    role: orm.Mapped[str]
    url: orm.Mapped[str]
    events: orm.Mapped[list[str]]
    secret_ciphertext: orm.Mapped[bytes]
    key_version: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger)
    old_secret_ciphertext: orm.Mapped[bytes | None]
    old_key_version: orm.Mapped[int | None] = orm.mapped_column(sa.SmallInteger)
    old_until: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    created_by: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("persons.person_id"))
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    failing_since: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    disabled_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
    removed_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("role IN ('employer', 'provider')", name="role"),
        sa.CheckConstraint("cardinality(events) > 0", name="events"),
        sa.CheckConstraint(
            "(old_secret_ciphertext IS NULL) = (old_until IS NULL) AND (old_until IS NULL) = (old_key_version IS NULL)",
            name="old_secret",
        ),
    )


class Delivery(db.Base):
    """One event for one webhook, written in the transaction of what happened. `about` makes an event come once."""

    __tablename__ = "webhook_deliveries"

    organisation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    delivery_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    webhook_id: orm.Mapped[uuid.UUID]
    event: orm.Mapped[str]
    about: orm.Mapped[str]
    facts: orm.Mapped[dict[str, Any]]
    state: orm.Mapped[str]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    due_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    give_up_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    tries: orm.Mapped[int] = orm.mapped_column(default=0)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "webhook_id"],
            ["webhooks.organisation_id", "webhooks.webhook_id"],
            name="webhook_deliveries_webhook_fkey",
        ),
        sa.UniqueConstraint("organisation_id", "webhook_id", "event", "about", name="webhook_deliveries_about_key"),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name="state"),
        sa.Index("webhook_deliveries_waiting_idx", "due_at", postgresql_where=sa.text("state = 'waiting'")),
        sa.Index("webhook_deliveries_newest_idx", "organisation_id", "webhook_id", "delivery_id"),
        sa.Index("webhook_deliveries_created_at_idx", "created_at"),
    )


class Try(db.Base):
    """One call: the status that was answered, or what went wrong."""

    __tablename__ = "webhook_tries"

    organisation_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    delivery_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    n: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    status: orm.Mapped[int | None] = orm.mapped_column(sa.SmallInteger)
    problem: orm.Mapped[str]
    milliseconds: orm.Mapped[int]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "delivery_id"],
            ["webhook_deliveries.organisation_id", "webhook_deliveries.delivery_id"],
            name="webhook_tries_delivery_fkey",
            ondelete="CASCADE",
        ),
    )
