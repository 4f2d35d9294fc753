"""Learning communities, their partners, scans and requests to join."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text)
FORMS = (
    "'fieldlab', 'skillslab', 'living_lab', 'centre_of_expertise', 'civ', 'lectorate', 'practorate', 'technohub', "
    "'campus'"
)
SECTORS = (
    "'energy', 'agri_food', 'horticulture', 'life_sciences', 'high_tech', 'chemistry', 'water_maritime', "
    "'logistics', 'creative', 'ict'"
)
FACTORS = "'ownership', 'ties', 'hybrid', 'places', 'expertise', 'mentors'"


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "form", "sector", "region_code", "place")),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("activities", TEXTS, nullable=False),
        sa.Column("environments", TEXTS, nullable=False),
        sa.Column("places", sa.BigInteger, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("website", sa.Text, nullable=False),
        sa.Column("leader_id", sa.Uuid, nullable=False),
        sa.Column("proposed_by", sa.Uuid, nullable=False),
        sa.Column("proposed_at", AT, nullable=False),
        sa.Column("listed_by", sa.Uuid),
        sa.Column("listed_at", AT),
        sa.PrimaryKeyConstraint("community_id", name="communities_pkey"),
        sa.UniqueConstraint("slug", name="communities_slug_key"),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name="communities_region_code_fkey"),
        sa.ForeignKeyConstraint(["leader_id"], ["providers.provider_id"], name="communities_leader_id_fkey"),
        sa.CheckConstraint(f"form IN ({FORMS})", name="communities_form_check"),
        sa.CheckConstraint(f"sector IN ({SECTORS})", name="communities_sector_check"),
        sa.CheckConstraint("places >= 0", name="communities_places_check"),
        sa.CheckConstraint("(listed_at IS NULL) = (listed_by IS NULL)", name="communities_listed_check"),
    )
    op.create_index("communities_leader_id_idx", "communities", ["leader_id"])
    _create_part(
        "community_partners",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "name", name="community_partners_pkey"),
        sa.CheckConstraint(
            "kind IN ('company', 'school', 'research', 'government', 'other')", name="community_partners_kind_check"
        ),
    )
    _create_part(
        "community_mentors",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "name", name="community_mentors_pkey"),
    )
    _create_part(
        "community_modules",
        sa.Column("module_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "module_id", name="community_modules_pkey"),
        sa.ForeignKeyConstraint(["module_id"], ["modules.module_id"], name="community_modules_module_id_fkey"),
    )
    _create_part(
        "community_scores",
        sa.Column("scanned_on", sa.Date, nullable=False),
        sa.Column("factor", sa.Text, nullable=False),
        sa.Column("score", sa.SmallInteger, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("scored_by", sa.Uuid, nullable=False),
        sa.Column("scored_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("community_id", "scanned_on", "factor", name="community_scores_pkey"),
        sa.CheckConstraint(f"factor IN ({FACTORS})", name="community_scores_factor_check"),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="community_scores_score_check"),
    )
    _create_part(
        "community_join_requests",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("request_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("joiner_id", sa.Uuid, nullable=False),
        sa.Column("organisation_name", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("answered_by", sa.Uuid),
        sa.Column("answered_at", AT),
        sa.Column("answer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "request_id", name="community_join_requests_pkey"),
        sa.CheckConstraint("kind IN ('company', 'school', 'worker')", name="community_join_requests_kind_check"),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'withdrawn')", name="community_join_requests_state_check"
        ),
        sa.CheckConstraint("(kind = 'worker') = (joiner_id = account_id)", name="community_join_requests_joiner_check"),
    )
    op.create_index("community_join_requests_community_idx", "community_join_requests", ["community_id", "asked_at"])
    op.create_index(
        "community_join_requests_open_idx",
        "community_join_requests",
        ["joiner_id", "community_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'accepted')"),
    )


def _create_part(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("community_id", sa.Uuid, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["community_id"], ["communities.community_id"], name=f"{name}_community_id_fkey"),
    )


def downgrade() -> None:
    for name in ("join_requests", "scores", "modules", "mentors", "partners"):
        op.drop_table(f"community_{name}")
    op.drop_table("communities")
