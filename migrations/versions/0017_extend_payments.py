"""Bank lines that are divided or go back, balances of statements, online payments, and bookings that wait for money.

A line was matched with one payment; now its parts say what it was for. Money for a booking that waits for an own
share is held under the id of that wait, so the auditor's view of held money counts it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ONLINE = "00000000-0000-4000-8000-000000000017"

HELD = """
CREATE OR REPLACE VIEW audit_v1.held AS
SELECT p.pot_id, p.held_cents AS stored_cents, coalesce(sum(o.cents), 0) AS escrow_cents
FROM pots p
LEFT JOIN (
    SELECT e.account_id, t.booking_id, -sum(e.cents) AS cents
    FROM audit_v1.entry e JOIN transfers t ON t.transfer_id = e.tx_id
    JOIN ({waits}) AS b ON b.account_id = t.account_id AND b.booking_id = t.booking_id
    GROUP BY e.account_id, t.booking_id
) AS o ON o.account_id = p.pot_id
GROUP BY p.pot_id, p.held_cents
"""
BOOKINGS = "SELECT account_id, booking_id FROM bookings WHERE state IN ('reserved', 'confirmed', 'attended', 'no_show')"
OWN_SHARES = " UNION ALL SELECT account_id, own_share_id FROM own_shares WHERE state = 'waiting'"

PARTS_OF_LINES = """
INSERT INTO bank_line_parts (part_id, line_id, kind, amount_cents, payment_id, transfer_id, reason, proposed_by,
                             approved_by, done_on)
SELECT gen_random_uuid(), line_id, 'payment', amount_cents, payment_id, transfer_id, '', assigned_by, approved_by,
       (matched_at AT TIME ZONE 'Europe/Amsterdam')::date
FROM bank_lines WHERE payment_id IS NOT NULL
"""
LINES_OF_PARTS = """
UPDATE bank_lines l SET payment_id = p.payment_id, transfer_id = p.transfer_id, assigned_by = p.proposed_by,
                        approved_by = p.approved_by
