"""Waiting lists, and seats that are kept for somebody who waited.

A kept seat counts as taken, so the auditor's view of seats counts it too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

SEAT = """
CREATE OR REPLACE VIEW audit_v1.seat AS
SELECT e.edition_id, e.taken,
       count(v.booking_id) FILTER (WHERE v.tos = 'reserved')
       - count(v.booking_id) FILTER (WHERE v.tos IN ('cancelled', 'expired', 'rejected')
                                       AND v.frm IN ('reserved', 'confirmed')){kept} AS live
FROM editions e
LEFT JOIN bookings b ON b.edition_id = e.edition_id
LEFT JOIN booking_events v ON v.account_id = b.account_id AND v.booking_id = b.booking_id
GROUP BY e.edition_id, e.taken
"""
KEPT = " + (SELECT count(*) FROM kept_seats k WHERE k.edition_id = e.edition_id)"


def upgrade() -> None:
    op.add_column("editions", sa.Column("in_line", sa.BigInteger, server_default=sa.text("0"), nullable=False))
    op.create_check_constraint(op.f("editions_line_check"), "editions", "in_line >= 0")
    op.create_table(
        "kept_seats",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("edition_id", sa.Uuid, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "edition_id", name="kept_seats_pkey"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.edition_id"], name="kept_seats_edition_id_fkey"),
    )
    op.create_index("kept_seats_edition_id_idx", "kept_seats", ["edition_id"])
    op.create_table(
        "waiting_places",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("place_id", sa.Uuid, nullable=False),
        sa.Column("edition_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("offer_until", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("account_id", "place_id", name="waiting_places_pkey"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.edition_id"], name="waiting_places_edition_id_fkey"),
        sa.UniqueConstraint("edition_id", "number", name="waiting_places_number_key"),
        sa.CheckConstraint(
            "state IN ('waiting', 'offered', 'booked', 'missed', 'left', 'ended')",
            name=op.f("waiting_places_state_check"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('waiting', 'offered'))", name=op.f("waiting_places_ended_check")
        ),
        sa.CheckConstraint("state <> 'offered' OR offer_until IS NOT NULL", name=op.f("waiting_places_offered_check")),
    )
    op.create_index(
        "waiting_places_open_idx",
        "waiting_places",
        ["account_id", "edition_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('waiting', 'offered')"),
    )
    op.create_index(
        "waiting_places_line_idx",
        "waiting_places",
        ["edition_id", "number"],
        postgresql_where=sa.text("state IN ('waiting', 'offered')"),
    )
    op.execute("REVOKE DELETE ON waiting_places FROM leerloket_app")
    op.execute(SEAT.format(kept=KEPT))


def downgrade() -> None:
    op.execute(SEAT.format(kept=""))
    op.execute(
        "UPDATE editions SET taken = taken - k.seats "
        "FROM (SELECT edition_id, count(*) AS seats FROM kept_seats GROUP BY edition_id) k "
        "WHERE k.edition_id = editions.edition_id"
    )
    op.drop_table("waiting_places")
    op.drop_table("kept_seats")
    op.drop_constraint(op.f("editions_line_check"), "editions")
    op.drop_column("editions", "in_line")
