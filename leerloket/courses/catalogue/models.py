"""Modules, their editions and the prices of those."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db
from leerloket.courses.catalogue import codes

SEARCH = "setweight(to_tsvector('dutch', search_title), 'A') || setweight(to_tsvector('dutch', search_text), 'C')"


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


class Module(db.Base):
    """What can be learned. Reference data: read often, written seldom, never a counter."""

    __tablename__ = "modules"
    __table_args__ = (
        sa.UniqueConstraint("provider_id", "source_key"),
        _one_of("state", codes.STATES),
        _one_of("kind", codes.KINDS),
        _one_of("form", codes.FORMS),
        _one_of("mode", codes.MODES),
        _one_of("proof", codes.PROOFS),
        _one_of("purpose", codes.PURPOSES),
        _one_of("nlqf", codes.LEVELS),
        sa.Index("modules_search_idx", "search", postgresql_using="gin"),
        sa.Index("modules_skills_idx", "skills", postgresql_using="gin"),
        sa.Index(
            "modules_search_text_idx",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    module_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=db.new_id)
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"), index=True)
    source_key: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str]
    about: Mapped[str]
    outcomes: Mapped[list[str]]
    skills: Mapped[list[str]]
    prior: Mapped[str]
    knowledge_checked: Mapped[bool]
    nlqf: Mapped[str]
    hours: Mapped[int]
    language: Mapped[str]
    proof: Mapped[str]
    kind: Mapped[str]
    form: Mapped[str]
    mode: Mapped[str]
    purpose: Mapped[str]
    state: Mapped[str]
    state_reason: Mapped[str] = mapped_column(default="", server_default="")
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(db.Timestamp)
    changed_at: Mapped[datetime] = mapped_column(db.Timestamp)
    search_title: Mapped[str]
    search_text: Mapped[str]
    search: Mapped[Any] = mapped_column(postgresql.TSVECTOR, sa.Computed(SEARCH, persisted=True), deferred=True)

    @property
    def eqf_level(self) -> str | None:
        """The European level; None for the Dutch entry level."""
        return codes.EQF_OF_NLQF[self.nlqf]


class Edition(db.Base):
    """A module at a time and place, with seats. `taken` moves by one statement that the CHECK guards.

    `in_line` is how many people wait for a seat and have no offer; free seats are theirs first.
    """

    __tablename__ = "editions"
    __table_args__ = (
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name="seats"),
        sa.CheckConstraint("in_line >= 0", name="line"),
        sa.CheckConstraint("ends_at > starts_at", name="order"),
        _one_of("schedule", codes.SCHEDULES),
        sa.Index("editions_starts_at_idx", "starts_at"),
    )

    edition_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    module_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("modules.module_id"), index=True)
    provider_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"), index=True)
    source_key: Mapped[str]
    place: Mapped[str | None]
    address: Mapped[str | None]
    lat: Mapped[float | None] = mapped_column(sa.Double)
    lon: Mapped[float | None] = mapped_column(sa.Double)
    schedule: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(db.Timestamp)
    ends_at: Mapped[datetime] = mapped_column(db.Timestamp)
    sessions: Mapped[list[dict[str, Any]]]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    in_line: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    cancelled_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(db.Timestamp)


class KeptSeat(db.Base):
    """A seat that only this person can book, until an instant. It counts as taken."""

    __tablename__ = "kept_seats"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("editions.edition_id"), primary_key=True, index=True)
    until_at: Mapped[datetime] = mapped_column(db.Timestamp)


class EditionPrice(db.Base):
    """What an edition costs, from when to when. Two prices never overlap."""

    __tablename__ = "edition_prices"
    __table_args__ = (
        sa.CheckConstraint("cents >= 0", name="cents"),
        postgresql.ExcludeConstraint(
            ("edition_id", "="), ("valid", "&&"), name="edition_prices_valid_excl", using="gist"
        ),
    )

    edition_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("editions.edition_id"), primary_key=True)
    price_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=db.new_id)
    cents: Mapped[int]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    valid: Mapped[Any] = mapped_column(postgresql.TSTZRANGE)


class SearchWord(db.Base):
    """Every word of the catalogue, to guess what a mistyped one was meant to be."""

    __tablename__ = "search_words"
    __table_args__ = (
        sa.Index("search_words_word_idx", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
    )

    word: Mapped[str] = mapped_column(primary_key=True)
