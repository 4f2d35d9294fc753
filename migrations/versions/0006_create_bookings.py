"""Bookings, attendance and payouts.

The running service may insert steps and splits of a booking and nothing else.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_bookings()
    _create_booking_details()
    _create_payouts()
    op.execute("REVOKE UPDATE, DELETE ON booking_events, booking_splits FROM leerloket_app")
    op.execute(
        "REVOKE DELETE ON bookings, attendances, payout_batches, payout_lines, payout_freezes FROM leerloket_app"
    )


def _create_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("booking_id", sa.Uuid, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("edition_id", sa.Uuid, nullable=False),
        sa.Column("module_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("module_title", sa.Text, nullable=False),
        sa.Column("module_slug", sa.Text, nullable=False),
        sa.Column("provider_name", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("price_cents", sa.BigInteger, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_cents", sa.BigInteger),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("task_id", sa.Uuid),
        sa.Column("actor_id", sa.Uuid, nullable=False),
        sa.Column("on_behalf", sa.Boolean, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("respond_by", INSTANT, nullable=False),
        sa.Column("free_cancel_until", INSTANT, nullable=False),
        sa.Column("cooling_off_until", INSTANT, nullable=False),
        sa.Column("attendance_by", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.Column("batch_id", sa.Uuid),
        sa.Column("paid_out_at", INSTANT),
        sa.PrimaryKeyConstraint("account_id", "booking_id", name="bookings_pkey"),
        sa.UniqueConstraint("account_id", "reference", name="bookings_reference_key"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.edition_id"], name="bookings_edition_id_fkey"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="bookings_provider_id_fkey"),
        sa.CheckConstraint("price_cents >= 0", name=op.f("bookings_price_check")),
        sa.CheckConstraint("due_cents BETWEEN 0 AND price_cents", name=op.f("bookings_due_check")),
        sa.CheckConstraint(
            "state IN ('reserved', 'confirmed', 'attended', 'no_show', 'paid', 'cancelled', 'rejected', 'expired')",
            name=op.f("bookings_state_check"),
        ),
        postgresql_with={"fillfactor": "80"},
    )
    op.create_index(
        "bookings_live_idx",
        "bookings",
        ["account_id", "edition_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('reserved', 'confirmed', 'attended', 'paid')"),
    )
    op.create_index("bookings_booking_id_idx", "bookings", ["booking_id"])
    op.create_index("bookings_provider_idx", "bookings", ["provider_id", "state"])
    op.create_index("bookings_edition_id_idx", "bookings", ["edition_id"])
    for name, column, where in (
        ("bookings_respond_by_idx", "respond_by", "state = 'reserved'"),
        ("bookings_attendance_by_idx", "attendance_by", "state = 'confirmed'"),
        ("bookings_waiting_for_money_idx", "settled_at", "batch_id IS NULL AND due_cents > 0"),
        ("bookings_batch_id_idx", "batch_id", "batch_id IS NOT NULL"),
    ):
        op.create_index(name, "bookings", [column], postgresql_where=sa.text(where))


def _of_booking(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("booking_id", sa.Uuid, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name=f"{table}_booking_fkey",
        ),
    ]


def _create_booking_details() -> None:
    op.create_table(
        "booking_splits",
        *_of_booking("booking_splits"),
        sa.Column("pot_id", sa.Uuid, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "booking_id", "pot_id", name="booking_splits_pkey"),
        sa.CheckConstraint("amount_cents > 0", name=op.f("booking_splits_amount_check")),
    )
    op.create_table(
        "booking_events",
        *_of_booking("booking_events"),
        sa.Column("n", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("frm", sa.Text),
        sa.Column("tos", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "booking_id", "n", name="booking_events_pkey"),
    )
    op.create_table(
        "attendances",
        *_of_booking("attendances"),
        sa.Column("present_pct", sa.BigInteger, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("confirm_by", INSTANT, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_at", INSTANT),
        sa.Column("confirmed_by", sa.Uuid),
        sa.Column("confirmed_at", INSTANT),
        sa.Column("dispute_reason", sa.Text),
        sa.Column("resolved_by", sa.Uuid),
        sa.Column("resolution", sa.Text),
        sa.PrimaryKeyConstraint("account_id", "booking_id", name="attendances_pkey"),
        sa.CheckConstraint("present_pct BETWEEN 0 AND 100", name=op.f("attendances_present_pct_check")),
        sa.CheckConstraint(
            "answer IN ('agreed', 'disputed', 'clock', 'resolved')", name=op.f("attendances_answer_check")
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (answer IS NULL OR answer = 'disputed')",
            name=op.f("attendances_confirmed_check"),
        ),
    )
    op.create_index(
        "attendances_confirm_by_idx", "attendances", ["confirm_by"], postgresql_where=sa.text("answer IS NULL")
    )
    op.create_index(
        "attendances_disputed_idx", "attendances", ["answered_at"], postgresql_where=sa.text("answer = 'disputed'")
    )


def _create_payouts() -> None:
    op.create_table(
        "payout_batches",
        sa.Column("batch_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("total_cents", sa.BigInteger, nullable=False),
        sa.Column("providers", sa.BigInteger, nullable=False),
        sa.Column("bookings", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("approved_at", INSTANT),
        sa.Column("pays_on", sa.Date),
        sa.Column("pain001", sa.Text),
        sa.Column("exported_by", sa.Uuid),
        sa.Column("exported_at", INSTANT),
        sa.UniqueConstraint("number", name="payout_batches_number_key"),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'exported', 'discarded')", name=op.f("payout_batches_state_check")
        ),
        sa.CheckConstraint("approved_by <> created_by", name=op.f("payout_batches_four_eyes_check")),
        sa.CheckConstraint(
            "(state IN ('approved', 'exported')) = (approved_by IS NOT NULL)",
            name=op.f("payout_batches_approved_check"),
        ),
        sa.CheckConstraint("total_cents > 0", name=op.f("payout_batches_total_check")),
    )
    op.create_table(
        "payout_lines",
        sa.Column("batch_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("provider_name", sa.Text, nullable=False),
        sa.Column("iban", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("bookings", sa.BigInteger, nullable=False),
        sa.Column("transfer_id", sa.Uuid),
        sa.PrimaryKeyConstraint("batch_id", "provider_id", name="payout_lines_pkey"),
        sa.ForeignKeyConstraint(["batch_id"], ["payout_batches.batch_id"], name="payout_lines_batch_id_fkey"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="payout_lines_provider_id_fkey"),
        sa.CheckConstraint("amount_cents > 0", name=op.f("payout_lines_amount_check")),
    )
    op.create_index("payout_lines_provider_id_idx", "payout_lines", ["provider_id"])
    op.create_table(
        "payout_freezes",
        sa.Column("freeze_id", sa.Uuid, primary_key=True),
        sa.Column("frozen_at", INSTANT, nullable=False),
        sa.Column("frozen_by", sa.Uuid),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("lifted_at", INSTANT),
        sa.Column("lifted_by", sa.Uuid),
    )
    op.create_index(
        "payout_freezes_open_idx",
        "payout_freezes",
        [sa.text("(true)")],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "payout_freezes",
        "payout_lines",
        "payout_batches",
        "attendances",
        "booking_events",
        "booking_splits",
        "bookings",
    ):
        op.drop_table(table)
