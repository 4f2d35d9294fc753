"""Skills, occupations, what modules teach and what people can."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SCHEMES = "scheme IN ('leerloket', 'esco', 'competentnl')"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_terms()
    _create_what_occupations_ask()
    _create_words()
    _create_what_people_can()
    op.create_index("modules_skills_idx", "modules", ["skills"], postgresql_using="gin")


def _term_columns(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("same_as", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("label_nl", sa.Text, nullable=False),
        sa.Column("label_en", sa.Text),
        sa.Column("words", postgresql.ARRAY(sa.Text), nullable=False),
        *(sa.UniqueConstraint(name, name=f"{table}_{name}_key") for name in ("uri", "key", "slug")),
        sa.CheckConstraint(SCHEMES, name=f"{table}_scheme_check"),
    ]


def _create_terms() -> None:
    op.create_table(
        "skills",
        sa.Column("skill_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        *_term_columns("skills"),
        sa.PrimaryKeyConstraint("skill_id", name="skills_pkey"),
        sa.CheckConstraint("kind IN ('technical', 'general')", name="skills_kind_check"),
    )
    op.create_table(
        "occupations",
        sa.Column("occupation_id", sa.Uuid, nullable=False),
        sa.Column("isco", sa.Text),
        *_term_columns("occupations"),
        sa.PrimaryKeyConstraint("occupation_id", name="occupations_pkey"),
    )


def _asks(table: str, *more: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("occupation_id", sa.Uuid, nullable=False),
        sa.Column("skill_id", sa.Uuid, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        *more,
        sa.PrimaryKeyConstraint("occupation_id", "skill_id", name=f"{table}_pkey"),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupations.occupation_id"], name=f"{table}_occupation_id_fkey"),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.skill_id"], name=f"{table}_skill_id_fkey"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=f"{table}_level_check"),
    )


def _create_what_occupations_ask() -> None:
    _asks("occupation_skills", sa.Column("essential", sa.Boolean, nullable=False))
    op.create_index("occupation_skills_skill_idx", "occupation_skills", ["skill_id"])
    _asks(
        "occupation_outlooks",
        sa.Column("from_year", sa.SmallInteger, nullable=False),
        sa.Column("why_nl", sa.Text, nullable=False),
        sa.Column("why_en", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("checked_on", sa.Date, nullable=False),
    )


def _create_words() -> None:
    op.create_table(
        "term_words",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("term_id", sa.Uuid, nullable=False),
        sa.Column("stems", postgresql.TSVECTOR, sa.Computed("to_tsvector('dutch', word)", persisted=True)),
        sa.PrimaryKeyConstraint("kind", "word", "term_id", name="term_words_pkey"),
        sa.CheckConstraint("kind IN ('skill', 'occupation')", name="term_words_kind_check"),
    )
    op.create_index(
        "term_words_word_idx",
        "term_words",
        ["word"],
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.create_index("term_words_stems_idx", "term_words", ["stems"], postgresql_using="gin")
    op.create_table(
        "skill_texts",
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("skill_id", sa.Uuid),
        sa.Column("matched_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("text", name="skill_texts_pkey"),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.skill_id"], name="skill_texts_skill_id_fkey"),
    )
    op.create_index("skill_texts_skill_idx", "skill_texts", ["skill_id"])


def _create_what_people_can() -> None:
    op.create_table(
        "own_skills",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("own_skill_id", sa.Uuid, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("skill_id", sa.Uuid),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("evidence_text", sa.Text, nullable=False),
        sa.Column("added_by", sa.Uuid, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "own_skill_id", name="own_skills_pkey"),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.skill_id"], name="own_skills_skill_id_fkey"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="own_skills_level_check"),
        sa.CheckConstraint("evidence IN ('job', 'certificate', 'evc', 'statement')", name="own_skills_evidence_check"),
    )
    op.create_table(
        "target_occupations",
        sa.Column("account_id", sa.Uuid, nullable=False),
        sa.Column("occupation_id", sa.Uuid, nullable=False),
        sa.Column("chosen_by", sa.Uuid, nullable=False),
        sa.Column("chosen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="target_occupations_pkey"),
        sa.ForeignKeyConstraint(
            ["occupation_id"], ["occupations.occupation_id"], name="target_occupations_occupation_id_fkey"
        ),
    )


def downgrade() -> None:
    op.drop_index("modules_skills_idx", "modules")
    for table in (
        "target_occupations",
        "own_skills",
        "skill_texts",
        "term_words",
        "occupation_outlooks",
        "occupation_skills",
        "occupations",
        "skills",
    ):
        op.drop_table(table)
