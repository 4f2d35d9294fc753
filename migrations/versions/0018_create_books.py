"""The books: closed days and months, corrections with four eyes, budgets, proofs that are kept, yearly statements.

`transfers.request_hash` goes: nothing ever wrote it, and the body of a request is kept with its key in
`idempotency_keys`, where another body is refused before any transfer is made. The auditor reads it there.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

TX = """
CREATE OR REPLACE VIEW audit_v1.tx AS
SELECT s.seq, t.transfer_id AS id, t.kind, t.actor_id AS actor, t.key AS idem, {req_hash} AS req_hash,
       t.booking_id, t.reverses_id AS reverses, t.approved_by, t.business_date, t.created_at, s.prev_hash, s.hash
FROM transfers t LEFT JOIN seals s ON s.transfer_id = t.transfer_id
"""
OF_THE_REQUEST = "(SELECT k.request_hash FROM idempotency_keys k WHERE k.actor_id = t.actor_id AND k.key = t.key)"

BOOKING = """
CREATE OR REPLACE VIEW audit_v1.booking AS
SELECT b.booking_id AS id, b.account_id AS person_id, b.edition_id, b.price_cents,
       {due_cents} AS due_cents, b.state, b.created_at
FROM bookings b
"""
LESS_CLAWED_BACK = """
       (b.due_cents - coalesce((SELECT sum(l.amount_cents)
                                FROM transfers t JOIN postings l ON l.account_id = t.account_id
                                                                AND l.transfer_id = t.transfer_id
                                WHERE t.account_id = b.account_id AND t.booking_id = b.booking_id
                                  AND t.kind = 'clawback'), 0))::bigint"""
"""What a provider keeps of a booking: what was due, less what was taken back since."""

REVERSAL = """
CREATE VIEW audit_v1.reversal AS
SELECT transfer_id AS tx_id, original_id, amount_cents AS cents FROM reversals
"""
CORRECTION = """
CREATE VIEW audit_v1.correction AS
SELECT correction_id AS id, kind, state, transfer_id AS original_id, made_transfer_id AS tx_id, amount_cents AS cents,
       proposed_by, decided_by
FROM corrections
"""
CLOSING = """
CREATE VIEW audit_v1.closing AS
SELECT day, closed_at, transfer_count, moved_cents, head_seq, head_hash FROM day_closings
"""
MAY_READ = """
DO $$ DECLARE reader text; BEGIN
FOR reader IN SELECT rolname FROM pg_roles WHERE rolname IN ('auditor', 'leerloket_app') LOOP
    EXECUTE format('GRANT SELECT ON audit_v1.reversal, audit_v1.correction, audit_v1.closing TO %I', reader);
