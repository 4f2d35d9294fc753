"""Employer files: column mappings and rows mended in place; how much an employee works as a whole percentage."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("employments", sa.Column("fte_pct", sa.SmallInteger, nullable=False, server_default="100"))
    op.execute("UPDATE employments SET fte_pct = greatest(1, least(100, round(fte * 100)))")
    op.drop_column("employments", "fte")
    op.create_check_constraint(op.f("employments_fte_pct_check"), "employments", "fte_pct BETWEEN 1 AND 100")


def downgrade() -> None:
    op.add_column("employments", sa.Column("fte", sa.Numeric(4, 3), nullable=False, server_default="1"))
    op.execute("UPDATE employments SET fte = fte_pct / 100.0")
    op.alter_column("employments", "fte", server_default=None)
    op.drop_column("employments", "fte_pct")
    op.create_check_constraint(op.f("employments_fte_check"), "employments", "fte > 0 AND fte <= 1.5")
