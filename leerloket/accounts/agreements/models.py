"""Agreements of an employer with its people, their versions, and who got what."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import orm

from leerloket import db

PURPOSES = "ARRAY['study', 'general_skills', 'job', 'labour_market', 'guidance']"


class Agreement(db.Base):
    """One standing rule. What it says stands in its versions; from `stopped_on` it gives nothing more."""

    __tablename__ = "agreements"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("employers.employer_id"), primary_key=True)
    agreement_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True, default=db.new_id)
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)
    stopped_on: orm.Mapped[date | None]


class Version(db.Base):
    """What an agreement says from a day on. Never changed: a change is a new version.

    `every` is "year" (once a calendar year) or "start" (once, for who comes to work here). `lasts_months` is how long
    the money can be used, `most_cents` how much one person gets in all; None is without end, without limit.
    """

    __tablename__ = "agreement_versions"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    agreement_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    version: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
    starts_on: orm.Mapped[date]
    amount_cents: orm.Mapped[int]
    every: orm.Mapped[str]
    least_fte_pct: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger)
    least_months: orm.Mapped[int] = orm.mapped_column(sa.SmallInteger)
    purposes: orm.Mapped[list[str]]
    lasts_months: orm.Mapped[int | None] = orm.mapped_column(sa.SmallInteger)
    most_cents: orm.Mapped[int | None]
    created_by: orm.Mapped[uuid.UUID]
    created_at: orm.Mapped[datetime] = orm.mapped_column(db.Timestamp)

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["employer_id", "agreement_id"],
            ["agreements.employer_id", "agreements.agreement_id"],
            name="agreement_versions_agreement_fkey",
        ),
        sa.UniqueConstraint("employer_id", "agreement_id", "starts_on", name="agreement_versions_starts_on_key"),
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.CheckConstraint("every IN ('year', 'start')", "every"),
        sa.CheckConstraint("least_fte_pct BETWEEN 1 AND 100", "least_fte_pct"),
        sa.CheckConstraint("least_months >= 0", "least_months"),
        sa.CheckConstraint(f"cardinality(purposes) > 0 AND purposes <@ {PURPOSES}::text[]", "purposes"),
        sa.CheckConstraint("lasts_months > 0", "lasts_months"),
        sa.CheckConstraint("most_cents >= amount_cents", "most"),
    )


class Grant(db.Base):
    """One person got money by one agreement for one period: a year, or "start". Its key makes it happen once."""

    __tablename__ = "agreement_grants"

    employer_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    agreement_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    person_id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    period: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    version: orm.Mapped[int]
    amount_cents: orm.Mapped[int]
    batch_id: orm.Mapped[uuid.UUID]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["employer_id", "agreement_id", "version"],
            ["agreement_versions.employer_id", "agreement_versions.agreement_id", "agreement_versions.version"],
            name="agreement_grants_version_fkey",
        ),
        sa.CheckConstraint("amount_cents > 0", "amount"),
        sa.Index("agreement_grants_batch_idx", "employer_id", "batch_id"),
    )
