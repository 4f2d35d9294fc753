"""Employer files: column mappings and rows mended in place; how much an employee works as a whole percentage."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATE = """
CASE WHEN answer = 'skip' THEN 'skipped' WHEN verdict = 'error' THEN 'error'
     WHEN answer IS NULL AND (verdict = 'question' OR doubles_row IS NOT NULL) THEN 'question' ELSE 'ok' END
"""
BATCH = ["employer_id", "batch_id"]
WAITING = sa.text("state = 'ok' AND transfer_id IS NULL")


def upgrade() -> None:
    op.drop_index("employers_kvk_idx", "employers")
    op.create_unique_constraint("employers_kvk_key", "employers", ["kvk"])
    _count_work_in_percents()
    _let_batches_be_read_later()
    _let_rows_be_answered()


def downgrade() -> None:
    op.execute(
        "DELETE FROM top_up_rows AS r USING top_up_batches AS b WHERE b.employer_id = r.employer_id"
        " AND b.batch_id = r.batch_id AND b.state IN ('columns', 'reading')"
    )
    op.execute("DELETE FROM top_up_batches WHERE state IN ('columns', 'reading')")
    _let_rows_be_included()
    _let_batches_be_read_at_once()
    _count_work_in_fractions()
    op.drop_constraint("employers_kvk_key", "employers")
    op.create_index("employers_kvk_idx", "employers", ["kvk"])


def _count_work_in_percents() -> None:
    op.add_column("employments", sa.Column("fte_pct", sa.SmallInteger, nullable=False, server_default="100"))
    op.execute("UPDATE employments SET fte_pct = greatest(1, least(100, round(fte * 100)))")
    op.drop_column("employments", "fte")
    op.create_check_constraint(op.f("employments_fte_pct_check"), "employments", "fte_pct BETWEEN 1 AND 100")
    op.create_index(
        "employments_bare_number_idx", "employments", ["employer_id", sa.text("ltrim(personnel_number, '0')")]
    )


def _count_work_in_fractions() -> None:
    op.drop_index("employments_bare_number_idx", "employments")
    op.add_column("employments", sa.Column("fte", sa.Numeric(4, 3), nullable=False, server_default="1"))
    op.execute("UPDATE employments SET fte = fte_pct / 100.0")
    op.alter_column("employments", "fte", server_default=None)
    op.drop_column("employments", "fte_pct")
    op.create_check_constraint(op.f("employments_fte_check"), "employments", "fte > 0 AND fte <= 1.5")


def _let_batches_be_read_later() -> None:
    op.create_table(
        "top_up_files",
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("batch_id", sa.Uuid, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("positions", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "batch_id", name="top_up_files_pkey"),
        sa.ForeignKeyConstraint(
            BATCH,
            ["top_up_batches.employer_id", "top_up_batches.batch_id"],
            name="top_up_files_batch_fkey",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "top_up_columns",
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("column_name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "heading", name="top_up_columns_pkey"),
    )
    op.add_column("top_up_batches", sa.Column("row_count", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("top_up_batches", sa.Column("rows_read", sa.BigInteger, nullable=False, server_default="0"))
    _change_states("'columns', 'reading', 'checked', 'confirmed', 'paid', 'credited'")
    op.create_check_constraint(
        op.f("top_up_batches_payment_check"),
        "top_up_batches",
        "(state IN ('columns', 'reading', 'checked')) = (payment_id IS NULL)",
    )
    op.drop_index("top_up_batches_state_idx", "top_up_batches")
    op.create_index(
        "top_up_batches_state_idx",
        "top_up_batches",
        ["state"],
        postgresql_where=sa.text("state IN ('reading', 'confirmed', 'paid')"),
    )


def _let_batches_be_read_at_once() -> None:
    _change_states("'checked', 'confirmed', 'paid', 'credited'")
    op.create_check_constraint(
        op.f("top_up_batches_payment_check"), "top_up_batches", "(state = 'checked') = (payment_id IS NULL)"
    )
    op.drop_index("top_up_batches_state_idx", "top_up_batches")
    op.create_index(
        "top_up_batches_state_idx",
        "top_up_batches",
        ["state"],
        postgresql_where=sa.text("state IN ('confirmed', 'paid')"),
    )
    op.drop_column("top_up_batches", "rows_read")
    op.drop_column("top_up_batches", "row_count")
    op.drop_table("top_up_columns")
    op.drop_table("top_up_files")


def _change_states(states: str) -> None:
    op.drop_constraint(op.f("top_up_batches_payment_check"), "top_up_batches")
    op.drop_constraint(op.f("top_up_batches_state_check"), "top_up_batches")
    op.create_check_constraint(op.f("top_up_batches_state_check"), "top_up_batches", f"state IN ({states})")


def _let_rows_be_answered() -> None:
    op.drop_index("top_up_rows_waiting_idx", "top_up_rows")
    op.drop_constraint(op.f("top_up_rows_included_check"), "top_up_rows")
    op.drop_constraint(op.f("top_up_rows_state_check"), "top_up_rows")
    op.alter_column("top_up_rows", "state", new_column_name="verdict")
    op.add_column("top_up_rows", sa.Column("doubles_row", sa.BigInteger))
    op.add_column("top_up_rows", sa.Column("answer", sa.Text))
    op.execute("UPDATE top_up_rows SET answer = 'yes' WHERE verdict = 'question' AND included")
    op.execute(
        "UPDATE top_up_rows AS r SET answer = 'skip' FROM top_up_batches AS b WHERE b.employer_id = r.employer_id"
        " AND b.batch_id = r.batch_id AND b.state <> 'checked' AND NOT r.included AND r.verdict <> 'error'"
    )
    op.drop_column("top_up_rows", "included")
    op.add_column("top_up_rows", sa.Column("state", sa.Text, sa.Computed(STATE, persisted=True), nullable=False))
    op.create_check_constraint(
        op.f("top_up_rows_verdict_check"), "top_up_rows", "verdict IN ('ok', 'error', 'question')"
    )
    op.create_check_constraint(op.f("top_up_rows_answer_check"), "top_up_rows", "answer IN ('yes', 'skip')")
    op.create_check_constraint(op.f("top_up_rows_credited_check"), "top_up_rows", "transfer_id IS NULL OR state = 'ok'")
    op.create_index("top_up_rows_state_idx", "top_up_rows", [*BATCH, "state", "row"])
    op.create_index(
        "top_up_rows_person_idx",
        "top_up_rows",
        ["employer_id", "person_id"],
        postgresql_where=sa.text("credited_at IS NOT NULL"),
    )
    op.create_index("top_up_rows_waiting_idx", "top_up_rows", [*BATCH, "row"], postgresql_where=WAITING)


def _let_rows_be_included() -> None:
    op.add_column("top_up_rows", sa.Column("included", sa.Boolean, nullable=False, server_default="false"))
    op.execute(
        "UPDATE top_up_rows AS r SET included = true FROM top_up_batches AS b WHERE b.employer_id = r.employer_id"
        " AND b.batch_id = r.batch_id AND b.state <> 'checked' AND r.state = 'ok'"
    )
    op.alter_column("top_up_rows", "included", server_default=None)
    op.drop_index("top_up_rows_waiting_idx", "top_up_rows")
    op.drop_index("top_up_rows_person_idx", "top_up_rows")
    op.drop_index("top_up_rows_state_idx", "top_up_rows")
    op.drop_constraint(op.f("top_up_rows_credited_check"), "top_up_rows")
    op.drop_constraint(op.f("top_up_rows_verdict_check"), "top_up_rows")
    op.drop_column("top_up_rows", "state")
    op.drop_column("top_up_rows", "answer")
    op.drop_column("top_up_rows", "doubles_row")
    op.alter_column("top_up_rows", "verdict", new_column_name="state")
    op.create_check_constraint(op.f("top_up_rows_state_check"), "top_up_rows", "state IN ('ok', 'error', 'question')")
    op.create_check_constraint(op.f("top_up_rows_included_check"), "top_up_rows", "NOT included OR state <> 'error'")
    op.create_index(
        "top_up_rows_waiting_idx",
        "top_up_rows",
        [*BATCH, "row"],
        postgresql_where=sa.text("included AND transfer_id IS NULL"),
    )
