"""Agreements of employers: standing rules, invitation codes, requests to pay along."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
PURPOSES = "ARRAY['study', 'general_skills', 'job', 'labour_market', 'guidance']"


def upgrade() -> None:
    create_invitations()
    create_agreements()
    create_co_payments()


def create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("batch_id", sa.Uuid, nullable=False),
        sa.Column("personnel_number", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("fte_pct", sa.SmallInteger, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("used_by", sa.Uuid),
        sa.Column("used_at", AT),
        sa.Column("withdrawn_at", AT),
        sa.PrimaryKeyConstraint("employer_id", "invitation_id", name="invitations_pkey"),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.employer_id"], name="invitations_employer_id_fkey"),
        sa.UniqueConstraint("code_hash", name="invitations_code_hash_key"),
        sa.CheckConstraint("fte_pct BETWEEN 1 AND 100", name=op.f("invitations_fte_pct_check")),
        sa.CheckConstraint("(used_by IS NULL) = (used_at IS NULL)", name=op.f("invitations_used_check")),
        sa.CheckConstraint("used_at IS NULL OR withdrawn_at IS NULL", name=op.f("invitations_once_check")),
    )
    op.create_index("invitations_batch_idx", "invitations", ["employer_id", "batch_id"])
    op.create_index(
        "invitations_open_idx",
        "invitations",
        ["employer_id", "personnel_number"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.add_column("sign_ups", sa.Column("employer_id", sa.Uuid))
    op.add_column("sign_ups", sa.Column("invitation_id", sa.Uuid))


def create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("stopped_on", sa.Date),
        sa.PrimaryKeyConstraint("employer_id", "agreement_id", name="agreements_pkey"),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.employer_id"], name="agreements_employer_id_fkey"),
    )
    op.create_table(
        "agreement_versions",
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("every", sa.Text, nullable=False),
        sa.Column("least_fte_pct", sa.SmallInteger, nullable=False),
        sa.Column("least_months", sa.SmallInteger, nullable=False),
        sa.Column("purposes", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("lasts_months", sa.SmallInteger),
        sa.Column("most_cents", sa.BigInteger),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "agreement_id", "version", name="agreement_versions_pkey"),
        sa.ForeignKeyConstraint(
            ["employer_id", "agreement_id"],
            ["agreements.employer_id", "agreements.agreement_id"],
            name="agreement_versions_agreement_fkey",
        ),
        sa.UniqueConstraint("employer_id", "agreement_id", "starts_on", name="agreement_versions_starts_on_key"),
        sa.CheckConstraint("amount_cents > 0", name=op.f("agreement_versions_amount_check")),
        sa.CheckConstraint("every IN ('year', 'start')", name=op.f("agreement_versions_every_check")),
        sa.CheckConstraint("least_fte_pct BETWEEN 1 AND 100", name=op.f("agreement_versions_least_fte_pct_check")),
        sa.CheckConstraint("least_months >= 0", name=op.f("agreement_versions_least_months_check")),
        sa.CheckConstraint(
            f"cardinality(purposes) > 0 AND purposes <@ {PURPOSES}::text[]",
            name=op.f("agreement_versions_purposes_check"),
        ),
        sa.CheckConstraint("lasts_months > 0", name=op.f("agreement_versions_lasts_months_check")),
        sa.CheckConstraint("most_cents >= amount_cents", name=op.f("agreement_versions_most_check")),
    )
    op.execute("REVOKE UPDATE, DELETE ON agreement_versions FROM leerloket_app")
    op.create_table(
        "agreement_grants",
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("batch_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "agreement_id", "person_id", "period", name="agreement_grants_pkey"),
        sa.ForeignKeyConstraint(
            ["employer_id", "agreement_id", "version"],
            ["agreement_versions.employer_id", "agreement_versions.agreement_id", "agreement_versions.version"],
            name="agreement_grants_version_fkey",
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("agreement_grants_amount_check")),
    )
    op.create_index("agreement_grants_batch_idx", "agreement_grants", ["employer_id", "batch_id"])
    op.execute("REVOKE UPDATE, DELETE ON agreement_grants FROM leerloket_app")


def create_co_payments() -> None:
    op.create_table(
        "co_payments",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("co_payment_id", sa.Uuid, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("edition_id", sa.Uuid, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("shared_title", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("answered_by", sa.Uuid),
        sa.Column("answered_at", AT),
        sa.Column("reason", sa.Text),
        sa.Column("batch_id", sa.Uuid),
        sa.PrimaryKeyConstraint("account_id", "co_payment_id", name="co_payments_pkey"),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.employer_id"], name="co_payments_employer_id_fkey"),
        sa.CheckConstraint("amount_cents > 0", name=op.f("co_payments_amount_check")),
        sa.CheckConstraint(f"purpose = ANY ({PURPOSES})", name=op.f("co_payments_purpose_check")),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'expired', 'withdrawn')", name=op.f("co_payments_state_check")
        ),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f("co_payments_answered_check")),
        sa.CheckConstraint("(state = 'accepted') = (batch_id IS NOT NULL)", name=op.f("co_payments_batch_check")),
        sa.CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name=op.f("co_payments_reason_check")),
        sa.CheckConstraint(
            "shared_title IS NULL OR state IN ('open', 'accepted')", name=op.f("co_payments_shared_check")
        ),
    )
    op.create_index("co_payments_employer_idx", "co_payments", ["employer_id", "state"])
    op.create_index(
        "co_payments_expires_idx", "co_payments", ["expires_at"], postgresql_where=sa.text("state = 'open'")
    )
    op.create_index(
        "co_payments_open_idx",
        "co_payments",
        ["account_id", "employer_id", "edition_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("co_payments")
    op.drop_table("agreement_grants")
    op.drop_table("agreement_versions")
    op.drop_table("agreements")
    op.drop_column("sign_ups", "invitation_id")
    op.drop_column("sign_ups", "employer_id")
    op.drop_table("invitations")
