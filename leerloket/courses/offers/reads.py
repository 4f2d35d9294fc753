"""Offers as they are read."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from leerloket import db
from leerloket.courses.bookings import service as bookings
from leerloket.courses.offers import models, rules

OFFER = cast("sa.Table", models.BookingOffer.__table__)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a provider offers in place of a booking. Amounts are whole cents."""

    account_id: uuid.UUID
    offer_id: uuid.UUID
    booking_id: uuid.UUID
    kind: str
    edition_id: uuid.UUID
    place: str | None
    address: str | None
    starts_at: datetime
    ends_at: datetime
    price_cents: int
    reason: str
    made_by: uuid.UUID
    made_at: datetime
    answer_by: datetime
    answer: str | None
    answered_at: datetime | None

    @property
    def facts(self) -> rules.Facts:
        """What is offered."""
        return rules.Facts(self.starts_at, self.ends_at, self.place, self.address, self.price_cents)

    def ends(self, booking: bookings.Booking) -> bool:
        """Whether a no, or silence, ends the booking free of cost."""
        return rules.ends_booking(self.kind, facts_of(booking), self.facts)


def facts_of(booking: bookings.Booking) -> rules.Facts:
    """What was booked."""
    return rules.Facts(booking.starts_at, booking.ends_at, booking.place, booking.address, booking.price_cents)


def find_open(booking: bookings.Booking) -> Offer | None:
    """The offer the person of a booking has to answer, if any."""
    if booking.offer_kind is None or booking.state not in bookings.HOLDS_SEAT:
        return None
    query = sa.select(OFFER).where(
        OFFER.c.account_id == booking.account_id, OFFER.c.booking_id == booking.booking_id, OFFER.c.answer.is_(None)
    )
    row = db.session.execute(query).mappings().first()
    return Offer(**row) if row else None


def list_over(now: datetime, limit: int) -> list[Offer]:
    """Open offers whose time to answer is over, the first deadline on top."""
    query = sa.select(OFFER).where(OFFER.c.answer.is_(None), OFFER.c.answer_by <= now)
    rows = db.session.execute(query.order_by(OFFER.c.answer_by).limit(limit)).mappings()
    return [Offer(**row) for row in rows]
