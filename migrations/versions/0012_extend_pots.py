"""The end of money: notices, return to the funder, outages that give more time, and the holder's own order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
RETURNING = "00000000-0000-4000-8000-000000000006"

WAITING_RETURNS = f"""
CREATE VIEW audit_v1.waiting_returns AS
SELECT (SELECT coalesce(sum(r.amount_cents), 0) FROM pot_returns r WHERE r.returned_by IS NULL) AS noted_cents,
       (SELECT coalesce(sum(e.cents), 0) FROM audit_v1.entry e WHERE e.account_id = '{RETURNING}') AS booked_cents
"""
GRANT = """
DO $$ DECLARE reader text; BEGIN
FOR reader IN SELECT rolname FROM pg_roles WHERE rolname IN ('auditor', 'leerloket_app') LOOP
EXECUTE format('GRANT SELECT ON audit_v1.waiting_returns TO %I', reader);
END LOOP; END $$
"""


def upgrade() -> None:
    op.add_column("accounts", sa.Column("pot_order", postgresql.ARRAY(sa.Uuid)))
    op.create_index(
        "pots_expires_on_idx",
        "pots",
        ["expires_on", "account_id"],
        postgresql_where=sa.text("expires_on IS NOT NULL"),
    )
    op.execute(f"INSERT INTO outside_accounts VALUES ('{RETURNING}', 'returning', 'Gaat terug naar werkgevers')")
    op.create_table(
        "pot_notices",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("pot_id", sa.Uuid, nullable=False),
        sa.Column("expires_on", sa.Date, nullable=False),
        sa.Column("months", sa.SmallInteger, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "pot_id", "expires_on", "months", name="pot_notices_pkey"),
    )
    op.create_table(
        "pot_returns",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("transfer_id", sa.Uuid, nullable=False),
        sa.Column("employer_id", sa.Uuid, nullable=False),
        sa.Column("employer_name", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("ended_on", sa.Date, nullable=False),
        sa.Column("returned_by", sa.Uuid),
        sa.PrimaryKeyConstraint("account_id", "transfer_id", name="pot_returns_pkey"),
        sa.CheckConstraint("amount_cents > 0", name=op.f("pot_returns_amount_check")),
    )
    op.create_index(
        "pot_returns_waiting_idx",
        "pot_returns",
        ["employer_id", "account_id"],
        postgresql_where=sa.text("returned_by IS NULL"),
    )
    op.create_table(
        "outages",
        sa.Column("outage_id", sa.Uuid, nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("outage_id", name="outages_pkey"),
        sa.UniqueConstraint("began_at", name="outages_began_at_key"),
        sa.CheckConstraint("ended_at > began_at", name=op.f("outages_order_check")),
    )
    op.create_table(
        "pot_extensions",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("pot_id", sa.Uuid, nullable=False),
        sa.Column("outage_id", sa.Uuid, nullable=False),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "pot_id", "outage_id", name="pot_extensions_pkey"),
        sa.ForeignKeyConstraint(["outage_id"], ["outages.outage_id"], name="pot_extensions_outage_id_fkey"),
        sa.CheckConstraint("until_on > from_on", name=op.f("pot_extensions_longer_check")),
    )
    op.execute("REVOKE UPDATE, DELETE ON pot_extensions, outages FROM leerloket_app")
    op.execute("REVOKE DELETE ON pot_returns FROM leerloket_app")
    op.execute(WAITING_RETURNS)
    op.execute(GRANT)


def downgrade() -> None:
    op.execute("DROP VIEW audit_v1.waiting_returns")
    for table in ("pot_extensions", "outages", "pot_returns", "pot_notices"):
        op.drop_table(table)
    op.execute(f"DELETE FROM outside_accounts WHERE outside_id = '{RETURNING}'")
    op.drop_index("pots_expires_on_idx", "pots")
    op.drop_column("accounts", "pot_order")
