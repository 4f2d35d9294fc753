"""Learning communities, who takes part, how they score themselves, and who asks to join."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db
from leerloket.courses.communities import codes


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


def _community() -> Mapped[uuid.UUID]:
    return mapped_column(sa.ForeignKey("communities.community_id"), primary_key=True)


class Community(db.Base):
    """A learning community. A provider leads it; it is in the list once an administrator listed it."""

    __tablename__ = "communities"
    __table_args__ = (
        _one_of("form", codes.FORMS),
        _one_of("sector", codes.SECTORS),
        sa.CheckConstraint("places >= 0", name="places"),
        sa.CheckConstraint("(listed_at IS NULL) = (listed_by IS NULL)", name="listed"),
    )

    community_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    form: Mapped[str]
    sector: Mapped[str]
    region_code: Mapped[str] = mapped_column(sa.ForeignKey("regions.code"))
    place: Mapped[str]
    about: Mapped[str]
    activities: Mapped[list[str]]
    environments: Mapped[list[str]]
    places: Mapped[int]
    email: Mapped[str]
    website: Mapped[str]
    leader_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("providers.provider_id"), index=True)
    proposed_by: Mapped[uuid.UUID]
    proposed_at: Mapped[datetime] = mapped_column(db.Timestamp)
    listed_by: Mapped[uuid.UUID | None]
    listed_at: Mapped[datetime | None] = mapped_column(db.Timestamp)

    @property
    def state(self) -> str:
        """`proposed` or `listed`."""
        return "proposed" if self.listed_at is None else "listed"


class CommunityPartner(db.Base):
    """An organisation that takes part."""

    __tablename__ = "community_partners"
    __table_args__ = (_one_of("kind", codes.PARTNER_KINDS),)

    community_id: Mapped[uuid.UUID] = _community()
    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]


class CommunityMentor(db.Base):
    """Somebody who guides others, and in what."""

    __tablename__ = "community_mentors"

    community_id: Mapped[uuid.UUID] = _community()
    name: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]


class CommunityModule(db.Base):
    """A module of the leader that belongs to a community."""

    __tablename__ = "community_modules"

    community_id: Mapped[uuid.UUID] = _community()
    module_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("modules.module_id"), primary_key=True)


class CommunityScore(db.Base):
    """How a community scores itself on one success factor on one day, and what shows it."""

    __tablename__ = "community_scores"
    __table_args__ = (_one_of("factor", codes.FACTORS), sa.CheckConstraint("score BETWEEN 1 AND 5", name="score"))

    community_id: Mapped[uuid.UUID] = _community()
    scanned_on: Mapped[date] = mapped_column(primary_key=True)
    factor: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[int] = mapped_column(sa.SmallInteger)
    evidence: Mapped[str]
    scored_by: Mapped[uuid.UUID]
    scored_at: Mapped[datetime] = mapped_column(db.Timestamp)


class JoinRequest(db.Base):
    """A company, a school or a worker asks to take part. `joiner_id` is the employer, provider or person."""

    __tablename__ = "community_join_requests"
    __table_args__ = (
        _one_of("kind", codes.JOINER_KINDS),
        _one_of("state", ("asked", "accepted", "declined", "withdrawn")),
        sa.Index("community_join_requests_community_idx", "community_id", "asked_at"),
        sa.Index(
            "community_join_requests_open_idx",
            "joiner_id",
            "community_id",
            unique=True,
            postgresql_where=sa.text("state IN ('asked', 'accepted')"),
        ),
        sa.CheckConstraint("(kind = 'worker') = (joiner_id = account_id)", name="joiner"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    request_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    community_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("communities.community_id"))
    kind: Mapped[str]
    joiner_id: Mapped[uuid.UUID]
    organisation_name: Mapped[str]
    words: Mapped[str]
    state: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(db.Timestamp)
    answered_by: Mapped[uuid.UUID | None]
    answered_at: Mapped[datetime | None] = mapped_column(db.Timestamp)
    answer: Mapped[str]
