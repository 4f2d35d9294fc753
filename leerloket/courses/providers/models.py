"""The table of providers: schools, technohubs, fieldlabs and learning communities."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db
from leerloket.courses.providers import codes


class Provider(db.Base):
    """An organisation that offers modules. Bookings are possible once two people admitted it."""

    __tablename__ = "providers"
    __table_args__ = (
        sa.CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in codes.KINDS)})", name="kind"),
        sa.CheckConstraint("kvk ~ '^[0-9]{8}$'", name="kvk"),
        sa.CheckConstraint("first_approved_by <> approved_by", name="four_eyes"),
        sa.CheckConstraint(
            "approved_at IS NULL OR (approved_by IS NOT NULL AND first_approved_by IS NOT NULL)",
            name="approved",
        ),
    )

    provider_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=db.new_id)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    kvk: Mapped[str] = mapped_column(unique=True)
    brin: Mapped[str | None]
    iban: Mapped[str | None]
    region: Mapped[str | None]
    place: Mapped[str | None]
    about: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    phone: Mapped[str | None]
    website: Mapped[str | None]
    first_approved_by: Mapped[uuid.UUID | None]
    first_approved_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    approved_by: Mapped[uuid.UUID | None]
    approved_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    approved_until: Mapped[date | None]
    suspended_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    suspended_by: Mapped[uuid.UUID | None]
    suspended_reason: Mapped[str | None]
    payouts_held_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    removed_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    created_at: Mapped[datetime] = mapped_column(db.Timestamp)


class OfferVersion(db.Base):
    """One row: changes whenever the offer does, so that each process knows when to read it again."""

    __tablename__ = "offer_versions"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[uuid.UUID]
