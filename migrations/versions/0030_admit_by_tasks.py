"""The tasks of an admission, its re-checks and its sanctions; the reasons of prices and of modules sent back."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
TASKS = "'register', 'quality_mark', 'account', 'sample_module', 'visit'"
STEPS = "'warning', 'no_bookings', 'payouts_held', 'removed'"


def upgrade() -> None:
    op.add_column("providers", sa.Column("payouts_held_at", AT))
    op.add_column("providers", sa.Column("removed_at", AT))
    op.execute("UPDATE providers SET payouts_held_at = suspended_at")
    op.add_column("edition_prices", sa.Column("reason", sa.Text, nullable=False, server_default=""))
    op.add_column("modules", sa.Column("state_reason", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "admission_rounds",
        sa.Column("round_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("is_applied", sa.Boolean, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("started_by", sa.Uuid, nullable=False),
        sa.Column("started_at", AT, nullable=False),
        sa.Column("until_on", sa.Date),
        sa.Column("first_approved_by", sa.Uuid),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("ended_at", AT),
        sa.Column("end_reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("round_id", name="admission_rounds_pkey"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="admission_rounds_provider_id_fkey"),
        sa.CheckConstraint(
            "state IN ('open', 'approved_once', 'admitted', 'rejected')", name="admission_rounds_state_check"
        ),
        sa.CheckConstraint("first_approved_by <> approved_by", name="admission_rounds_four_eyes_check"),
        sa.CheckConstraint(
            "started_by NOT IN (first_approved_by, approved_by) OR NOT is_applied",
            name="admission_rounds_not_own_check",
        ),
        sa.CheckConstraint(
            "state <> 'admitted' OR (first_approved_by IS NOT NULL AND approved_by IS NOT NULL"
            " AND until_on IS NOT NULL)",
            name="admission_rounds_admitted_check",
        ),
    )
    op.create_index("admission_rounds_provider_id_idx", "admission_rounds", ["provider_id"])
    op.create_index(
        "admission_rounds_open_idx",
        "admission_rounds",
        ["provider_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'approved_once')"),
    )
    op.create_table(
        "admission_tasks",
        sa.Column("round_id", sa.Uuid, nullable=False),
        sa.Column("task", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("evidence_on", sa.Date),
        sa.Column("valid_until", sa.Date),
        sa.Column("done_by", sa.Uuid),
        sa.Column("done_at", AT),
        sa.PrimaryKeyConstraint("round_id", "task", name="admission_tasks_pkey"),
        sa.ForeignKeyConstraint(["round_id"], ["admission_rounds.round_id"], name="admission_tasks_round_id_fkey"),
        sa.CheckConstraint(f"task IN ({TASKS})", name="admission_tasks_task_check"),
        sa.CheckConstraint("state IN ('open', 'met', 'not_met')", name="admission_tasks_state_check"),
        sa.CheckConstraint(
            "state = 'open' OR (note <> '' AND evidence_on IS NOT NULL AND done_by IS NOT NULL)",
            name="admission_tasks_done_check",
        ),
    )
    _create_sanctions()


def _create_sanctions() -> None:
    op.create_table(
        "provider_sanctions",
        sa.Column("sanction_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.Uuid, nullable=False),
        sa.Column("proposed_at", AT, nullable=False),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("decided_at", AT),
        sa.Column("appeal", sa.Text, nullable=False),
        sa.Column("appealed_at", AT),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered_by", sa.Uuid),
        sa.Column("answered_at", AT),
        sa.Column("lifted_by", sa.Uuid),
        sa.Column("lifted_at", AT),
        sa.Column("lift_reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sanction_id", name="provider_sanctions_pkey"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="provider_sanctions_provider_id_fkey"),
        sa.CheckConstraint(f"step IN ({STEPS})", name="provider_sanctions_step_check"),
        sa.CheckConstraint(
            "state IN ('proposed', 'in_force', 'dropped', 'lifted')", name="provider_sanctions_state_check"
        ),
        sa.CheckConstraint("proposed_by <> decided_by", name="provider_sanctions_four_eyes_check"),
        sa.CheckConstraint("state <> 'in_force' OR decided_by IS NOT NULL", name="provider_sanctions_in_force_check"),
        sa.CheckConstraint("decided_by NOT IN (lifted_by, answered_by)", name="provider_sanctions_not_own_check"),
        sa.CheckConstraint(
            "answered_by IS NULL OR (appeal <> '' AND answer <> '')", name="provider_sanctions_answer_check"
        ),
    )
    op.create_index("provider_sanctions_provider_id_idx", "provider_sanctions", ["provider_id"])
    op.create_index(
        "provider_sanctions_proposed_idx",
        "provider_sanctions",
        ["provider_id"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )


def downgrade() -> None:
    op.drop_table("provider_sanctions")
    op.drop_table("admission_tasks")
    op.drop_table("admission_rounds")
    op.drop_column("modules", "state_reason")
    op.drop_column("edition_prices", "reason")
    op.drop_column("providers", "removed_at")
    op.drop_column("providers", "payouts_held_at")
