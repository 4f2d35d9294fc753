"""Who gets the newsletter of which region, and what was sent; files that go along with a message; partners of desks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "newsletter_readers",
        sa.Column("reader_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid),
        sa.Column("email", sa.Text),
        sa.Column("email_norm", sa.Text),
        sa.Column("region_code", sa.Text, sa.ForeignKey("regions.code"), nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("confirmed_at", AT),
        sa.CheckConstraint("(account_id IS NULL) = (email IS NOT NULL)", name=op.f("newsletter_readers_who_check")),
        sa.CheckConstraint("(email IS NULL) = (email_norm IS NULL)", name=op.f("newsletter_readers_email_check")),
        sa.CheckConstraint("language IN ('nl', 'en')", name=op.f("newsletter_readers_language_check")),
    )
    op.create_index("newsletter_readers_account_idx", "newsletter_readers", ["account_id"], unique=True)
    for name, which in (("asked", "IS NULL"), ("confirmed", "IS NOT NULL")):
        op.create_index(
            f"newsletter_readers_{name}_idx",
            "newsletter_readers",
            ["email_norm"],
            unique=True,
            postgresql_where=sa.text(f"confirmed_at {which}"),
        )
    op.create_index("newsletter_readers_region_idx", "newsletter_readers", ["region_code", "reader_id"])
    op.create_table(
        "newsletter_issues",
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("region_code", sa.Text, sa.ForeignKey("regions.code"), nullable=False),
        sa.Column("lines", postgresql.JSONB, nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("month", "region_code", name="newsletter_issues_pkey"),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("newsletter_issues_month_check")),
    )
    op.execute("REVOKE UPDATE, DELETE ON newsletter_issues FROM leerloket_app")
    op.create_table(
        "outbox_files",
        sa.Column("message_id", sa.Uuid, sa.ForeignKey("outbox.message_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.add_column(
        "desks", sa.Column("partners", postgresql.ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'"))
    )


def downgrade() -> None:
    op.drop_column("desks", "partners")
    op.drop_table("outbox_files")
    op.drop_table("newsletter_issues")
    op.drop_table("newsletter_readers")
