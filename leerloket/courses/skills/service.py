"""The door of this folder: find skills and occupations, what occupations ask, which modules teach it, and importing."""

import csv
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.courses.skills import codes, competentnl, esco, importing, matching, own_set
from leerloket.courses.skills.importing import Progress, Report
from leerloket.courses.skills.matching import match_texts
from leerloket.courses.skills.models import Occupation, OccupationSkill, Outlook, Skill
from leerloket.courses.skills.rules import UnknownOccupation, UnknownSkill
from leerloket.courses.skills.terms import Vocabulary

__all__ = ["LEVELS", "Occupation", "Outlook", "Report", "Skill", "UnknownOccupation", "UnknownSkill", "match_texts"]

LEVELS = codes.LEVELS
MOST_SUGGESTED = 8
MOST_MODULES = 200


class FileNotReadable(errors.Refusal):
    """A file of skills that is none of the kinds we read."""

    status = 400
    nl = "Het bestand {name} kunnen we niet lezen: {reason}."
    en = "The file {name} cannot be read: {reason}."


@dataclass(frozen=True, slots=True)
class Ask:
    """What an occupation asks of one skill."""

    skill: Skill
    essential: bool
    level: int


@dataclass(frozen=True, slots=True)
class Coming:
    """What an occupation will ask of one skill."""

    skill: Skill
    outlook: Outlook


# --- finding ----------------------------------------------------------------------------------------------


def search_skills(text: str, limit: int = MOST_SUGGESTED) -> list[Skill]:
    """The skills somebody may mean with their own words, the likeliest first; without words all by name."""
    if not text.strip():
        return list(db.session.scalars(sa.select(Skill).order_by(Skill.label_nl, Skill.skill_id).limit(limit)))
    found = list_skills(ids := matching.meant("skill", text, limit))
    return [found[skill_id] for skill_id in ids if skill_id in found]


def search_occupations(text: str, limit: int = MOST_SUGGESTED) -> list[Occupation]:
    """The occupations somebody may mean, the likeliest first; without words all by name."""
    if not text.strip():
        every = sa.select(Occupation).order_by(Occupation.label_nl, Occupation.occupation_id).limit(limit)
        return list(db.session.scalars(every))
    ids = matching.meant("occupation", text, limit)
    rows = db.session.scalars(sa.select(Occupation).where(Occupation.occupation_id.in_(ids)))
    found = {row.occupation_id: row for row in rows}
    return [found[occupation_id] for occupation_id in ids if occupation_id in found]


def get_skill(key: uuid.UUID | str) -> Skill:
    """A skill by id or by its address of the site. Raises UnknownSkill."""
    name = Skill.skill_id if isinstance(key, uuid.UUID) else Skill.slug
    found = db.session.scalar(sa.select(Skill).where(name == key))
    if found is None:
        raise UnknownSkill
    return found


def get_occupation(key: uuid.UUID | str) -> Occupation:
    """An occupation by id or by its address of the site. Raises UnknownOccupation."""
    name = Occupation.occupation_id if isinstance(key, uuid.UUID) else Occupation.slug
    found = db.session.scalar(sa.select(Occupation).where(name == key))
    if found is None:
        raise UnknownOccupation
    return found


def list_skills(skill_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Skill]:
    """Several skills at once, by id."""
    rows = db.session.scalars(sa.select(Skill).where(Skill.skill_id.in_(skill_ids)))
    return {skill.skill_id: skill for skill in rows}


def list_by_key(keys: Sequence[str]) -> dict[str, Skill]:
    """Skills of the shipped set, by their key in it."""
    return {skill.key: skill for skill in db.session.scalars(sa.select(Skill).where(Skill.key.in_(keys))) if skill.key}


# --- what occupations ask ---------------------------------------------------------------------------------


def list_asked(occupation_id: uuid.UUID) -> list[Ask]:
    """What an occupation asks: essential first, the highest level first, then by name."""
    ask = OccupationSkill
    rows = db.session.execute(
        sa.select(Skill, ask.essential, ask.level)
        .join(ask, ask.skill_id == Skill.skill_id)
        .where(ask.occupation_id == occupation_id)
        .order_by(ask.essential.desc(), ask.level.desc(), Skill.label_nl, Skill.skill_id)
    )
    return [Ask(skill, essential, level) for skill, essential, level in rows]


