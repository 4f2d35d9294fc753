"""When advisers see people: the rule by which free times are computed.

Of one adviser's rules the one that began last counts, so two can never hold on the same day.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "openings",
        sa.Column("adviser_id", sa.Uuid, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("weekdays", postgresql.ARRAY(sa.SmallInteger), nullable=False),
        sa.Column("opens", sa.Time, nullable=False),
        sa.Column("closes", sa.Time, nullable=False),
        sa.Column("minutes", sa.BigInteger, nullable=False),
        sa.Column("buffer_minutes", sa.BigInteger, nullable=False),
        sa.Column("daily_limit", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("adviser_id", "valid_from", name="openings_pkey"),
        sa.ForeignKeyConstraint(["adviser_id"], ["advisers.person_id"], name="openings_adviser_id_fkey"),
        sa.CheckConstraint("weekdays <@ ARRAY[1, 2, 3, 4, 5]::smallint[]", name=op.f("openings_weekdays_check")),
        sa.CheckConstraint("opens < closes", name=op.f("openings_order_check")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name=op.f("openings_minutes_check")),
        sa.CheckConstraint("buffer_minutes BETWEEN 0 AND 60", name=op.f("openings_buffer_check")),
        sa.CheckConstraint("daily_limit BETWEEN 1 AND 20", name=op.f("openings_daily_limit_check")),
    )
    op.create_index(
        "appointments_planned_idx", "appointments", ["starts_at"], postgresql_where=sa.text("state = 'planned'")
    )


def downgrade() -> None:
    op.drop_index("appointments_planned_idx", "appointments")
    op.drop_table("openings")
