"""Accounts, pots, transfers, postings and their seals.

The running service may insert transfers, postings and seals and nothing else: no update, no delete.
`lock_account` is one round trip where two statements are needed: the second must see what was committed while
the first waited for the lock.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OUTSIDE = {
    "00000000-0000-4000-8000-000000000001": ("bank", "Bank"),
    "00000000-0000-4000-8000-000000000002": ("escrow", "Staat vast voor boekingen"),
    "00000000-0000-4000-8000-000000000003": ("government", "Overheid"),
    "00000000-0000-4000-8000-000000000004": ("transit", "Onderweg van werkgever naar potje"),
    "00000000-0000-4000-8000-000000000005": ("ended", "Verlopen"),
}

LOCK_ACCOUNT = """
CREATE FUNCTION lock_account(wanted_account uuid, wanted_key text)
RETURNS TABLE (
    frozen boolean, seen_transfer uuid, pot_id uuid, source text, funder_id uuid, funder_name text,
    purposes text[], expires_on date, available_cents bigint, held_cents bigint
)
LANGUAGE plpgsql AS $$
DECLARE
    is_frozen boolean;
BEGIN
    SELECT a.frozen_at IS NOT NULL INTO is_frozen FROM accounts a WHERE a.account_id = wanted_account FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT is_frozen,
               (SELECT t.transfer_id FROM transfers t WHERE t.account_id = wanted_account AND t.key = wanted_key),
               p.pot_id, p.source, p.funder_id, p.funder_name, p.purposes, p.expires_on,
               p.available_cents, p.held_cents
        FROM (SELECT 1) AS one LEFT JOIN pots p ON p.account_id = wanted_account;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('person', 'employer', 'provider')", name="accounts_kind_check"),
    )
    op.create_table(
        "pots",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.account_id", name="pots_account_id_fkey")),
        sa.Column("pot_id", sa.Uuid),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("funder_id", sa.Uuid),
        sa.Column("funder_name", sa.Text, nullable=False),
        sa.Column("purposes", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("available_cents", sa.BigInteger, nullable=False),
        sa.Column("held_cents", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "pot_id", name="pots_pkey"),
        sa.UniqueConstraint("account_id", "terms", name="pots_terms_key"),
        sa.CheckConstraint("available_cents >= 0", name="pots_available_check"),
        sa.CheckConstraint("held_cents >= 0", name="pots_held_check"),
        sa.CheckConstraint("source IN ('right', 'employer', 'own', 'fund')", name="pots_source_check"),
        postgresql_with={"fillfactor": "70"},
    )
    outside = op.create_table(
        "outside_accounts",
        sa.Column("outside_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.bulk_insert(outside, [{"outside_id": i, "kind": k, "name": n} for i, (k, n) in OUTSIDE.items()])
    op.create_table(
        "transfers",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.account_id", name="transfers_account_id_fkey")),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request_hash", sa.Text),
        sa.Column("booking_id", sa.Uuid),
        sa.Column("reverses_id", sa.Uuid),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "transfer_id", name="transfers_pkey"),
        sa.UniqueConstraint("account_id", "key", name="transfers_key_key"),
    )
    op.create_index(
        "transfers_reverses_idx",
        "transfers",
        ["account_id", "reverses_id"],
        unique=True,
        postgresql_where=sa.text("reverses_id IS NOT NULL"),
    )
    op.create_index(
        "transfers_booking_idx",
        "transfers",
        ["account_id", "booking_id"],
        postgresql_where=sa.text("booking_id IS NOT NULL"),
    )
    op.create_index("transfers_created_at_idx", "transfers", ["created_at"], postgresql_using="brin")
    op.create_table(
        "postings",
        sa.Column("account_id", sa.Uuid),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("posting_id", sa.BigInteger, sa.Identity()),
        sa.Column("from_id", sa.Uuid, nullable=False),
        sa.Column("to_id", sa.Uuid, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "transfer_id", "posting_id", name="postings_pkey"),
        sa.CheckConstraint("amount_cents > 0", name="postings_amount_check"),
        sa.CheckConstraint("from_id <> to_id", name="postings_moves_check"),
    )
    op.create_table(
        "seals",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("transfer_id", sa.Uuid, nullable=False),
        sa.Column("prev_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.UniqueConstraint("transfer_id", name="seals_transfer_id_key"),
    )
    op.create_table(
        "closed_periods",
        sa.Column("until", sa.Date, primary_key=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_seq", sa.BigInteger, nullable=False),
        sa.Column("head_hash", sa.Text, nullable=False),
    )
    op.execute(LOCK_ACCOUNT)
    for table in ("transfers", "postings", "seals", "closed_periods"):
        op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM leerloket_app")
    op.execute("REVOKE DELETE ON accounts, pots, outside_accounts FROM leerloket_app")


def downgrade() -> None:
    op.execute("DROP FUNCTION lock_account")
    for table in ("closed_periods", "seals", "postings", "transfers", "outside_accounts", "pots", "accounts"):
        op.drop_table(table)