END LOOP; END $$
"""

APPEND_ONLY = ("reversals", "day_closings", "month_closings", "budget_readings", "proofs", "yearly_statements")
KEPT = ("corrections", "budgets", "yearly_runs")


def upgrade() -> None:
    _ledger()
    _closings()
    _corrections()
    _budgets()
    _proofs()
    _yearly_statements()
    op.execute(f"REVOKE UPDATE, DELETE ON {', '.join(APPEND_ONLY)} FROM leerloket_app")
    op.execute(f"REVOKE DELETE ON {', '.join(KEPT)} FROM leerloket_app")
    op.execute(BOOKING.format(due_cents=LESS_CLAWED_BACK))
    op.execute(REVERSAL)
    op.execute(CORRECTION)
    op.execute(CLOSING)
    op.execute(MAY_READ)


def _ledger() -> None:
    op.execute(TX.format(req_hash=OF_THE_REQUEST))
    op.drop_column("transfers", "request_hash")
    op.create_table(
        "reversals",
        sa.Column("account_id", sa.Uuid),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("original_id", sa.Uuid, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "transfer_id", name="reversals_pkey"),
        sa.CheckConstraint("amount_cents > 0", name=op.f("reversals_amount_check")),
    )
    op.create_index("reversals_original_id_idx", "reversals", ["account_id", "original_id"])


def _closings() -> None:
    op.create_table(
        "day_closings",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("closed_at", INSTANT, nullable=False),
        sa.Column("transfer_count", sa.BigInteger, nullable=False),
        sa.Column("moved_cents", sa.BigInteger, nullable=False),
        sa.Column("kinds", postgresql.JSONB, nullable=False),
        sa.Column("nets", postgresql.JSONB, nullable=False),
        sa.Column("head_seq", sa.BigInteger, nullable=False),
        sa.Column("head_hash", sa.Text, nullable=False),
    )
    op.create_table(
        "month_closings",
        sa.Column("month", sa.Date, primary_key=True),
        sa.Column("closed_at", INSTANT, nullable=False),
        sa.Column("closed_by", sa.Uuid, nullable=False),
        sa.Column("transfer_count", sa.BigInteger, nullable=False),
        sa.Column("moved_cents", sa.BigInteger, nullable=False),
        sa.Column("head_seq", sa.BigInteger, nullable=False),
        sa.Column("head_hash", sa.Text, nullable=False),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("month_closings_month_check")),
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("account_id", sa.Uuid),
        sa.Column("correction_id", sa.Uuid),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("transfer_id", sa.Uuid, nullable=False),
        sa.Column("booking_id", sa.Uuid),
        sa.Column("provider_id", sa.Uuid),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.Uuid, nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("decided_at", INSTANT),
        sa.Column("decided_reason", sa.Text),
        sa.Column("made_transfer_id", sa.Uuid),
        sa.Column("batch_id", sa.Uuid),
        sa.PrimaryKeyConstraint("account_id", "correction_id", name="corrections_pkey"),
        sa.CheckConstraint("kind IN ('correction', 'clawback')", name=op.f("corrections_kind_check")),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'rejected', 'withdrawn')", name=op.f("corrections_state_check")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("corrections_amount_check")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("corrections_decided_check"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'rejected') OR decided_by <> proposed_by",
            name=op.f("corrections_four_eyes_check"),
        ),
        sa.CheckConstraint(
            "(state = 'approved') = (made_transfer_id IS NOT NULL)", name=op.f("corrections_made_check")
        ),
        sa.CheckConstraint("(kind = 'clawback') = (provider_id IS NOT NULL)", name=op.f("corrections_provider_check")),
    )
    op.create_index("corrections_correction_id_idx", "corrections", ["correction_id"], unique=True)
    op.create_index(
        "corrections_open_idx",
        "corrections",
        ["account_id", "transfer_id"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_index(
        "corrections_outstanding_idx",
        "corrections",
        ["provider_id"],
        postgresql_where=sa.text("kind = 'clawback' AND state = 'approved' AND batch_id IS NULL"),
    )
    op.add_column(
        "payout_lines", sa.Column("clawed_back_cents", sa.BigInteger, nullable=False, server_default=sa.text("0"))
    )
    op.create_check_constraint(op.f("payout_lines_clawed_back_check"), "payout_lines", "clawed_back_cents >= 0")


def _budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("budget_id", sa.Uuid, primary_key=True),
        sa.Column("fund", sa.Text, nullable=False),
        sa.Column("year", sa.SmallInteger, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.Uuid, nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("approved_at", INSTANT),
        sa.CheckConstraint("amount_cents > 0", name=op.f("budgets_amount_check")),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("budgets_four_eyes_check")),
        sa.CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("budgets_approved_check")),
    )
    op.create_index("budgets_fund_year_idx", "budgets", ["fund", "year"])
    op.create_table(
        "budget_readings",
        sa.Column("budget_id", sa.Uuid, sa.ForeignKey("budgets.budget_id", name="budget_readings_budget_id_fkey")),
        sa.Column("read_at", INSTANT),
        sa.Column("granted_cents", sa.BigInteger, nullable=False),
        sa.Column("held_cents", sa.BigInteger, nullable=False),
        sa.Column("spent_cents", sa.BigInteger, nullable=False),
        sa.Column("expected_cents", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("budget_id", "read_at", name="budget_readings_pkey"),
    )


def _proofs() -> None:
    op.create_table(
        "proofs",
        sa.Column("proof_id", sa.Uuid, primary_key=True),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.Uuid),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("findings", postgresql.JSONB, nullable=False),
        sa.Column("totals", postgresql.JSONB, nullable=False),
        sa.Column("chain_from", sa.BigInteger, nullable=False),
        sa.Column("head_seq", sa.BigInteger, nullable=False),
        sa.Column("head_hash", sa.Text, nullable=False),
    )


def _yearly_statements() -> None:
    op.create_table(
        "yearly_statements",
        sa.Column("account_id", sa.Uuid),
        sa.Column("year", sa.SmallInteger),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("end_cents", sa.BigInteger, nullable=False),
        sa.Column("head_seq", sa.BigInteger, nullable=False),
        sa.Column("head_hash", sa.Text, nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "year", name="yearly_statements_pkey"),
        sa.CheckConstraint("holder IN ('person', 'employer')", name=op.f("yearly_statements_holder_check")),
    )
    op.create_table(
        "yearly_runs",
        sa.Column("year", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("seen_until", sa.Uuid),
        sa.Column("seen_count", sa.BigInteger, nullable=False),
        sa.Column("made_count", sa.BigInteger, nullable=False),
        sa.Column("ended_at", INSTANT),
    )


def downgrade() -> None:
    op.execute("DROP VIEW audit_v1.reversal, audit_v1.correction, audit_v1.closing")
    op.execute(BOOKING.format(due_cents="b.due_cents"))
    op.add_column("transfers", sa.Column("request_hash", sa.Text))
    op.execute(TX.format(req_hash="t.request_hash"))
    op.drop_column("payout_lines", "clawed_back_cents")
    for table in ("budget_readings", *[name for name in (*APPEND_ONLY, *KEPT) if name != "budget_readings"]):
        op.drop_table(table)
