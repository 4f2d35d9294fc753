"""Who was present at which session of an edition."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class SessionPresence(db.Base):
    """Whether somebody who booked was at one session, named by when it starts, as the provider noted it last."""

    __tablename__ = "session_presences"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="session_presences_booking_fkey",
        ),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    session_at: Mapped[datetime] = mapped_column(db.Timestamp, primary_key=True)
    is_present: Mapped[bool]
    marked_by: Mapped[uuid.UUID]
    marked_at: Mapped[datetime] = mapped_column(db.Timestamp)
