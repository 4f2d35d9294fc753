"""Bookings that wait for the person's own share."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class OwnShare(db.Base):
    """A booking somebody made without enough money: seat and other pots are held until the own share is in.

    `parts` is what the pots pay, as `{pot_id, amount_cents}`; `keeps_seat` tells whether the seat is kept for this,
    and not for an offer of the waiting list. It ends as booked, lapsed (not paid in time), withdrawn (by the person)
    or refused (paid, and the booking was no longer possible: `why_nl`, `why_en`).
    """

    __tablename__ = "own_shares"
    __table_args__ = (
        sa.Index(
            "own_shares_waiting_idx",
            "account_id",
            "edition_id",
            unique=True,
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index("own_shares_pay_by_idx", "pay_by", postgresql_where=sa.text("state = 'waiting'")),
        sa.Index("own_shares_payment_id_idx", "payment_id"),
        sa.CheckConstraint("state IN ('waiting', 'booked', 'lapsed', 'withdrawn', 'refused')", name="state"),
        sa.CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended"),
        sa.CheckConstraint("(state = 'booked') = (booking_id IS NOT NULL)", name="booked"),
        sa.CheckConstraint("own_cents BETWEEN 1 AND price_cents", name="own"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    own_share_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("editions.edition_id"))
    payment_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("expected_payments.payment_id"))
    price_cents: Mapped[int]
    own_cents: Mapped[int]
    parts: Mapped[list[dict[str, Any]]]
    state: Mapped[str]
    keeps_seat: Mapped[bool]
    hold_id: Mapped[uuid.UUID | None]
    booking_id: Mapped[uuid.UUID | None]
    task_id: Mapped[uuid.UUID | None]
    actor_id: Mapped[uuid.UUID]
    created_at: Mapped[datetime] = mapped_column(db.Timestamp)
    pay_by: Mapped[datetime] = mapped_column(db.Timestamp)
    ended_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    why_nl: Mapped[str]
    why_en: Mapped[str]
