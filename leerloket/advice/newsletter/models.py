"""Who gets the newsletter of which region, and what was sent."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class NewsletterReader(db.Base):
    """Who asked for the newsletter of a region; it is sent from `confirmed_at`, and stopping removes the row.

    A person of ours has `account_id`, and the address is the person's. Anybody else has an address here, once
    asked for and once confirmed. `reader_id` is drawn and stands only in mails to this address: whoever has it may
    confirm and stop.
    """

    __tablename__ = "newsletter_readers"

    reader_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.random_id)
    account_id: orm.Mapped[uuid.UUID | None]
    email: orm.Mapped[str | None]
    email_norm: orm.Mapped[str | None]
    region_code: orm.Mapped[str] = orm.mapped_column(sa.ForeignKey("regions.code"))
    language: orm.Mapped[str]
    asked_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    confirmed_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("(account_id IS NULL) = (email IS NOT NULL)", name="who"),
        sa.CheckConstraint("(email IS NULL) = (email_norm IS NULL)", name="email"),
        sa.CheckConstraint("language IN ('nl', 'en')", name="language"),
        sa.Index("newsletter_readers_account_idx", "account_id", unique=True),
        sa.Index(
            "newsletter_readers_asked_idx",
            "email_norm",
            unique=True,
            postgresql_where=sa.text("confirmed_at IS NULL"),
        ),
        sa.Index(
            "newsletter_readers_confirmed_idx",
            "email_norm",
            unique=True,
            postgresql_where=sa.text("confirmed_at IS NOT NULL"),
        ),
        sa.Index("newsletter_readers_region_idx", "region_code", "reader_id"),
    )


class NewsletterIssue(db.Base):
    """What was sent to the readers of a region about a month; `lines` are in both languages. Written once."""

    __tablename__ = "newsletter_issues"

    month: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    region_code: orm.Mapped[str] = orm.mapped_column(sa.ForeignKey("regions.code"), primary_key=True)
    lines: orm.Mapped[dict[str, Any]]
    made_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.CheckConstraint("extract(day FROM month) = 1", name="month"),)
