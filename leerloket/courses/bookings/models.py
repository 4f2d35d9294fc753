"""Bookings, what each pot paid, every step they took, and attendance."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db


class Booking(db.Base):
    """One person in one edition. Title, place and dates are as they were when it was booked.

    `due_cents` is what the provider gets in the end, empty until that is known; `batch_id` the payout it went with.
    `moved_from_id` is the booking it took the place of. While the person has an offer to answer, `offer_kind` says
    whether the booked date changed ("changed") or another one was proposed ("date"), `offer_until` by when.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "reference", name="bookings_reference_key"),
        sa.Index(
            "bookings_live_idx",
            "account_id",
            "edition_id",
            unique=True,
            postgresql_where=sa.text("state IN ('reserved', 'confirmed', 'attended', 'paid')"),
        ),
        sa.Index("bookings_booking_id_idx", "booking_id"),
        sa.Index("bookings_provider_idx", "provider_id", "state"),
        sa.Index("bookings_edition_id_idx", "edition_id"),
        sa.Index("bookings_respond_by_idx", "respond_by", postgresql_where=sa.text("state = 'reserved'")),
        sa.Index("bookings_attendance_by_idx", "attendance_by", postgresql_where=sa.text("state = 'confirmed'")),
        sa.Index(
            "bookings_waiting_for_money_idx",
            "settled_at",
            postgresql_where=sa.text("batch_id IS NULL AND due_cents > 0"),
        ),
        sa.Index("bookings_batch_id_idx", "batch_id", postgresql_where=sa.text("batch_id IS NOT NULL")),
        sa.Index(
            "bookings_moved_from_idx",
            "account_id",
            "moved_from_id",
            unique=True,
            postgresql_where=sa.text("moved_from_id IS NOT NULL"),
        ),
        sa.CheckConstraint("price_cents >= 0", name="price"),
        sa.CheckConstraint("offer_kind IN ('changed', 'date')", name="offer_kind"),
        sa.CheckConstraint("(offer_kind IS NULL) = (offer_until IS NULL)", name="offer"),
        sa.CheckConstraint("due_cents BETWEEN 0 AND price_cents", name="due"),
        sa.CheckConstraint(
            "state IN ('reserved', 'confirmed', 'attended', 'no_show', 'paid', 'cancelled', 'rejected', 'expired')",
            name="state",
        ),
        {"postgresql_with": {"fillfactor": "80"}},
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reference: Mapped[str]
    edition_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("editions.edition_id"))
    module_id: Mapped[uuid.UUID]
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"))
    module_title: Mapped[str]
    module_slug: Mapped[str]
    provider_name: Mapped[str]
    place: Mapped[str | None]
    address: Mapped[str | None]
    starts_at: Mapped[datetime] = mapped_column(db.Timestamp)
    ends_at: Mapped[datetime] = mapped_column(db.Timestamp)
    price_cents: Mapped[int]
    purpose: Mapped[str]
    state: Mapped[str]
    due_cents: Mapped[int | None]
    transfer_id: Mapped[uuid.UUID | None]
    task_id: Mapped[uuid.UUID | None]
    actor_id: Mapped[uuid.UUID]
    on_behalf: Mapped[bool]
    rule_version: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(db.Timestamp)
    respond_by: Mapped[datetime] = mapped_column(db.Timestamp)
    free_cancel_until: Mapped[datetime] = mapped_column(db.Timestamp)
    cooling_off_until: Mapped[datetime] = mapped_column(db.Timestamp)
    attendance_by: Mapped[datetime] = mapped_column(db.Timestamp)
    settled_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    batch_id: Mapped[uuid.UUID | None]
    paid_out_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    moved_from_id: Mapped[uuid.UUID | None]
    offer_kind: Mapped[str | None]
    offer_until: Mapped[datetime | None] = mapped_column(db.Timestamp)


class BookingSplit(db.Base):
    """What one pot pays of a booking, and by which rule. Written once, with the booking."""

    __tablename__ = "booking_splits"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="booking_splits_booking_fkey",
        ),
        sa.CheckConstraint("amount_cents > 0", name="amount"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    pot_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    amount_cents: Mapped[int]
    rule: Mapped[str]
    rule_version: Mapped[str]


class BookingEvent(db.Base):
    """One step of a booking, written with it; never changed. The `at` of a seat's step is read under its lock."""

    __tablename__ = "booking_events"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="booking_events_booking_fkey",
        ),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    frm: Mapped[str | None]
    tos: Mapped[str]
    at: Mapped[datetime] = mapped_column(db.Timestamp)
    actor_id: Mapped[uuid.UUID | None]
    reason: Mapped[str]


class Attendance(db.Base):
    """How much of a booking the person was present, as the provider says, and what the person says of that.

    `answer` is empty while the person may react, then agreed, disputed, clock (silence) or resolved.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="attendances_booking_fkey",
        ),
        sa.Index("attendances_confirm_by_idx", "confirm_by", postgresql_where=sa.text("answer IS NULL")),
        sa.Index("attendances_disputed_idx", "answered_at", postgresql_where=sa.text("answer = 'disputed'")),
        sa.CheckConstraint("present_pct BETWEEN 0 AND 100", name="present_pct"),
        sa.CheckConstraint("answer IN ('agreed', 'disputed', 'clock', 'resolved')", name="answer"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (answer IS NULL OR answer = 'disputed')", name="confirmed"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    present_pct: Mapped[int]
    recorded_by: Mapped[uuid.UUID]
    at: Mapped[datetime] = mapped_column(db.Timestamp)
    confirm_by: Mapped[datetime] = mapped_column(db.Timestamp)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    confirmed_by: Mapped[uuid.UUID | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    dispute_reason: Mapped[str | None]
    resolved_by: Mapped[uuid.UUID | None]
    resolution: Mapped[str | None]
