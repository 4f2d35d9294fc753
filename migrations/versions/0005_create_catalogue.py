"""Providers, modules, editions and prices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text)
SEARCH = "setweight(to_tsvector('dutch', search_title), 'A') || setweight(to_tsvector('dutch', search_text), 'C')"
FORMS = (
    "'masterclass', 'clinic', 'studio', 'laboratory', 'academy', 'dress_rehearsal', 'entrepreneurs_cafe', "
    "'boxing_ring', 'kitchen_table', 'utopia', 'study_club', 'expedition'"
)


def upgrade() -> None:
    _create_providers()
    _create_modules()
    _create_editions()
    op.create_table(
        "search_words",
        sa.Column("word", sa.Text, primary_key=True),
    )
    op.create_index(
        "search_words_word_idx",
        "search_words",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.create_table(
        "offer_versions",
        sa.Column("one", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Uuid, nullable=False),
    )


def _create_providers() -> None:
    op.create_table(
        "providers",
        sa.Column("provider_id", sa.Uuid, primary_key=True),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("kvk", sa.Text, nullable=False),
        sa.Column("brin", sa.Text),
        sa.Column("iban", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("website", sa.Text),
        sa.Column("first_approved_by", sa.Uuid),
        sa.Column("first_approved_at", INSTANT),
        sa.Column("approved_by", sa.Uuid),
        sa.Column("approved_at", INSTANT),
        sa.Column("approved_until", sa.Date),
        sa.Column("suspended_at", INSTANT),
        sa.Column("suspended_by", sa.Uuid),
        sa.Column("suspended_reason", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("slug", name="providers_slug_key"),
        sa.UniqueConstraint("kvk", name="providers_kvk_key"),
        sa.CheckConstraint(
            "kind IN ('mbo', 'hbo', 'wo', 'private', 'technohub', 'fieldlab', 'community')",
            name=op.f("providers_kind_check"),
        ),
        sa.CheckConstraint("kvk ~ '^[0-9]{8}$'", name=op.f("providers_kvk_check")),
        sa.CheckConstraint("first_approved_by <> approved_by", name=op.f("providers_four_eyes_check")),
        sa.CheckConstraint(
            "approved_at IS NULL OR (approved_by IS NOT NULL AND first_approved_by IS NOT NULL)",
            name=op.f("providers_approved_check"),
        ),
    )


def _create_modules() -> None:
    op.create_table(
        "modules",
        sa.Column("module_id", sa.Uuid, primary_key=True),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("source_key", sa.Text, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("outcomes", TEXTS, nullable=False),
        sa.Column("skills", TEXTS, nullable=False),
        sa.Column("prior", sa.Text, nullable=False),
        sa.Column("knowledge_checked", sa.Boolean, nullable=False),
        sa.Column("nlqf", sa.Text, nullable=False),
        sa.Column("hours", sa.BigInteger, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("proof", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("search_title", sa.Text, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("search", postgresql.TSVECTOR, sa.Computed(SEARCH, persisted=True), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="modules_provider_id_fkey"),
        sa.UniqueConstraint("provider_id", "source_key", name="modules_provider_id_source_key_key"),
        sa.UniqueConstraint("slug", name="modules_slug_key"),
        _one_of("modules", "state", "'draft', 'submitted', 'online', 'suspended'"),
        _one_of("modules", "kind", "'necessary', 'reactive', 'proactive'"),
        _one_of("modules", "form", FORMS),
        _one_of("modules", "mode", "'classroom', 'online', 'hybrid', 'dual'"),
        _one_of("modules", "proof", "'diploma', 'certificate', 'badge', 'none'"),
        _one_of("modules", "purpose", "'study', 'general_skills', 'job', 'labour_market', 'guidance'"),
        _one_of("modules", "nlqf", "'entry', '1', '2', '3', '4', '4+', '5', '6', '7', '8'"),
    )
    op.create_index("modules_provider_id_idx", "modules", ["provider_id"])
    op.create_index("modules_search_idx", "modules", ["search"], postgresql_using="gin")
    op.create_index(
        "modules_search_text_idx",
        "modules",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def _create_editions() -> None:
    op.create_table(
        "editions",
        sa.Column("edition_id", sa.Uuid, primary_key=True),
        sa.Column("module_id", sa.Uuid, nullable=False),
        sa.Column("provider_id", sa.Uuid, nullable=False),
        sa.Column("source_key", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("lat", sa.Double),
        sa.Column("lon", sa.Double),
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("sessions", postgresql.JSONB, nullable=False),
        sa.Column("capacity", sa.BigInteger, nullable=False),
        sa.Column("taken", sa.BigInteger, nullable=False),
        sa.Column("cancelled_at", INSTANT),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["modules.module_id"], name="editions_module_id_fkey"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="editions_provider_id_fkey"),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name=op.f("editions_seats_check")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("editions_order_check")),
        _one_of("editions", "schedule", "'day', 'evening', 'friday', 'weekend', 'online'"),
        postgresql_with={"fillfactor": 80},
    )
    for column in ("module_id", "provider_id", "starts_at"):
        op.create_index(f"editions_{column}_idx", "editions", [column])
    op.create_table(
        "edition_prices",
        sa.Column("edition_id", sa.Uuid, nullable=False),
        sa.Column("price_id", sa.Uuid, nullable=False),
        sa.Column("cents", sa.BigInteger, nullable=False),
        sa.Column("valid", postgresql.TSTZRANGE, nullable=False),
        sa.PrimaryKeyConstraint("edition_id", "price_id", name="edition_prices_pkey"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.edition_id"], name="edition_prices_edition_id_fkey"),
        sa.CheckConstraint("cents >= 0", name=op.f("edition_prices_cents_check")),
        postgresql.ExcludeConstraint(
            ("edition_id", "="), ("valid", "&&"), name="edition_prices_valid_excl", using="gist"
        ),
    )


def _one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({values})", name=op.f(f"{table}_{column}_check"))


def downgrade() -> None:
    for table in ("offer_versions", "search_words", "edition_prices", "editions", "modules", "providers"):
        op.drop_table(table)
