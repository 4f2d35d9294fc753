"""The verbs of skills: note what a person can, choose an occupation, and see what is missing and what closes it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db
from leerloket.advice.skills import rules
from leerloket.advice.skills.models import OwnSkill, TargetOccupation
from leerloket.advice.skills.rules import Line, Route
from leerloket.courses.catalogue import purse
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.skills import service as skills

__all__ = ["Line", "Route"]


@dataclass(frozen=True, slots=True)
class Can:
    """Something a person can, as they and their adviser see it."""

    own_skill_id: uuid.UUID
    text: str
    skill: skills.Skill | None
    level: int
    evidence: str
    evidence_text: str
    added_at: datetime
    by_adviser: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A module that closes part of the gap, with its soonest date and what the person would pay."""

    module: catalogue.Module
    edition: catalogue.Edition
    route: Route


@dataclass(frozen=True, slots=True)
class Gap:
    """What an occupation asks beside what a person can, what it will ask, and the modules that help most."""

    occupation: skills.Occupation
    lines: list[Line]
    named: Mapping[uuid.UUID, skills.Skill]
    coming: list[skills.Coming]
    ways: list[Way]

    @property
    def missing(self) -> int:
        """How many steps are missing in all."""
        return rules.missing_steps(self.lines)

    @property
    def reached_pct(self) -> int:
        """How much of what the occupation asks the person has, in whole percents."""
        return rules.reached_pct(self.lines)


# --- what a person can ------------------------------------------------------------------------------------


def list_own(account_id: uuid.UUID) -> list[Can]:
    """What a person can, in the order in which it was noted."""
    rows = list(
        db.session.scalars(
            sa.select(OwnSkill)
            .where(OwnSkill.account_id == account_id)
            .order_by(OwnSkill.added_at, OwnSkill.own_skill_id)
        )
    )
    known = skills.list_skills([row.skill_id for row in rows if row.skill_id])
    return [_can(row, known) for row in rows]


def _can(row: OwnSkill, known: Mapping[uuid.UUID, skills.Skill]) -> Can:
    return Can(
        own_skill_id=row.own_skill_id,
        text=row.text,
        skill=known.get(row.skill_id) if row.skill_id else None,
        level=row.level,
        evidence=row.evidence,
        evidence_text=row.evidence_text,
        added_at=row.added_at,
        by_adviser=row.added_by != row.account_id,
    )


def add_own(
    account_id: uuid.UUID,
    text: str,
    *,
    added_by: uuid.UUID,
    level: int,
    evidence: str,
    evidence_text: str = "",
    skill_id: uuid.UUID | None = None,
) -> Can:
    """Note what a person can; without a skill only the own words are kept. Raises TooManySkills, UnknownSkill."""
    count = sa.select(sa.func.count()).select_from(OwnSkill).where(OwnSkill.account_id == account_id)
    rules.check_room(db.session.scalar(count) or 0)
    skill = skills.get_skill(skill_id) if skill_id else None
    row = OwnSkill(
        account_id=account_id,
        own_skill_id=db.new_id(),
        text=text.strip() or (skill.label_nl if skill else ""),
        skill_id=skill_id,
        level=level,
        evidence=evidence,
        evidence_text=evidence_text.strip(),
        added_by=added_by,
        added_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return _can(row, {skill.skill_id: skill} if skill else {})


def remove_own(account_id: uuid.UUID, own_skill_id: uuid.UUID) -> None:
    """Take something out of what a person can. Raises UnknownOwnSkill."""
    row = db.session.get(OwnSkill, (account_id, own_skill_id))
    if row is None:
        raise rules.UnknownOwnSkill
    db.session.delete(row)
    db.session.flush()


# --- what a person wants ----------------------------------------------------------------------------------


def choose_target(account_id: uuid.UUID, occupation_id: uuid.UUID, *, chosen_by: uuid.UUID) -> skills.Occupation:
    """The occupation a person wants from now on. Raises UnknownOccupation."""
    occupation = skills.get_occupation(occupation_id)
    chosen = {"occupation_id": occupation_id, "chosen_by": chosen_by, "chosen_at": clock.now()}
    db.session.execute(
        postgresql.insert(TargetOccupation)
        .values(account_id=account_id, **chosen)
        .on_conflict_do_update(index_elements=["account_id"], set_=chosen)
    )
    return occupation


def find_target(account_id: uuid.UUID) -> skills.Occupation | None:
    """The occupation a person wants, if one was chosen."""
    chosen = sa.select(TargetOccupation.occupation_id).where(TargetOccupation.account_id == account_id)
    occupation_id = db.session.scalar(chosen)
    return skills.get_occupation(occupation_id) if occupation_id else None


# --- what is missing, and what closes it ------------------------------------------------------------------


def get_gap(account_id: uuid.UUID, occupation_id: uuid.UUID | None = None) -> Gap:
    """The gap to this occupation, or to the one that was chosen. Raises NoTarget, UnknownOccupation."""
    occupation = skills.get_occupation(occupation_id) if occupation_id else find_target(account_id)
    if occupation is None:
        raise rules.NoTarget
    return _gap(account_id, occupation)


def find_gap(account_id: uuid.UUID) -> Gap | None:
    """The gap to the occupation that was chosen; None when none was."""
    occupation = find_target(account_id)
    return _gap(account_id, occupation) if occupation else None


def _gap(account_id: uuid.UUID, occupation: skills.Occupation) -> Gap:
    asked = skills.list_asked(occupation.occupation_id)
    lines = rules.compare([(ask.skill.skill_id, ask.level, ask.essential) for ask in asked], _levels(account_id))
    return Gap(
        occupation=occupation,
        lines=lines,
        named={ask.skill.skill_id: ask.skill for ask in asked},
        coming=skills.list_coming(occupation.occupation_id),
        ways=_ways(account_id, lines),
    )


def _levels(account_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """The highest level a person notes per skill."""
    rows = db.session.execute(
        sa.select(OwnSkill.skill_id, sa.func.max(OwnSkill.level))
        .where(OwnSkill.account_id == account_id, OwnSkill.skill_id.is_not(None))
        .group_by(OwnSkill.skill_id)
    )
    return {skill_id: level for skill_id, level in rows if skill_id}


def _ways(account_id: uuid.UUID, lines: Sequence[Line]) -> list[Way]:
    taught = skills.modules_teaching([line.skill_id for line in lines if line.short])
    coming = catalogue.list_coming([module.module_id for module, _skills in taught])
    mine = purse.of_account(account_id)
    modules = {module.module_id: module for module, _skills in taught}
    cheapest = {module_id: min(dates, key=lambda one: one.price_cents) for module_id, dates in coming.items() if dates}
    offers = [
        rules.Offer(
            module_id=module.module_id,
            title=module.title,
            teaches=frozenset(teaches),
            hours=module.hours,
            own_cents=mine.own_cents(cheapest[module.module_id].price_cents, module.purpose),
        )
        for module, teaches in taught
        if module.module_id in cheapest
    ]
    return [
        Way(modules[found.offer.module_id], cheapest[found.offer.module_id], found)
        for found in rules.rank(lines, offers)
    ]
