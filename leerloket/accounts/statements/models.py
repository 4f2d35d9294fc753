"""Yearly statements as they were made, and how far the making of a year is."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class YearlyStatement(db.Base):
    """What one account did in one year, as it was drawn, with the head of the chain at that moment. Never changed."""

    __tablename__ = "yearly_statements"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    year: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    holder: orm.Mapped[str]
    made_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    end_cents: orm.Mapped[int]
    head_seq: orm.Mapped[int]
    head_hash: orm.Mapped[str]
    pdf: orm.Mapped[bytes] = orm.mapped_column(deferred=True)

    __table_args__ = (sa.CheckConstraint("holder IN ('person', 'employer')", "holder"),)


class YearlyRun(db.Base):
    """The making of the statements of one year. `seen_until` is the last account that was looked at."""

    __tablename__ = "yearly_runs"

    year: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    began_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    seen_until: orm.Mapped[uuid.UUID | None]
    seen_count: orm.Mapped[int] = orm.mapped_column(default=0)
    made_count: orm.Mapped[int] = orm.mapped_column(default=0)
    ended_at: orm.Mapped[datetime | None] = orm.mapped_column(db.Timestamp)
