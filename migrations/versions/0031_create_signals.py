"""Signals of fraud, reports of anybody, and providers that are not paid meanwhile."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
KINDS = (
    "burst",
    "price-rise",
    "price-at-right",
    "shared-account",
    "young-volume",
    "one-employer",
    "night-attendance",
    "repeated-refunds",
    "report",
)
TABLES = ("signal_limits", "signal_evidence", "signals", "payout_holds")


def upgrade() -> None:
    _signals()
    _evidence()
    _limits()
    _holds()
    op.execute("REVOKE DELETE, TRUNCATE ON signals, payout_holds FROM leerloket_app")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON signal_evidence, signal_limits FROM leerloket_app")


def _signals() -> None:
    kinds = ", ".join(repr(kind) for kind in KINDS)
    op.create_table(
        "signals",
        sa.Column("signal_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("provider_id", sa.Uuid),
        sa.Column("found_at", AT, nullable=False),
        sa.Column("figures", postgresql.JSONB, nullable=False),
        sa.Column("limits", postgresql.JSONB, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("code_hash", sa.LargeBinary),
        sa.Column("outcome", sa.Text),
        sa.Column("closed_at", AT),
        sa.Column("closed_by", sa.Uuid),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("signal_id", name="signals_pkey"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="signals_provider_id_fkey"),
        sa.UniqueConstraint("code_hash", name="signals_code_hash_key"),
        sa.CheckConstraint(f"kind IN ({kinds})", name="signals_kind_check"),
        sa.CheckConstraint("outcome IN ('true', 'false-alarm', 'unclear')", name="signals_outcome_check"),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by IS NULL)",
            name="signals_closed_check",
        ),
        sa.CheckConstraint("(kind = 'report') = (code_hash IS NOT NULL)", name="signals_report_check"),
        sa.CheckConstraint("kind = 'report' OR provider_id IS NOT NULL", name="signals_provider_check"),
    )
    op.create_index("signals_provider_id_idx", "signals", ["provider_id"])
    op.create_index(
        "signals_open_idx",
        "signals",
        ["kind", "provider_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL AND kind <> 'report'"),
    )


def _evidence() -> None:
    op.create_table(
        "signal_evidence",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("signal_id", sa.Uuid, nullable=False),
        sa.Column("object_type", sa.Text, nullable=False),
        sa.Column("object_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="signal_evidence_pkey"),
        sa.ForeignKeyConstraint(["signal_id"], ["signals.signal_id"], name="signal_evidence_signal_id_fkey"),
        sa.CheckConstraint(
            "object_type IN ('booking', 'provider', 'edition', 'module')", name="signal_evidence_object_type_check"
        ),
    )
    op.create_index("signal_evidence_signal_id_idx", "signal_evidence", ["signal_id"])
    op.create_index("signal_evidence_object_id_idx", "signal_evidence", ["object_id"])


def _limits() -> None:
    op.create_table(
        "signal_limits",
        sa.Column("change_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("change_id", name="signal_limits_pkey"),
        sa.CheckConstraint("value >= 0", name="signal_limits_value_check"),
    )


def _holds() -> None:
    op.create_table(
        "payout_holds",
        sa.Column("cause_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("held_at", AT, nullable=False),
        sa.Column("released_at", AT),
        sa.Column("released_by", sa.Uuid),
        sa.PrimaryKeyConstraint("cause_id", name="payout_holds_pkey"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="payout_holds_provider_id_fkey"),
    )
    op.create_index(
        "payout_holds_open_idx", "payout_holds", ["provider_id"], postgresql_where=sa.text("released_at IS NULL")
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
