"""Desks, advisers with their opening, and appointments."""

import uuid
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

from leerloket import db
from leerloket.advice.desks import codes


class Desk(db.Base):
    """A regional leerloket. Reference data; a desk that merged or moved keeps its row with an end date."""

    __tablename__ = "desks"

    desk_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    slug: orm.Mapped[str] = orm.mapped_column(unique=True)
    name: orm.Mapped[str]
    region_code: orm.Mapped[str]
    address: orm.Mapped[str]
    phone: orm.Mapped[str]
    opening_hours: orm.Mapped[list[str]]
    partners: orm.Mapped[list[str]] = orm.mapped_column(server_default=sa.text("'{}'"))
    valid_from: orm.Mapped[date]
    valid_until: orm.Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="valid"),
        sa.Index("desks_region_code_idx", "region_code"),
    )


class Adviser(db.Base):
    """A person who advises at one desk. `region_code` is the region in which this adviser may read."""

    __tablename__ = "advisers"

    person_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    desk_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("desks.desk_id"), index=True)
    name: orm.Mapped[str]
    region_code: orm.Mapped[str]


class Opening(db.Base):
    """When an adviser sees people, from a day on until the next rule begins. Hours are of Amsterdam."""

    __tablename__ = "openings"

    adviser_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("advisers.person_id"), primary_key=True)
    valid_from: orm.Mapped[date] = orm.mapped_column(primary_key=True)
    weekdays: orm.Mapped[list[int]] = orm.mapped_column(postgresql.ARRAY(sa.SmallInteger))
    opens: orm.Mapped[time]
    closes: orm.Mapped[time]
    minutes: orm.Mapped[int]
    buffer_minutes: orm.Mapped[int]
    daily_limit: orm.Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("weekdays <@ ARRAY[1, 2, 3, 4, 5]::smallint[]", name="weekdays"),
        sa.CheckConstraint("opens < closes", name="order"),
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
        sa.CheckConstraint("buffer_minutes BETWEEN 0 AND 60", name="buffer"),
        sa.CheckConstraint("daily_limit BETWEEN 1 AND 20", name="daily_limit"),
    )


class Appointment(db.Base):
    """One person and one adviser at a time. An adviser has one talk at a time: see `service.make_appointment`."""

    __tablename__ = "appointments"

    account_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    appointment_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    desk_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("desks.desk_id"))
    adviser_id: orm.Mapped[uuid.UUID]
    topic: orm.Mapped[str]
    channel: orm.Mapped[str]
    starts_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    minutes: orm.Mapped[int]
    state: orm.Mapped[str]
    made_by: orm.Mapped[uuid.UUID]
    made_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
        sa.CheckConstraint("channel IN (" + ", ".join(f"'{c}'" for c in codes.CHANNELS) + ")", name="channel"),
        sa.CheckConstraint("state IN (" + ", ".join(f"'{s}'" for s in codes.STATES) + ")", name="state"),
        sa.Index("appointments_adviser_id_idx", "adviser_id", "starts_at"),
        sa.Index("appointments_desk_id_idx", "desk_id", "starts_at"),
        sa.Index("appointments_planned_idx", "starts_at", postgresql_where=sa.text("state = 'planned'")),
    )
