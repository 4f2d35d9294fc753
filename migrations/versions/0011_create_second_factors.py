"""The second step of signing in: a sealed secret per person, and recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("secret_ciphertext", sa.LargeBinary, nullable=False),
        sa.Column("key_version", sa.SmallInteger, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("confirmed_at", AT),
        sa.Column("last_step", sa.BigInteger),
        sa.PrimaryKeyConstraint("account_id", name="second_factors_pkey"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="second_factors_account_id_fkey"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (last_step IS NULL)", name="confirmed"),
    )
    op.create_index(
        "second_factors_begun_idx", "second_factors", ["created_at"], postgresql_where=sa.text("confirmed_at IS NULL")
    )
    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("used_at", AT),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name="recovery_codes_pkey"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="recovery_codes_account_id_fkey"),
    )


def downgrade() -> None:
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
