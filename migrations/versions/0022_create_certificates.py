"""Certificates, the links that share them, and when those were opened."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text)


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("certificate_id", sa.Uuid, nullable=False),
        sa.Column("booking_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("proof", sa.Text, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("provider_name", sa.Text, nullable=False),
        sa.Column("module_slug", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("outcomes", TEXTS, nullable=False),
        sa.Column("skills", TEXTS, nullable=False),
        sa.Column("nlqf", sa.Text, nullable=False),
        sa.Column("hours", sa.BigInteger, nullable=False),
        sa.Column("issued_at", AT, nullable=False),
        sa.Column("issued_by", sa.Uuid, nullable=False),
        sa.Column("key_version", sa.SmallInteger, nullable=False),
        sa.Column("withdrawn_at", AT),
        sa.Column("withdrawn_by", sa.Uuid),
        sa.Column("withdrawn_reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "certificate_id", name="certificates_pkey"),
        sa.UniqueConstraint("account_id", "booking_id", name="certificates_booking_key"),
        sa.UniqueConstraint("code", name="certificates_code_key"),
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"],
            ["bookings.account_id", "bookings.booking_id"],
            name="certificates_booking_fkey",
        ),
        sa.CheckConstraint("proof IN ('diploma', 'certificate', 'badge')", name="certificates_proof_check"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason = '')",
            name="certificates_withdrawn_check",
        ),
    )
    op.create_table(
        "certificate_shares",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("share_id", sa.Uuid, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("meant_for", sa.Text, nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("stopped_at", AT),
        sa.PrimaryKeyConstraint("account_id", "share_id", name="certificate_shares_pkey"),
        sa.UniqueConstraint("token_hash", name="certificate_shares_token_key"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="certificate_shares_account_id_fkey"),
    )
    op.create_table(
        "certificate_share_visits",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("share_id", sa.Uuid, nullable=False),
        sa.Column("visited_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "share_id", "visited_at", name="certificate_share_visits_pkey"),
        sa.ForeignKeyConstraint(
            ["account_id", "share_id"],
            ["certificate_shares.account_id", "certificate_shares.share_id"],
            name="certificate_share_visits_share_fkey",
        ),
    )


def downgrade() -> None:
    op.drop_table("certificate_share_visits")
    op.drop_table("certificate_shares")
    op.drop_table("certificates")
