"""Roles, extensions, keys of idempotency, outbox and job runs.

The tables belong to the role that migrates (the owner). The running service is `leerloket_app`: it may read and
write rows, and a migration takes away what it may not change. `auditor` reads the views of schema audit_v1 only.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLES = ("leerloket_app", "auditor")


def upgrade() -> None:
    for role in ROLES:
        op.execute(
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END $$"
        )
    op.execute(
        "DO $$ BEGIN IF NOT pg_has_role(current_user, 'leerloket_app', 'MEMBER') THEN "
        "EXECUTE format('GRANT leerloket_app TO %I', current_user); END IF; "
        "EXCEPTION WHEN insufficient_privilege THEN NULL; END $$"
    )
    op.execute("GRANT USAGE ON SCHEMA public TO leerloket_app")
    op.execute(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO leerloket_app"
    )
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO leerloket_app")
    op.execute("GRANT SELECT ON alembic_version TO leerloket_app")
    for extension in ("pg_trgm", "unaccent", "btree_gist"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.create_table(
        "idempotency_keys",
        sa.Column("actor_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("request_hash", sa.Text, nullable=False),
        sa.Column("status", sa.SmallInteger),
        sa.Column("body", sa.Text),
        sa.Column("headers", postgresql.JSONB),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "key", name="idempotency_keys_pkey"),
    )
    op.create_table(
        "outbox",
        sa.Column("message_id", sa.Uuid, primary_key=True),
        sa.Column("account_id", sa.Uuid),
        sa.Column("to_address", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("facts", postgresql.JSONB, nullable=False),
        sa.Column("dedup", sa.Text, nullable=False),
        sa.Column("transfer_id", sa.Uuid),
        sa.Column("booking_id", sa.Uuid),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("tries", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("dedup", name="outbox_dedup_key"),
    )
    op.create_index("outbox_waiting_idx", "outbox", ["due_at"], postgresql_where=sa.text("sent_at IS NULL"))
    op.create_index("outbox_booking_id_idx", "outbox", ["booking_id"])
    op.create_index("outbox_account_id_idx", "outbox", ["account_id"])
    op.create_table(
        "job_runs",
        sa.Column("run_id", sa.Uuid, primary_key=True),
        sa.Column("job", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ok", sa.Boolean),
        sa.Column("report", postgresql.JSONB, nullable=False),
    )
    op.create_index("job_runs_done_idx", "job_runs", ["job", "period"], unique=True, postgresql_where=sa.text("ok"))


def downgrade() -> None:
    for table in ("job_runs", "outbox", "idempotency_keys"):
        op.drop_table(table)
    op.execute("REVOKE SELECT ON alembic_version FROM leerloket_app")
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM leerloket_app")
    op.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM leerloket_app")
    op.execute("REVOKE USAGE ON SCHEMA public FROM leerloket_app")
