"""How far people were told of the rights a run credited."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rights_runs", sa.Column("told_until", sa.Uuid))
    op.add_column("rights_runs", sa.Column("told_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE rights_runs SET told_at = ended_at WHERE state = 'done'")


def downgrade() -> None:
    op.drop_column("rights_runs", "told_at")
    op.drop_column("rights_runs", "told_until")
