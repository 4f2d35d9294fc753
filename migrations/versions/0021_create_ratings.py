"""Ratings of attended bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CRITERIA = ("welcome", "content", "teachers", "means", "guidance")


def upgrade() -> None:
    op.create_table(
        "ratings",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("booking_id", sa.Uuid, nullable=False),
        sa.Column("module_id", sa.Uuid, nullable=False),
        *(sa.Column(name, sa.SmallInteger, nullable=False) for name in CRITERIA),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "booking_id", name="ratings_pkey"),
        sa.ForeignKeyConstraint(
            ["account_id", "booking_id"], ["bookings.account_id", "bookings.booking_id"], name="ratings_booking_fkey"
        ),
        *(sa.CheckConstraint(f"{name} BETWEEN 1 AND 5", name=f"ratings_{name}_check") for name in CRITERIA),
    )
    op.create_index("ratings_module_idx", "ratings", ["module_id"])


def downgrade() -> None:
    op.drop_table("ratings")
