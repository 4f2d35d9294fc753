"""Shared pots, and fair draws of scarce money."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = "kind IN ('person', 'employer', 'provider'{more})"


def upgrade() -> None:
    op.drop_constraint("accounts_kind_check", "accounts", type_="check")
    op.create_check_constraint("accounts_kind_check", "accounts", KINDS.format(more=", 'shared'"))
    op.create_table(
        "shared_pots",
        sa.Column("shared_id", sa.Uuid, nullable=False),
        sa.Column("share_cents", sa.BigInteger, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("funder_name", sa.Text, nullable=False),
        sa.Column("purposes", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("actor_id", sa.Uuid, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("rule_version", sa.Text, nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("shared_id", name="shared_pots_pkey"),
        sa.CheckConstraint("share_cents > 0", name=op.f("shared_pots_share_check")),
    )
    op.create_table(
        "shares",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("shared_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("transfer_id", sa.Uuid),
        sa.PrimaryKeyConstraint("account_id", "shared_id", name="shares_pkey"),
        sa.CheckConstraint("state IN ('waiting', 'paid', 'refused')", name=op.f("shares_state_check")),
        sa.CheckConstraint("(state = 'paid') = (transfer_id IS NOT NULL)", name=op.f("shares_paid_check")),
    )
    op.create_index(
        "shares_waiting_idx", "shares", ["shared_id", "number"], postgresql_where=sa.text("state = 'waiting'")
    )
    op.execute("REVOKE UPDATE, DELETE ON shared_pots FROM leerloket_app")
    op.execute("GRANT UPDATE (paid_at) ON shared_pots TO leerloket_app")
    op.execute("REVOKE DELETE ON shares FROM leerloket_app")
    op.create_table(
        "draws",
        sa.Column("draw_id", sa.Uuid, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("funder_name", sa.Text, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("grants", sa.BigInteger, nullable=False),
        sa.Column("purposes", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("claim_days", sa.BigInteger, nullable=False),
        sa.Column("may_enter", postgresql.JSONB, nullable=False),
        sa.Column("priorities", postgresql.JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.Uuid),
        sa.Column("opened_at", INSTANT),
        sa.Column("commitment", sa.Text),
        sa.Column("sealed_seed", sa.LargeBinary),
        sa.Column("key_version", sa.BigInteger),
        sa.Column("public_key", sa.Text),
        sa.Column("drawn_at", INSTANT),
        sa.Column("seed", sa.Text),
        sa.Column("chain_seq", sa.BigInteger),
        sa.Column("chain_hash", sa.Text),
        sa.Column("entries_hash", sa.Text),
        sa.Column("entry_count", sa.BigInteger, nullable=False),
        sa.Column("told_until", sa.BigInteger, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("draw_id", name="draws_pkey"),
        sa.UniqueConstraint("slug", name="draws_slug_key"),
        sa.CheckConstraint("state IN ('draft', 'open', 'drawn', 'ended')", name=op.f("draws_state_check")),
        sa.CheckConstraint("opened_by <> created_by", name=op.f("draws_four_eyes_check")),
        sa.CheckConstraint(
            "(state = 'draft') = (opened_by IS NULL) AND (opened_by IS NULL) = (commitment IS NULL)",
            name=op.f("draws_opened_check"),
        ),
        sa.CheckConstraint(
            "(state IN ('draft', 'open')) = (seed IS NULL) AND (seed IS NULL) = (drawn_at IS NULL)",
            name=op.f("draws_drawn_check"),
        ),
        sa.CheckConstraint("amount_cents > 0 AND grants > 0", name=op.f("draws_budget_check")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("draws_window_check")),
    )
    op.create_table(
        "draw_entries",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("draw_id", sa.Uuid, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("weight", sa.BigInteger, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("place", sa.BigInteger),
        sa.Column("claim_until", INSTANT),
        sa.PrimaryKeyConstraint("account_id", "draw_id", name="draw_entries_pkey"),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.draw_id"], name="draw_entries_draw_id_fkey"),
        sa.UniqueConstraint("draw_id", "code", name="draw_entries_code_key"),
        sa.CheckConstraint("weight > 0", name=op.f("draw_entries_weight_check")),
        sa.CheckConstraint(
            "state IN ('entered', 'withdrawn', 'waiting', 'drawn', 'claimed', 'declined', 'lapsed')",
            name=op.f("draw_entries_state_check"),
        ),
        sa.CheckConstraint(
            "(place IS NULL) = (state IN ('entered', 'withdrawn'))", name=op.f("draw_entries_place_check")
        ),
        sa.CheckConstraint("state <> 'drawn' OR claim_until IS NOT NULL", name=op.f("draw_entries_claim_check")),
    )
    op.create_index("draw_entries_line_idx", "draw_entries", ["draw_id", "state", "place"])
    op.execute("REVOKE DELETE ON draws, draw_entries FROM leerloket_app")


def downgrade() -> None:
    op.drop_table("draw_entries")
    op.drop_table("draws")
    op.drop_table("shares")
    op.drop_table("shared_pots")
    op.drop_constraint("accounts_kind_check", "accounts", type_="check")
    op.create_check_constraint("accounts_kind_check", "accounts", KINDS.format(more=""), postgresql_not_valid=True)
