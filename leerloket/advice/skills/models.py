"""What people can, and the occupation they want."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from leerloket import db
from leerloket.advice.skills import codes


class OwnSkill(db.Base):
    """Something a person can, in their own words; with the skill that is meant, if one was chosen."""

    __tablename__ = "own_skills"
    __table_args__ = (
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        sa.CheckConstraint(f"evidence IN ({', '.join(repr(one) for one in codes.EVIDENCE)})", name="evidence"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    own_skill_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=db.new_id)
    text: Mapped[str]
    skill_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("skills.skill_id"))
    level: Mapped[int] = mapped_column(sa.SmallInteger)
    evidence: Mapped[str]
    evidence_text: Mapped[str]
    added_by: Mapped[uuid.UUID]
    added_at: Mapped[datetime] = mapped_column(db.Timestamp)


class TargetOccupation(db.Base):
    """The occupation a person wants; one at a time."""

    __tablename__ = "target_occupations"

    account_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    occupation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("occupations.occupation_id"))
    chosen_by: Mapped[uuid.UUID]
    chosen_at: Mapped[datetime] = mapped_column(db.Timestamp)
