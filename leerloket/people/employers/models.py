"""Employers and their employees."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

from leerloket import db


class Employer(db.Base):
    """A company or institution. `employer_id` is also the id of its account in the ledger."""

    __tablename__ = "employers"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.random_id)
    name: orm.Mapped[str]
    kvk: orm.Mapped[str]
    iban: orm.Mapped[str | None]
    region_code: orm.Mapped[str] = orm.mapped_column(sa.ForeignKey("regions.code"))
    sector: orm.Mapped[str | None]
    size: orm.Mapped[str]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.CheckConstraint("kvk ~ '^[0-9]{8}$'", name="kvk"),
        sa.CheckConstraint("size IN ('small', 'medium', 'large')", name="size"),
        sa.UniqueConstraint("kvk", name="employers_kvk_key"),
        sa.Index("employers_region_code_idx", "region_code"),
    )


class Employment(db.Base):
    """One person at one employer from a day up to and including another. `fte_pct` is 100 for full time."""

    __tablename__ = "employments"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("employers.employer_id"), primary_key=True)
    employment_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    person_id: orm.Mapped[uuid.UUID]
    personnel_number: orm.Mapped[str]
    fte_pct: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger, server_default="100")
    starts_on: orm.Mapped[date]
    ends_on: orm.Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("fte_pct BETWEEN 1 AND 100", name="fte_pct"),
        sa.CheckConstraint("ends_on >= starts_on", name="dates"),
        postgresql.ExcludeConstraint(
            ("employer_id", "="),
            ("person_id", "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="employments_person_once_excl",
            using="gist",
        ),
        postgresql.ExcludeConstraint(
            ("employer_id", "="),
            ("personnel_number", "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="employments_number_once_excl",
            using="gist",
        ),
        sa.Index("employments_person_id_idx", "person_id"),
        sa.Index("employments_personnel_number_idx", "employer_id", "personnel_number"),
        sa.Index("employments_bare_number_idx", "employer_id", sa.text("ltrim(personnel_number, '0')")),
    )
