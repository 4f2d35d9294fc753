"""Persons, sign-in, roles, employers, consents and who looked at what."""

import csv
from datetime import date
from importlib import resources

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
APPEND_ONLY = ("reads", "audit_log")
DATES = sa.text("daterange(starts_on, ends_on, '[]')")


def upgrade() -> None:
    create_regions()
    create_persons()
    create_sign_in()
    create_employers()
    create_consents()
    create_logs()


def create_regions() -> None:
    regions = op.create_table(
        "regions",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date),
    )
    text = resources.files("leerloket.people").joinpath("regions.csv").read_text(encoding="utf-8")
    op.bulk_insert(
        regions,
        [
            {
                "code": row["code"],
                "name": row["name"],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "valid_until": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            }
            for row in csv.DictReader(text.splitlines())
        ],
    )


def create_persons() -> None:
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("birth_on", sa.Date),
        sa.Column("nlqf_level", sa.SmallInteger),
        sa.Column("region_code", sa.Text, sa.ForeignKey("regions.code", name="persons_region_code_fkey")),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("erased_at", AT),
        sa.Column("bsn_ciphertext", sa.LargeBinary),
        sa.Column("bsn_hmac", sa.LargeBinary),
        sa.Column("key_version", sa.SmallInteger),
        sa.UniqueConstraint("number", name="persons_number_key"),
        sa.CheckConstraint("nlqf_level BETWEEN 0 AND 8", name="nlqf_level"),
        sa.CheckConstraint("language IN ('nl', 'en')", name="language"),
        sa.CheckConstraint(
            "erased_at IS NULL OR (name IS NULL AND email IS NULL AND phone IS NULL AND birth_on IS NULL"
            " AND bsn_ciphertext IS NULL AND bsn_hmac IS NULL)",
            name="erased",
        ),
        sa.CheckConstraint(
            "(bsn_ciphertext IS NULL) = (bsn_hmac IS NULL) AND (bsn_hmac IS NULL) = (key_version IS NULL)",
            name="bsn_whole",
        ),
    )
    op.create_index("persons_region_code_idx", "persons", ["region_code"])
    op.create_index("persons_bsn_hmac_idx", "persons", ["bsn_hmac"], postgresql_where=sa.text("bsn_hmac IS NOT NULL"))
    op.create_table(
        "role_grants",
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("persons.person_id", name="role_grants_person_id_fkey")),
        sa.Column("grant_id", sa.Uuid, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("organisation_name", sa.Text),
        sa.Column("granted_by", sa.Uuid),
        sa.Column("granted_at", AT, nullable=False),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("approved_at", AT),
        sa.Column("revoked_at", AT),
        sa.PrimaryKeyConstraint("person_id", "grant_id", name="role_grants_pkey"),
        sa.CheckConstraint(
            "role IN ('worker', 'employer', 'provider', 'adviser', 'administrator', 'controller')", name="role"
        ),
        sa.CheckConstraint("approved_by <> granted_by AND approved_by <> person_id", name="four_eyes"),
    )
    op.create_index("role_grants_organisation_id_idx", "role_grants", ["organisation_id"])
    op.create_index(
        "role_grants_live_idx",
        "role_grants",
        ["person_id", "role", sa.text("coalesce(organisation_id, '00000000-0000-0000-0000-000000000000'::uuid)")],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def create_sign_in() -> None:
    op.create_table(
        "logins",
        sa.Column("email_norm", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("disabled_at", AT),
    )
    op.create_index("logins_person_id_idx", "logins", ["person_id"])
    op.create_table(
        "sign_ups",
        sa.Column("email_norm", sa.Text, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("birth_on", sa.Date, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.UniqueConstraint("token_hash", name="sign_ups_token_hash_key"),
    )
    op.create_table(
        "sessions",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("persons.person_id", name="sessions_account_id_fkey")),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("grant_id", sa.Uuid),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("revoked_at", AT),
        sa.PrimaryKeyConstraint("account_id", "token_hash", name="sessions_pkey"),
        sa.CheckConstraint("kind IN ('page', 'bearer')", name="kind"),
    )
    op.create_index("sessions_expires_at_idx", "sessions", ["expires_at"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("bucket", sa.LargeBinary, primary_key=True),
        sa.Column("tries", sa.BigInteger, nullable=False),
        sa.Column("started_at", AT, nullable=False),
    )
    op.create_index("sign_in_attempts_started_at_idx", "sign_in_attempts", ["started_at"])


def create_employers() -> None:
    op.create_table(
        "employers",
        sa.Column("employer_id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kvk", sa.Text, nullable=False),
        sa.Column("iban", sa.Text),
        sa.Column(
            "region_code", sa.Text, sa.ForeignKey("regions.code", name="employers_region_code_fkey"), nullable=False
        ),
        sa.Column("sector", sa.Text),
        sa.Column("size", sa.Text, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.CheckConstraint("kvk ~ '^[0-9]{8}$'", name="kvk"),
        sa.CheckConstraint("size IN ('small', 'medium', 'large')", name="size"),
    )
    op.create_index("employers_kvk_idx", "employers", ["kvk"])
    op.create_index("employers_region_code_idx", "employers", ["region_code"])
    op.create_table(
        "employments",
        sa.Column("employer_id", sa.Uuid, sa.ForeignKey("employers.employer_id", name="employments_employer_id_fkey")),
        sa.Column("employment_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("personnel_number", sa.Text, nullable=False),
        sa.Column("fte", sa.Numeric(4, 3), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date),
        sa.PrimaryKeyConstraint("employer_id", "employment_id", name="employments_pkey"),
        sa.CheckConstraint("fte > 0 AND fte <= 1.5", name="fte"),
        sa.CheckConstraint("ends_on >= starts_on", name="dates"),
        postgresql.ExcludeConstraint(
            ("employer_id", "="), ("person_id", "="), (DATES, "&&"), name="employments_person_once_excl", using="gist"
        ),
        postgresql.ExcludeConstraint(
            ("employer_id", "="),
            ("personnel_number", "="),
            (DATES, "&&"),
            name="employments_number_once_excl",
            using="gist",
        ),
    )
    op.create_index("employments_person_id_idx", "employments", ["person_id"])
    op.create_index("employments_personnel_number_idx", "employments", ["employer_id", "personnel_number"])


def create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("persons.person_id", name="consents_account_id_fkey")),
        sa.Column("consent_id", sa.Uuid, nullable=False),
        sa.Column("receiver_kind", sa.Text, nullable=False),
        sa.Column("receiver_id", sa.Uuid, nullable=False),
        sa.Column("receiver_name", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("given_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("revoked_at", AT),
        sa.Column("recorded_by", sa.Uuid),
        sa.PrimaryKeyConstraint("account_id", "consent_id", name="consents_pkey"),
        sa.CheckConstraint("receiver_kind IN ('adviser', 'desk')", name="receiver_kind"),
        sa.CheckConstraint("scope IN ('account', 'plan', 'consult')", name="scope"),
        sa.CheckConstraint("purpose <> ''", name="purpose"),
        sa.CheckConstraint("expires_at > given_at", name="expires_at"),
    )
    op.create_index("consents_receiver_id_idx", "consents", ["receiver_id", "scope"])
    op.create_index(
        "consents_live_idx",
        "consents",
        ["account_id", "receiver_id", "scope"],
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def create_logs() -> None:
    op.create_table(
        "reads",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("read_id", sa.Uuid, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("organisation_name", sa.Text, nullable=False),
        sa.Column("employer_id", sa.Uuid),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object_type", sa.Text, nullable=False),
        sa.Column("object_id", sa.Uuid),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("operation_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "read_id", name="reads_pkey"),
        sa.CheckConstraint("purpose <> ''", name="purpose"),
    )
    op.create_index("reads_actor_id_idx", "reads", ["actor_id", "at"])
    op.create_table(
        "audit_log",
        sa.Column("line_id", sa.Uuid, primary_key=True),
        sa.Column("at", AT, nullable=False),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object_type", sa.Text, nullable=False),
        sa.Column("object_id", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("operation_id", sa.Text, nullable=False),
        sa.CheckConstraint("result IN ('done', 'refused')", name="result"),
    )
    op.create_index("audit_log_at_idx", "audit_log", ["at"])
    op.create_index("audit_log_object_id_idx", "audit_log", ["object_id"])
    op.create_index("audit_log_operation_id_idx", "audit_log", ["operation_id"])
    for table in APPEND_ONLY:
        op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM leerloket_app")


def downgrade() -> None:
    for table in (
        "audit_log",
        "reads",
        "consents",
        "employments",
        "employers",
        "sign_in_attempts",
        "sessions",
        "sign_ups",
        "logins",
        "role_grants",
        "persons",
        "regions",
    ):
        op.drop_table(table)
