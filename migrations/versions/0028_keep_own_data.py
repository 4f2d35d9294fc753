"""What is kept of exports and erasures, of data brought along from another service, and of what a night removed.

The logs stay append-only for the service. What is over its time goes through functions of the owner, which remove
nothing that is younger, and no paper of somebody who was not erased.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)

FUNCTIONS = {
    "forget_reads(before timestamptz)": """
        DELETE FROM reads WHERE at < least(before, now() - interval '24 months')""",
    "forget_audit_lines(before timestamptz)": """
        DELETE FROM audit_log WHERE at < least(before, now() - interval '84 months')""",
    "forget_statements(person uuid)": """
        DELETE FROM yearly_statements
        WHERE account_id = person
          AND EXISTS (SELECT FROM persons WHERE person_id = person AND erased_at IS NOT NULL)""",
}
DEFINE = """
CREATE FUNCTION {signature} RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS ({statement} RETURNING 1) SELECT count(*) FROM gone
$$
"""


def upgrade() -> None:
    create_exports()
    create_erasures()
    create_brought_items()
    create_retention_runs()
    for signature, statement in FUNCTIONS.items():
        op.execute(DEFINE.format(signature=signature, statement=statement))
        op.execute(f"REVOKE ALL ON FUNCTION {name_of(signature)} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name_of(signature)} TO leerloket_app")


def name_of(signature: str) -> str:
    """The function with the type of its argument, as GRANT and DROP want it."""
    name, _, argument = signature.partition("(")
    return f"{name}({argument.split()[1]}"


def create_exports() -> None:
    op.create_table(
        "exports",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("export_id", sa.Uuid, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("made_at", AT),
        sa.Column("ends_at", AT),
        sa.Column("size_bytes", sa.BigInteger),
        sa.Column("content", sa.LargeBinary),
        sa.PrimaryKeyConstraint("account_id", "export_id", name="exports_pkey"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="exports_account_id_fkey"),
        sa.CheckConstraint(
            "(made_at IS NULL) = (ends_at IS NULL) AND (made_at IS NULL) = (size_bytes IS NULL)",
            name=op.f("exports_made_check"),
        ),
        sa.CheckConstraint("content IS NULL OR made_at IS NOT NULL", name=op.f("exports_content_check")),
    )
    op.create_index("exports_waiting_idx", "exports", ["asked_at"], postgresql_where=sa.text("made_at IS NULL"))


def create_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("erasure_id", sa.Uuid, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.Column("withdrawn_at", AT),
        sa.Column("done_at", AT),
        sa.Column("removed", postgresql.JSONB, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "erasure_id", name="erasures_pkey"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="erasures_account_id_fkey"),
        sa.CheckConstraint("withdrawn_at IS NULL OR done_at IS NULL", name=op.f("erasures_ended_check")),
    )
    op.create_index(
        "erasures_open_idx",
        "erasures",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL AND done_at IS NULL"),
    )
    op.execute("REVOKE DELETE ON erasures FROM leerloket_app")


def create_brought_items() -> None:
    op.create_table(
        "brought_items",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("facts", postgresql.JSONB, nullable=False),
        sa.Column("brought_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "origin", "subject", "key", name="brought_items_pkey"),
        sa.ForeignKeyConstraint(["account_id"], ["persons.person_id"], name="brought_items_account_id_fkey"),
    )


def create_retention_runs() -> None:
    op.create_table(
        "retention_runs",
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("removed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("rule", "day", name="retention_runs_pkey"),
    )


def downgrade() -> None:
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name_of(signature)}")
    for table in ("retention_runs", "brought_items", "erasures", "exports"):
        op.drop_table(table)
