"""Ratings."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class Rating(db.Base):
    """What one person gives one booking they attended: one to five on each criterion."""

    __tablename__ = "ratings"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="ratings_booking_fkey",
        ),
        sa.Index("ratings_module_idx", "module_id"),
        sa.CheckConstraint("welcome BETWEEN 1 AND 5", name="welcome"),
        sa.CheckConstraint("content BETWEEN 1 AND 5", name="content"),
        sa.CheckConstraint("teachers BETWEEN 1 AND 5", name="teachers"),
        sa.CheckConstraint("means BETWEEN 1 AND 5", name="means"),
        sa.CheckConstraint("guidance BETWEEN 1 AND 5", name="guidance"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    module_id: Mapped[uuid.UUID]
    welcome: Mapped[int] = mapped_column(sa.SmallInteger)
    content: Mapped[int] = mapped_column(sa.SmallInteger)
    teachers: Mapped[int] = mapped_column(sa.SmallInteger)
    means: Mapped[int] = mapped_column(sa.SmallInteger)
    guidance: Mapped[int] = mapped_column(sa.SmallInteger)
    rated_at: Mapped[datetime] = mapped_column(db.Timestamp)
