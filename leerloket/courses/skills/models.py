"""Skills, occupations, what an occupation asks now and later, and the words by which they are found."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db
from leerloket.courses.skills import codes


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


class Skill(db.Base):
    """Something a person can. `key` is its name in our own set; `same_as` are its addresses in other schemes."""

    __tablename__ = "skills"
    __table_args__ = (_one_of("scheme", codes.SCHEMES), _one_of("kind", codes.KINDS))

    skill_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=db.new_id)
    uri: Mapped[str] = mapped_column(unique=True)
    same_as: Mapped[list[str]]
    scheme: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    label_nl: Mapped[str]
    label_en: Mapped[str | None]
    words: Mapped[list[str]]

    def label(self, language: str) -> str:
        """The name in a language; the Dutch one where there is no other."""
        return self.label_en or self.label_nl if language == "en" else self.label_nl


class Occupation(db.Base):
    """A job people have, with its place in the international list of occupations (ISCO-08)."""

    __tablename__ = "occupations"
    __table_args__ = (_one_of("scheme", codes.SCHEMES),)

    occupation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=db.new_id)
    uri: Mapped[str] = mapped_column(unique=True)
    same_as: Mapped[list[str]]
    scheme: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    isco: Mapped[str | None]
    label_nl: Mapped[str]
    label_en: Mapped[str | None]
    words: Mapped[list[str]]

    def label(self, language: str) -> str:
        """The name in a language; the Dutch one where there is no other."""
        return self.label_en or self.label_nl if language == "en" else self.label_nl


class OccupationSkill(db.Base):
    """What an occupation asks of a skill, on the scale of 1 to 5."""

    __tablename__ = "occupation_skills"
    __table_args__ = (
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        sa.Index("occupation_skills_skill_idx", "skill_id"),
    )

    occupation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("occupations.occupation_id"), primary_key=True)
    skill_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("skills.skill_id"), primary_key=True)
    essential: Mapped[bool]
    level: Mapped[int] = mapped_column(sa.SmallInteger)


class Outlook(db.Base):
    """What an occupation will ask more of, from which year, why, who says so and when that was checked."""

    __tablename__ = "occupation_outlooks"
    __table_args__ = (sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    occupation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("occupations.occupation_id"), primary_key=True)
    skill_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("skills.skill_id"), primary_key=True)
    level: Mapped[int] = mapped_column(sa.SmallInteger)
    from_year: Mapped[int] = mapped_column(sa.SmallInteger)
    why_nl: Mapped[str]
    why_en: Mapped[str]
    source: Mapped[str]
    checked_on: Mapped[date]

    def why(self, language: str) -> str:
        """The reason in a language."""
        return self.why_en if language == "en" else self.why_nl


class TermWord(db.Base):
    """A name or synonym of a skill or occupation, without capitals and signs."""

    __tablename__ = "term_words"
    __table_args__ = (
        _one_of("kind", codes.TERMS),
        sa.Index("term_words_word_idx", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
        sa.Index("term_words_stems_idx", "stems", postgresql_using="gin"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    term_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    stems: Mapped[Any] = mapped_column(postgresql.TSVECTOR, sa.Computed("to_tsvector('dutch', word)", persisted=True))


class SkillText(db.Base):
    """What providers call a skill in their modules, and the skill that is meant; none: nothing is like it."""

    __tablename__ = "skill_texts"
    __table_args__ = (sa.Index("skill_texts_skill_idx", "skill_id"),)

    text: Mapped[str] = mapped_column(primary_key=True)
    skill_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("skills.skill_id"))
    matched_at: Mapped[datetime] = mapped_column(db.Timestamp)
