"""What is kept of the end of pots: who was told, what goes back to employers, and which outages gave more time."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db


class Notice(db.Base):
    """The holder was told that a pot ends on a day, this many months ahead; once, by the primary key."""

    __tablename__ = "pot_notices"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    pot_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    expires_on: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    months: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    told_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)


class Return(db.Base):
    """Unused money that left a person's pot for its employer. `returned_by` is the transfer into the employer's fund.

    Until then it waits for the money of enough other people, so that its arrival tells about nobody.
    """

    __tablename__ = "pot_returns"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    transfer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    employer_id: orm.Mapped[uuid.UUID]
    employer_name: orm.Mapped[str]
    amount_cents: orm.Mapped[int]
    ended_on: orm.Mapped[date]
    returned_by: orm.Mapped[uuid.UUID | None]

    __table_args__ = (
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.Index(
            "pot_returns_waiting_idx", "employer_id", "account_id", postgresql_where=sa.text("returned_by IS NULL")
        ),
    )


class Outage(db.Base):
    """A time in which the service was down, found in the runs of the jobs or noted by whoever runs it."""

    __tablename__ = "outages"

    outage_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    began_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp, unique=True)
    ended_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    noted_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.CheckConstraint("ended_at > began_at", "order"),)


class Extension(db.Base):
    """The end date of a pot moved because of an outage: from when to when, and by which version of the rule."""

    __tablename__ = "pot_extensions"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    pot_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    outage_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("outages.outage_id"), primary_key=True)
    from_on: orm.Mapped[date]
    until_on: orm.Mapped[date]
    rule_version: orm.Mapped[str]
    at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (sa.CheckConstraint("until_on > from_on", "longer"),)
