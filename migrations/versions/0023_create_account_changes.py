"""Changes of the bank accounts of providers."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
STATES = "'asked', 'approved_once', 'changed', 'rejected', 'withdrawn'"


def upgrade() -> None:
    op.create_table(
        "provider_account_changes",
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("old_iban", sa.Text),
        sa.Column("new_iban", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Uuid, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("first_approved_by", sa.Uuid),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("ended_at", AT),
        sa.Column("end_reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("change_id", name="provider_account_changes_pkey"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.provider_id"], name="provider_account_changes_provider_id_fkey"
        ),
        sa.CheckConstraint(f"state IN ({STATES})", name="provider_account_changes_state_check"),
        sa.CheckConstraint("first_approved_by <> approved_by", name="provider_account_changes_four_eyes_check"),
        sa.CheckConstraint(
            "asked_by NOT IN (first_approved_by, approved_by)", name="provider_account_changes_not_own_check"
        ),
        sa.CheckConstraint(
            "state <> 'changed' OR (first_approved_by IS NOT NULL AND approved_by IS NOT NULL)",
            name="provider_account_changes_changed_check",
        ),
    )
    op.create_index(
        "provider_account_changes_open_idx",
        "provider_account_changes",
        ["provider_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'approved_once')"),
    )


def downgrade() -> None:
    op.drop_table("provider_account_changes")
