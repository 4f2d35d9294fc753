"""Bookings that move and offers that change, and who was present at which session.

A price that was offered to a person is a price in force for as long as the offer could be answered, so the auditor's
view of prices shows it; a booking that keeps its place when it moves is told of by `booking-moved`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

PRICE = "CREATE OR REPLACE VIEW audit_v1.price AS SELECT edition_id, cents, valid FROM edition_prices"
OFFERED = """
UNION ALL
SELECT edition_id, price_cents, tstzrange(made_at, answer_by) FROM booking_offers
"""
OUTBOX = """
CREATE OR REPLACE VIEW audit_v1.outbox AS
SELECT transfer_id AS tx_id, booking_id, {kind} AS kind, dedup, sent_at
FROM public.outbox
WHERE transfer_id IS NOT NULL OR booking_id IS NOT NULL
"""
CONFIRMED = "replace(kind, 'booking-confirmed', 'confirmed')"
CONFIRMED_OR_MOVED = "CASE WHEN kind IN ('booking-confirmed', 'booking-moved') THEN 'confirmed' ELSE kind END"


def upgrade() -> None:
    op.add_column("bookings", sa.Column("moved_from_id", sa.Uuid))
    op.add_column("bookings", sa.Column("offer_kind", sa.Text))
    op.add_column("bookings", sa.Column("offer_until", INSTANT))
    op.create_check_constraint(op.f("bookings_offer_kind_check"), "bookings", "offer_kind IN ('changed', 'date')")
    op.create_check_constraint(op.f("bookings_offer_check"), "bookings", "(offer_kind IS NULL) = (offer_until IS NULL)")
    op.create_index(
        "bookings_moved_from_idx",
        "bookings",
        ["account_id", "moved_from_id"],
        unique=True,
        postgresql_where=sa.text("moved_from_id IS NOT NULL"),
    )
    _create_offers()
    _create_presences()
    op.execute(PRICE + OFFERED)
    op.execute(OUTBOX.format(kind=CONFIRMED_OR_MOVED))


def _create_offers() -> None:
    op.create_table(
        "booking_offers",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("offer_id", sa.Uuid, nullable=False),
        sa.Column("booking_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("edition_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("price_cents", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", sa.Uuid, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("answer_by", INSTANT, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_at", INSTANT),
        sa.PrimaryKeyConstraint("account_id", "offer_id", name="booking_offers_pkey"),
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="booking_offers_booking_fkey",
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.edition_id"], name="booking_offers_edition_id_fkey"),
        sa.CheckConstraint("kind IN ('changed', 'date')", name=op.f("booking_offers_kind_check")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("booking_offers_price_check")),
        sa.CheckConstraint("answer_by > made_at", name=op.f("booking_offers_clock_check")),
        sa.CheckConstraint(
            "answer IN ('agreed', 'declined', 'silent', 'ended')", name=op.f("booking_offers_answer_check")
        ),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("booking_offers_answered_check")),
    )
    op.create_index(
        "booking_offers_open_idx",
        "booking_offers",
        ["account_id", "booking_id"],
        unique=True,
        postgresql_where=sa.text("answer IS NULL"),
    )
    op.create_index(
        "booking_offers_clock_idx", "booking_offers", ["answer_by"], postgresql_where=sa.text("answer IS NULL")
    )
    op.create_index("booking_offers_edition_id_idx", "booking_offers", ["edition_id"])


def _create_presences() -> None:
    op.create_table(
        "session_presences",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("booking_id", sa.Uuid, nullable=False),
        sa.Column("session_at", INSTANT, nullable=False),
        sa.Column("is_present", sa.Boolean, nullable=False),
        sa.Column("marked_by", sa.Uuid, nullable=False),
        sa.Column("marked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "booking_id", "session_at", name="session_presences_pkey"),
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="session_presences_booking_fkey",
        ),
    )


def downgrade() -> None:
    op.execute(PRICE)
    op.execute(OUTBOX.format(kind=CONFIRMED))
    op.drop_table("session_presences")
    op.drop_table("booking_offers")
    op.drop_index("bookings_moved_from_idx", "bookings")
    op.drop_constraint(op.f("bookings_offer_check"), "bookings")
    op.drop_constraint(op.f("bookings_offer_kind_check"), "bookings")
    for column in ("offer_until", "offer_kind", "moved_from_id"):
        op.drop_column("bookings", column)