FROM bank_line_parts p WHERE p.line_id = l.line_id AND p.kind = 'payment'
"""

FREE_WHAT_WAITS = """
WITH waiting AS (
    SELECT account_id, own_share_id, hold_id FROM own_shares WHERE state = 'waiting' AND hold_id IS NOT NULL
), freed AS (
    INSERT INTO transfers (account_id, transfer_id, kind, key, booking_id, rule, rule_version, business_date,
                           created_at)
    SELECT account_id, gen_random_uuid(), 'release', 'own-share-free:' || own_share_id, own_share_id,
           'waits-for-the-own-share', '2026-1', (now() AT TIME ZONE 'Europe/Amsterdam')::date, now()
    FROM waiting RETURNING account_id, transfer_id, booking_id
), back AS (
    INSERT INTO postings (account_id, transfer_id, from_id, to_id, amount_cents, rule)
    SELECT f.account_id, f.transfer_id, l.to_id, l.from_id, l.amount_cents, 'waits-for-the-own-share'
    FROM freed f
    JOIN waiting w ON w.account_id = f.account_id AND w.own_share_id = f.booking_id
    JOIN postings l ON l.account_id = w.account_id AND l.transfer_id = w.hold_id
    RETURNING account_id, to_id, amount_cents
), per_pot AS (
    SELECT account_id, to_id, sum(amount_cents)::bigint AS cents FROM back GROUP BY account_id, to_id
)
UPDATE pots SET available_cents = available_cents + b.cents, held_cents = held_cents - b.cents
FROM per_pot b WHERE pots.account_id = b.account_id AND pots.pot_id = b.to_id
"""
"""Without the table nobody could let a wait go: what was set aside goes back to its pots first."""


def upgrade() -> None:
    op.execute(f"INSERT INTO outside_accounts VALUES ('{ONLINE}', 'online', 'Onderweg van de betaaldienst')")
    create_orders()
    create_parts()
    create_balances()
    create_online_payments()
    create_own_shares()
    op.execute(HELD.format(waits=BOOKINGS + OWN_SHARES))


def create_orders() -> None:
    op.create_table(
        "bank_orders",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("iban", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("ordered_on", sa.Date, nullable=False),
        sa.Column("line_id", sa.Uuid, sa.ForeignKey("bank_lines.line_id", name="bank_orders_line_id_fkey")),
        sa.CheckConstraint("kind IN ('payout', 'return')", name=op.f("bank_orders_kind_check")),
        sa.CheckConstraint("amount_cents > 0", name=op.f("bank_orders_amount_check")),
    )
    op.create_index("bank_orders_number_idx", "bank_orders", ["number"])
    op.create_index("bank_orders_line_id_idx", "bank_orders", ["line_id"])
    op.create_index(
        "bank_orders_on_the_way_idx", "bank_orders", ["amount_cents"], postgresql_where=sa.text("line_id IS NULL")
    )
    op.create_table(
        "return_batches",
        sa.Column("batch_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("total_cents", sa.BigInteger, nullable=False),
        sa.Column("payments", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("pain001", sa.Text, nullable=False),
        sa.UniqueConstraint("number", name="return_batches_number_key"),
    )


def create_parts() -> None:
    op.create_table(
        "bank_line_parts",
        sa.Column("part_id", sa.Uuid, primary_key=True),
        sa.Column(
            "line_id", sa.Uuid, sa.ForeignKey("bank_lines.line_id", name="bank_line_parts_line_id_fkey"), nullable=False
        ),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column(
            "payment_id",
            sa.Uuid,
            sa.ForeignKey("expected_payments.payment_id", name="bank_line_parts_payment_id_fkey"),
        ),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("order_id", sa.Uuid, sa.ForeignKey("bank_orders.order_id", name="bank_line_parts_order_id_fkey")),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.Uuid),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("done_on", sa.Date),
        sa.CheckConstraint("kind IN ('payment', 'return')", name=op.f("bank_line_parts_kind_check")),
        sa.CheckConstraint("(kind = 'payment') = (payment_id IS NOT NULL)", name=op.f("bank_line_parts_payment_check")),
        sa.CheckConstraint(
            "kind <> 'payment' OR (transfer_id IS NULL) = (done_on IS NULL)", name=op.f("bank_line_parts_done_check")
        ),
        sa.CheckConstraint(
            "kind <> 'return' OR done_on IS NULL OR approved_by IS NOT NULL",
            name=op.f("bank_line_parts_returned_check"),
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("bank_line_parts_amount_check")),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("bank_line_parts_four_eyes_check")),
    )
    op.create_index("bank_line_parts_line_id_idx", "bank_line_parts", ["line_id"])
    op.create_index("bank_line_parts_payment_id_idx", "bank_line_parts", ["payment_id"])
    op.create_index(
        "bank_line_parts_to_return_idx",
        "bank_line_parts",
        ["part_id"],
        postgresql_where=sa.text("kind = 'return' AND done_on IS NOT NULL AND order_id IS NULL"),
    )
    op.execute(PARTS_OF_LINES)
    op.drop_constraint(op.f("bank_lines_matched_check"), "bank_lines")
    op.drop_constraint(op.f("bank_lines_four_eyes_check"), "bank_lines")
    op.drop_index("bank_lines_payment_id_idx")
    for column in ("payment_id", "transfer_id", "assigned_by", "approved_by", "suggested_ids"):
        op.drop_column("bank_lines", column)
    op.create_check_constraint(
        op.f("bank_lines_matched_check"), "bank_lines", "(state = 'matched') = (matched_at IS NOT NULL)"
    )
    op.create_index("bank_lines_booked_on_idx", "bank_lines", ["booked_on"])


def create_balances() -> None:
    op.create_table(
        "bank_balances",
        sa.Column(
            "statement_id",
            sa.Uuid,
            sa.ForeignKey("bank_statements.statement_id", name="bank_balances_statement_id_fkey"),
        ),
        sa.Column("n", sa.BigInteger),
        sa.Column("iban", sa.Text, nullable=False),
        sa.Column("opening_cents", sa.BigInteger, nullable=False),
        sa.Column("opening_on", sa.Date, nullable=False),
        sa.Column("closing_cents", sa.BigInteger, nullable=False),
        sa.Column("closing_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("statement_id", "n", name="bank_balances_pkey"),
    )
    op.create_index("bank_balances_closing_on_idx", "bank_balances", ["iban", "closing_on"])


def create_online_payments() -> None:
    op.create_table(
        "online_payments",
        sa.Column("account_id", sa.Uuid),
        sa.Column("online_id", sa.Uuid),
        sa.Column(
            "payment_id",
            sa.Uuid,
            sa.ForeignKey("expected_payments.payment_id", name="online_payments_payment_id_fkey"),
            nullable=False,
        ),
        sa.Column("service_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("refunded_cents", sa.BigInteger, nullable=False),
        sa.Column("checkout_url", sa.Text),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "online_id", name="online_payments_pkey"),
        sa.UniqueConstraint("service_id", name="online_payments_service_id_key"),
        sa.CheckConstraint(
            "state IN ('open', 'paid', 'failed', 'expired', 'canceled', 'refunded')",
            name=op.f("online_payments_state_check"),
        ),
        sa.CheckConstraint(
            "(state IN ('paid', 'refunded')) = (transfer_id IS NOT NULL)", name=op.f("online_payments_credited_check")
        ),
        sa.CheckConstraint("refunded_cents BETWEEN 0 AND amount_cents", name=op.f("online_payments_refunded_check")),
    )
    op.create_index("online_payments_payment_id_idx", "online_payments", ["payment_id"])
    op.create_index(
        "online_payments_open_idx", "online_payments", ["created_at"], postgresql_where=sa.text("state = 'open'")
    )


def create_own_shares() -> None:
    op.create_table(
        "own_shares",
        sa.Column("account_id", sa.Uuid),
        sa.Column("own_share_id", sa.Uuid),
        sa.Column(
            "edition_id",
            sa.Uuid,
            sa.ForeignKey("editions.edition_id", name="own_shares_edition_id_fkey"),
            nullable=False,
        ),
        sa.Column(
            "payment_id",
            sa.Uuid,
            sa.ForeignKey("expected_payments.payment_id", name="own_shares_payment_id_fkey"),
            nullable=False,
        ),
        sa.Column("price_cents", sa.BigInteger, nullable=False),
        sa.Column("own_cents", sa.BigInteger, nullable=False),
        sa.Column("parts", postgresql.JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("keeps_seat", sa.Boolean, nullable=False),
        sa.Column("hold_id", sa.Uuid),
        sa.Column("booking_id", sa.Uuid),
        sa.Column("task_id", sa.Uuid),
        sa.Column("actor_id", sa.Uuid, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("pay_by", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("why_nl", sa.Text, nullable=False),
        sa.Column("why_en", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "own_share_id", name="own_shares_pkey"),
        sa.CheckConstraint(
            "state IN ('waiting', 'booked', 'lapsed', 'withdrawn', 'refused')", name=op.f("own_shares_state_check")
        ),
        sa.CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name=op.f("own_shares_ended_check")),
        sa.CheckConstraint("(state = 'booked') = (booking_id IS NOT NULL)", name=op.f("own_shares_booked_check")),
        sa.CheckConstraint("own_cents BETWEEN 1 AND price_cents", name=op.f("own_shares_own_check")),
    )
    op.create_index(
        "own_shares_waiting_idx",
        "own_shares",
        ["account_id", "edition_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("own_shares_pay_by_idx", "own_shares", ["pay_by"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_index("own_shares_payment_id_idx", "own_shares", ["payment_id"])


def downgrade() -> None:
    op.execute(FREE_WHAT_WAITS)
    op.execute(HELD.format(waits=BOOKINGS))
    op.drop_table("own_shares")
    op.drop_table("online_payments")
    op.drop_table("bank_balances")
    op.drop_index("bank_lines_booked_on_idx")
    op.drop_constraint(op.f("bank_lines_matched_check"), "bank_lines")
    op.add_column("bank_lines", sa.Column("transfer_id", sa.Uuid))
    op.add_column("bank_lines", sa.Column("assigned_by", sa.Uuid))
    op.add_column("bank_lines", sa.Column("approved_by", sa.Uuid))
    op.add_column(
        "bank_lines",
        sa.Column(
            "payment_id", sa.Uuid, sa.ForeignKey("expected_payments.payment_id", name="bank_lines_payment_id_fkey")
        ),
    )
    op.add_column(
        "bank_lines", sa.Column("suggested_ids", postgresql.ARRAY(sa.Text), nullable=False, server_default="{}")
    )
    op.alter_column("bank_lines", "suggested_ids", server_default=None)
    op.execute(LINES_OF_PARTS)
    op.execute(
        "UPDATE bank_lines SET state = 'refused', matched_at = NULL WHERE state = 'matched' AND transfer_id IS NULL"
    )
    op.drop_table("bank_line_parts")
    op.drop_table("bank_orders")
    op.drop_table("return_batches")
    op.create_index("bank_lines_payment_id_idx", "bank_lines", ["payment_id"])
    op.create_check_constraint(
        op.f("bank_lines_matched_check"), "bank_lines", "(state = 'matched') = (transfer_id IS NOT NULL)"
    )
    op.create_check_constraint(op.f("bank_lines_four_eyes_check"), "bank_lines", "approved_by <> assigned_by")
    op.execute(f"DELETE FROM outside_accounts WHERE outside_id = '{ONLINE}'")