def list_coming(occupation_id: uuid.UUID) -> list[Coming]:
    """What an occupation will ask, soonest first, each with its source and when that was checked."""
    rows = db.session.execute(
        sa.select(Skill, Outlook)
        .join(Outlook, Outlook.skill_id == Skill.skill_id)
        .where(Outlook.occupation_id == occupation_id)
        .order_by(Outlook.from_year, Skill.label_nl)
    )
    return [Coming(skill, outlook) for skill, outlook in rows]


def list_occupations_asking(skill_id: uuid.UUID, limit: int = 30) -> list[Occupation]:
    """The occupations that ask a skill, those that cannot do without it first."""
    ask = OccupationSkill
    query = (
        sa.select(Occupation)
        .join(ask, ask.occupation_id == Occupation.occupation_id)
        .where(ask.skill_id == skill_id)
        .order_by(ask.essential.desc(), ask.level.desc(), Occupation.label_nl, Occupation.occupation_id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


# --- what modules teach -----------------------------------------------------------------------------------


def skills_of_module(texts: Sequence[str]) -> list[tuple[str, Skill | None]]:
    """What a module says it teaches, each with the skill that is meant, as far as one is known."""
    meant = matching.skills_of(texts)
    found = list_skills(list(meant.values()))
    return [(text, found.get(meant[text]) if text in meant else None) for text in texts]


def modules_teaching(
    skill_ids: Sequence[uuid.UUID], limit: int = MOST_MODULES
) -> list[tuple[catalogue.Module, set[uuid.UUID]]]:
    """Modules on offer that teach any of these skills, each with which of them; those with most first."""
    meant = matching.texts_of(skill_ids)
    if not meant:
        return []
    module = catalogue.Module
    told = sa.cast(list(meant), postgresql.ARRAY(sa.Text))
    open_now = sa.select(providers.Provider.provider_id).where(providers.open_now(clock.now()))
    rows = db.session.scalars(
        sa.select(module)
        .where(module.state == "online", module.skills.op("&&")(told), module.provider_id.in_(open_now))
        .order_by(module.title, module.module_id)
        .limit(limit)
    )
    taught: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    modules = list(rows)
    for one in modules:
        taught[one.module_id] = {meant[text] for text in one.skills if text in meant}
    ordered = sorted(modules, key=lambda one: -len(taught[one.module_id]))
    return [(one, taught[one.module_id]) for one in ordered]


# --- importing --------------------------------------------------------------------------------------------


def import_own_set(progress: Progress = lambda done, total: None) -> Report:
    """Take in the shipped set of skills and occupations, and match the texts of the catalogue."""
    return _take_in(own_set.read(), progress)


def import_files(paths: Sequence[Path], progress: Progress = lambda done, total: None) -> Report:
    """Take in files of the official ESCO download (CSV) and of CompetentNL (N-Triples, `.nt`); none: the shipped set.

    Files that belong together go in one call: what occupations ask is only understood with their skills. Raises
    FileNotReadable.
    """
    if not paths:
        return import_own_set(progress)
    found = Vocabulary()
    for path in paths:
        try:
            content = path.read_text(encoding="utf-8-sig")
            if esco.is_meant(path.name):
                found.join(esco.read(path.name, content))
            elif path.suffix == ".nt":
                found.join(competentnl.read(content))
            else:
                raise FileNotReadable(name=path.name, reason="not a file of ESCO (skills_nl.csv …) or N-Triples (.nt)")
        except (OSError, ValueError, csv.Error) as problem:
            raise FileNotReadable(name=path.name, reason=f"{type(problem).__name__} {problem}") from problem
    return _take_in(found, progress)


def _take_in(vocabulary: Vocabulary, progress: Progress) -> Report:
    report = importing.take_in(vocabulary, progress)
    matching.forget_matches()
    while match_texts():
        pass
    return report
