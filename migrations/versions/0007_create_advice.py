"""Desks, consultations and plans.

An addition to a closed consultation is never changed: the running service may not update it. It may delete it,
because erasure takes away what was said at the desk (trust.md, privacy).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text)


def upgrade() -> None:
    _create_desks()
    _create_consultations()
    _create_plans()
    op.execute("REVOKE UPDATE ON consultation_additions FROM leerloket_app")


def _create_desks() -> None:
    op.create_table(
        "desks",
        sa.Column("desk_id", sa.Uuid, primary_key=True),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("opening_hours", TEXTS, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.UniqueConstraint("slug", name="desks_slug_key"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name=op.f("desks_valid_check")),
    )
    op.create_index("desks_region_code_idx", "desks", ["region_code"])
    op.create_table(
        "advisers",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("desk_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("region_code", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desks.desk_id"], name="advisers_desk_id_fkey"),
    )
    op.create_index("advisers_desk_id_idx", "advisers", ["desk_id"])
    op.create_table(
        "appointments",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("appointment_id", sa.Uuid, nullable=False),
        sa.Column("desk_id", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("minutes", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_by", sa.Uuid, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "appointment_id", name="appointments_pkey"),
        sa.ForeignKeyConstraint(["desk_id"], ["desks.desk_id"], name="appointments_desk_id_fkey"),
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name=op.f("appointments_minutes_check")),
        _one_of("appointments", "channel", "'desk', 'phone', 'video'"),
        _one_of("appointments", "state", "'planned', 'held', 'no_show', 'cancelled'"),
    )
    op.create_index("appointments_adviser_id_idx", "appointments", ["adviser_id", "starts_at"])
    op.create_index("appointments_desk_id_idx", "appointments", ["desk_id", "starts_at"])


def _create_consultations() -> None:
    op.create_table(
        "consultations",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("consultation_id", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("adviser_name", sa.Text, nullable=False),
        sa.Column("desk_id", sa.Uuid, nullable=False),
        sa.Column("appointment_id", sa.Uuid),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("topics", TEXTS, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("motivation", sa.Text, nullable=False),
        sa.Column("capacity", sa.Text, nullable=False),
        sa.Column("opportunity", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("edit_token", sa.Text, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "consultation_id", name="consultations_pkey"),
        sa.ForeignKeyConstraint(["desk_id"], ["desks.desk_id"], name="consultations_desk_id_fkey"),
        sa.CheckConstraint("closed_at IS NULL OR cardinality(topics) > 0", name=op.f("consultations_topics_check")),
        sa.CheckConstraint("closed_at >= started_at", name=op.f("consultations_order_check")),
    )
    op.create_index("consultations_started_at_idx", "consultations", ["account_id", "started_at"])
    op.create_index("consultations_adviser_id_idx", "consultations", ["adviser_id", "started_at"])
    op.create_table(
        "consultation_private_notes",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("consultation_id", sa.Uuid, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "consultation_id", name="consultation_private_notes_pkey"),
        _of_consultation("consultation_private_notes"),
    )
    op.create_table(
        "consultation_additions",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("consultation_id", sa.Uuid, nullable=False),
        sa.Column("addition_id", sa.Uuid, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added_by", sa.Uuid, nullable=False),
        sa.Column("added_by_name", sa.Text, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "consultation_id", "addition_id", name="consultation_additions_pkey"),
        _of_consultation("consultation_additions"),
    )


def _create_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("adviser_name", sa.Text, nullable=False),
        sa.Column("desk_id", sa.Uuid, nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "plan_id", name="plans_pkey"),
        sa.UniqueConstraint("account_id", name="plans_account_id_key"),
        sa.ForeignKeyConstraint(["desk_id"], ["desks.desk_id"], name="plans_desk_id_fkey"),
    )
    op.create_table(
        "goals",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("goal_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("ready_on", sa.Date),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "goal_id", name="goals_pkey"),
        sa.ForeignKeyConstraint(
            ["account_id", "plan_id"], ["plans.account_id", "plans.plan_id"], name="goals_plan_fkey"
        ),
        _one_of("goals", "state", "'open', 'done'"),
    )
    op.create_table(
        "tasks",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("task_id", sa.Uuid, nullable=False),
        sa.Column("goal_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("module_id", sa.Uuid),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.Column("done_by", sa.Uuid),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "task_id", name="tasks_pkey"),
        sa.ForeignKeyConstraint(
            ["account_id", "goal_id"], ["goals.account_id", "goals.goal_id"], name="tasks_goal_fkey"
        ),
        _one_of("tasks", "state", "'open', 'done'"),
        _one_of("tasks", "owner", "'worker', 'adviser', 'employer'"),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("tasks_done_check")),
    )
    op.create_index("tasks_goal_idx", "tasks", ["account_id", "goal_id"])
    op.create_index(
        "tasks_module_idx",
        "tasks",
        ["account_id"],
        postgresql_where=sa.text("state = 'open' AND module_id IS NOT NULL"),
    )


def _one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"{table}_{column}_check"))


def _of_consultation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id", "consultation_id"],
        ["consultations.account_id", "consultations.consultation_id"],
        name=f"{table}_consultation_fkey",
    )


def downgrade() -> None:
    for table in (
        "tasks",
        "goals",
        "plans",
        "consultation_additions",
        "consultation_private_notes",
        "consultations",
        "appointments",
        "advisers",
        "desks",
    ):
        op.drop_table(table)
