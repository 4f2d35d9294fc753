"""The life of a rule set from draft to approved, runs that pause and report, and the scenarios of the rule lab.

The grants of a batch are found by their account's key, so `grants` needs no second index.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    extend_rule_sets()
    extend_runs()
    op.drop_index("grants_run_id_batch_idx", "grants")
    op.create_table(
        "scenarios",
        sa.Column("scenario_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("data", postgresql.JSONB, nullable=False),
        sa.Column("assumptions", postgresql.JSONB, nullable=False),
        sa.Column("outcome", postgresql.JSONB, nullable=False),
        sa.Column("against", sa.Text, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("rule_set_id", sa.Uuid, sa.ForeignKey("rule_sets.rule_set_id", name="scenarios_rule_set_id_fkey")),
        sa.UniqueConstraint("name", name="scenarios_name_key"),
    )


def extend_rule_sets() -> None:
    add_filled("rule_sets", "note", sa.Text, "")
    add_filled("rule_sets", "source", sa.Text, "")
    op.add_column("rule_sets", sa.Column("proposed_by", sa.Uuid))
    op.add_column("rule_sets", sa.Column("proposed_at", AT))
    op.execute("UPDATE rule_sets SET proposed_by = created_by, proposed_at = created_at WHERE approved_at IS NOT NULL")
    op.create_check_constraint(op.f("rule_sets_approver_check"), "rule_sets", "approved_by <> proposed_by")
    op.create_check_constraint(
        op.f("rule_sets_proposed_check"), "rule_sets", "approved_at IS NULL OR proposed_at IS NOT NULL"
    )
    op.create_index(
        "rule_sets_one_a_day_idx",
        "rule_sets",
        ["name", "starts_on"],
        unique=True,
        postgresql_where=sa.text("approved_at IS NOT NULL"),
    )


def extend_runs() -> None:
    op.add_column("rights_runs", sa.Column("budget_cents", sa.BigInteger))
    for name in ("earlier_cents", "last_year_count", "last_year_cents", "worked_ms"):
        add_filled("rights_runs", name, sa.BigInteger, "0")
    add_filled("rights_runs", "by_rule", postgresql.JSONB, "{}")
    let_runs_be("draft", "approved", "running", "paused", "done")


def add_filled(table: str, name: str, kind: type[sa.types.TypeEngine[Any]], value: str) -> None:
    """Add a column that must have a value, with this one in the rows that are there."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=value))
    op.alter_column(table, name, server_default=None)


def let_runs_be(*states: str) -> None:
    """Which states a run can have; the ones between draft and done keep other runs out."""
    busy = ", ".join(f"'{state}'" for state in states[1:-1])
    every = ", ".join(f"'{state}'" for state in states)
    op.drop_constraint("rights_runs_state_check", "rights_runs")
    op.create_check_constraint(op.f("rights_runs_state_check"), "rights_runs", f"state IN ({every})")
    op.drop_index("rights_runs_one_at_a_time_idx", "rights_runs")
    op.create_index(
        "rights_runs_one_at_a_time_idx",
        "rights_runs",
        [sa.text("(1)")],
        unique=True,
        postgresql_where=sa.text(f"state IN ({busy})"),
    )


def downgrade() -> None:
    op.drop_table("scenarios")
    op.create_index("grants_run_id_batch_idx", "grants", ["run_id", "batch"])
    op.execute("UPDATE rights_runs SET state = 'running' WHERE state = 'paused'")
    let_runs_be("draft", "approved", "running", "done")
    for name in ("budget_cents", "earlier_cents", "last_year_count", "last_year_cents", "worked_ms", "by_rule"):
        op.drop_column("rights_runs", name)
    op.drop_index("rule_sets_one_a_day_idx", "rule_sets")
    for name in ("proposed", "approver"):
        op.drop_constraint(op.f(f"rule_sets_{name}_check"), "rule_sets")
    for name in ("note", "source", "proposed_by", "proposed_at"):
        op.drop_column("rule_sets", name)
