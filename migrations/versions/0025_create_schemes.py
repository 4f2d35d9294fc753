"""Schemes as dated records that are only added to, and who waits for one to open."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scheme_versions",
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("record", postgresql.JSONB, nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("changed_by", sa.Uuid),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("slug", "version", name="scheme_versions_pkey"),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("scheme_versions_slug_check")),
        sa.CheckConstraint("version > 0", name=op.f("scheme_versions_version_check")),
    )
    op.execute("REVOKE UPDATE, DELETE ON scheme_versions FROM leerloket_app")
    op.create_table(
        "scheme_watches",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "slug", name="scheme_watches_pkey"),
    )
    op.create_index("scheme_watches_slug_idx", "scheme_watches", ["slug"])


def downgrade() -> None:
    op.drop_table("scheme_watches")
    op.drop_table("scheme_versions")
