"""Rights, top-ups and bank payments."""

import uuid
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)

FIRST_RULES = {
    "start_cents": 100_000,
    "yearly_cents": 50_000,
    "cap_cents": 500_000,
    "below_nlqf_4": {"yearly_cents": 80_000, "cap_cents": 800_000},
    "from_age": 18,
    "pension_age": {"years": 67, "months": 0},
    "expiry": {"kind": "none"},
}
"""The defaults of product.md: start € 1,000, yearly € 500, cap € 5,000; below NLQF 4 yearly € 800, cap € 8,000."""


def upgrade() -> None:
    create_rights()
    create_payments()
    create_top_ups()


def create_rights() -> None:
    rule_sets = op.create_table(
        "rule_sets",
        sa.Column("rule_set_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("data", postgresql.JSONB, nullable=False),
        sa.Column("created_by", sa.Uuid),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("approved_at", AT),
        sa.UniqueConstraint("name", "version", name="rule_sets_name_version_key"),
        sa.CheckConstraint("approved_by <> created_by", name=op.f("rule_sets_four_eyes_check")),
    )
    shipped_at = datetime(2026, 1, 1, tzinfo=UTC)
    op.bulk_insert(
        rule_sets,
        [
            {
                "rule_set_id": uuid.UUID("00000000-0000-4000-8000-000000000101"),
                "name": "leerrecht",
                "version": "2026-1",
                "starts_on": date(2026, 1, 1),
                "data": FIRST_RULES,
                "created_at": shipped_at,
                "approved_at": shipped_at,
            }
        ],
    )
    op.create_table(
        "rights_runs",
        sa.Column("run_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column(
            "rule_set_id",
            sa.Uuid,
            sa.ForeignKey("rule_sets.rule_set_id", name="rights_runs_rule_set_id_fkey"),
            nullable=False,
        ),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("year", sa.BigInteger, nullable=False),
        sa.Column("on_date", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_count", sa.BigInteger, nullable=False),
        sa.Column("due_cents", sa.BigInteger, nullable=False),
        sa.Column("exclusions", postgresql.JSONB, nullable=False),
        sa.Column("person_count", sa.BigInteger, nullable=False),
        sa.Column("seen_count", sa.BigInteger, nullable=False),
        sa.Column("done_count", sa.BigInteger, nullable=False),
        sa.Column("done_cents", sa.BigInteger, nullable=False),
        sa.Column("batch", sa.BigInteger, nullable=False),
        sa.Column("seen_until", sa.Uuid),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("approved_at", AT),
        sa.Column("ended_at", AT),
        sa.CheckConstraint("state IN ('draft', 'approved', 'running', 'done')", name=op.f("rights_runs_state_check")),
        sa.CheckConstraint("approved_by <> created_by", name=op.f("rights_runs_four_eyes_check")),
        sa.CheckConstraint("(state = 'draft') = (approved_by IS NULL)", name=op.f("rights_runs_approved_check")),
    )
    op.create_index(
        "rights_runs_one_at_a_time_idx",
        "rights_runs",
        [sa.text("(1)")],
        unique=True,
        postgresql_where=sa.text("state IN ('approved', 'running')"),
    )
    op.create_table(
        "grants",
        sa.Column("account_id", sa.Uuid),
        sa.Column("scheme", sa.Text),
        sa.Column("year", sa.BigInteger),
        sa.Column("transfer_id", sa.Uuid, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("run_id", sa.Uuid, nullable=False),
        sa.Column("batch", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "scheme", "year", name="grants_pkey"),
        sa.CheckConstraint("amount_cents > 0", name=op.f("grants_amount_check")),
    )
    op.create_index("grants_run_id_batch_idx", "grants", ["run_id", "batch"])


def create_payments() -> None:
    op.create_table(
        "expected_payments",
        sa.Column("payment_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("holder_name", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("received_cents", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("paid_at", AT),
        sa.UniqueConstraint("reference", name="expected_payments_reference_key"),
        sa.CheckConstraint("holder IN ('employer', 'person')", name=op.f("expected_payments_holder_check")),
        sa.CheckConstraint("state IN ('waiting', 'paid')", name=op.f("expected_payments_state_check")),
        sa.CheckConstraint("amount_cents > 0", name=op.f("expected_payments_amount_check")),
        sa.CheckConstraint(
            "(state = 'paid') = (received_cents >= amount_cents)", name=op.f("expected_payments_paid_check")
        ),
    )
    op.create_index("expected_payments_account_id_idx", "expected_payments", ["account_id"])
    op.create_index(
        "expected_payments_waiting_idx",
        "expected_payments",
        ["amount_cents"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "bank_statements",
        sa.Column("statement_id", sa.Uuid, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text),
        sa.Column("imported_by", sa.Uuid),
        sa.Column("imported_at", AT, nullable=False),
        sa.UniqueConstraint("sha256", name="bank_statements_sha256_key"),
    )
    op.create_table(
        "bank_lines",
        sa.Column("line_id", sa.Uuid, primary_key=True),
        sa.Column(
            "statement_id",
            sa.Uuid,
            sa.ForeignKey("bank_statements.statement_id", name="bank_lines_statement_id_fkey"),
            nullable=False,
        ),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("booked_on", sa.Date),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("is_credit", sa.Boolean, nullable=False),
        sa.Column("remittance", sa.Text, nullable=False),
        sa.Column("counterparty_name", sa.Text),
        sa.Column("counterparty_iban", sa.Text),
        sa.Column("end_to_end_id", sa.Text),
        sa.Column("fingerprint", sa.Text),
        sa.Column("suggested_ids", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column(
            "payment_id",
            sa.Uuid,
            sa.ForeignKey("expected_payments.payment_id", name="bank_lines_payment_id_fkey"),
        ),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("assigned_by", sa.Uuid),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("matched_at", AT),
        sa.UniqueConstraint("statement_id", "n", name="bank_lines_n_key"),
        sa.CheckConstraint("state IN ('matched', 'unmatched', 'refused')", name=op.f("bank_lines_state_check")),
        sa.CheckConstraint("(state = 'matched') = (transfer_id IS NOT NULL)", name=op.f("bank_lines_matched_check")),
        sa.CheckConstraint("approved_by <> assigned_by", name=op.f("bank_lines_four_eyes_check")),
    )
    op.create_index(
        "bank_lines_fingerprint_idx",
        "bank_lines",
        ["fingerprint"],
        unique=True,
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.create_index("bank_lines_state_idx", "bank_lines", ["state", "line_id"])
    op.create_index("bank_lines_payment_id_idx", "bank_lines", ["payment_id"])


def create_top_ups() -> None:
    op.create_table(
        "top_up_batches",
        sa.Column("employer_id", sa.Uuid),
        sa.Column("batch_id", sa.Uuid),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("file_name", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("columns", postgresql.JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("total_cents", sa.BigInteger, nullable=False),
        sa.Column("payment_id", sa.Uuid),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("confirmed_by", sa.Uuid),
        sa.Column("confirmed_at", AT),
        sa.Column("credited_at", AT),
        sa.PrimaryKeyConstraint("employer_id", "batch_id", name="top_up_batches_pkey"),
        sa.UniqueConstraint("employer_id", "sha256", name="top_up_batches_file_key"),
        sa.CheckConstraint(
            "state IN ('checked', 'confirmed', 'paid', 'credited')", name=op.f("top_up_batches_state_check")
        ),
        sa.CheckConstraint("(state = 'checked') = (payment_id IS NULL)", name=op.f("top_up_batches_payment_check")),
    )
    op.create_index(
        "top_up_batches_state_idx",
        "top_up_batches",
        ["state"],
        postgresql_where=sa.text("state IN ('confirmed', 'paid')"),
    )
    op.create_index("top_up_batches_payment_id_idx", "top_up_batches", ["payment_id"])
    op.create_table(
        "top_up_rows",
        sa.Column("employer_id", sa.Uuid),
        sa.Column("batch_id", sa.Uuid),
        sa.Column("row", sa.BigInteger),
        sa.Column("cells", postgresql.JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("problems", postgresql.JSONB, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("amount_cents", sa.BigInteger),
        sa.Column("purposes", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("note", sa.Text),
        sa.Column("included", sa.Boolean, nullable=False),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("credited_at", AT),
        sa.PrimaryKeyConstraint("employer_id", "batch_id", "row", name="top_up_rows_pkey"),
        sa.ForeignKeyConstraint(
            ["employer_id", "batch_id"],
            ["top_up_batches.employer_id", "top_up_batches.batch_id"],
            name="top_up_rows_batch_fkey",
        ),
        sa.CheckConstraint("state IN ('ok', 'error', 'question')", name=op.f("top_up_rows_state_check")),
        sa.CheckConstraint(
            "state = 'error' OR (person_id IS NOT NULL AND amount_cents > 0)", name=op.f("top_up_rows_readable_check")
        ),
        sa.CheckConstraint("NOT included OR state <> 'error'", name=op.f("top_up_rows_included_check")),
    )
    op.create_index(
        "top_up_rows_waiting_idx",
        "top_up_rows",
        ["employer_id", "batch_id", "row"],
        postgresql_where=sa.text("included AND transfer_id IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "top_up_rows",
        "top_up_batches",
        "bank_lines",
        "bank_statements",
        "expected_payments",
        "grants",
        "rights_runs",
        "rule_sets",
    ):
        op.drop_table(table)
