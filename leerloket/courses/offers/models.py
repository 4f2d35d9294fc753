"""Offers a provider makes to somebody who booked."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class BookingOffer(db.Base):
    """What a provider offers a person in place of what was booked, and what came of it.

    `kind` is "changed" when the edition that was booked has changed, "date" when another edition is proposed. The
    answer is agreed, declined, silent (the clock), or ended when the booking ended or a newer offer came.
    """

    __tablename__ = "booking_offers"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="booking_offers_booking_fkey",
        ),
        sa.Index(
            "booking_offers_open_idx",
            "account_id",
            "booking_id",
            unique=True,
            postgresql_where=sa.text("answer IS NULL"),
        ),
        sa.Index("booking_offers_clock_idx", "answer_by", postgresql_where=sa.text("answer IS NULL")),
        sa.CheckConstraint("kind IN ('changed', 'date')", name="kind"),
        sa.CheckConstraint("price_cents >= 0", name="price"),
        sa.CheckConstraint("answer_by > made_at", name="clock"),
        sa.CheckConstraint("answer IN ('agreed', 'declined', 'silent', 'ended')", name="answer"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    edition_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("editions.edition_id"), index=True)
    place: Mapped[str | None]
    address: Mapped[str | None]
    starts_at: Mapped[datetime] = mapped_column(db.Timestamp)
    ends_at: Mapped[datetime] = mapped_column(db.Timestamp)
    price_cents: Mapped[int]
    reason: Mapped[str]
    made_by: Mapped[uuid.UUID]
    made_at: Mapped[datetime] = mapped_column(db.Timestamp)
    answer_by: Mapped[datetime] = mapped_column(db.Timestamp)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
