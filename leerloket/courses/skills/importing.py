"""Take terms in, so that a second time changes nothing.

A term is known by its address. One of another scheme is also known by its name: what ESCO calls `lassen` is our own
`lassen`. The row then keeps our own words on screen, takes the address of ESCO, and keeps other addresses beside it.
Synonyms are added and never taken away, and nothing that people may have chosen is removed.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import db
from leerloket.courses.catalogue import words as plain_words
from leerloket.courses.skills import codes
from leerloket.courses.skills.models import Occupation, OccupationSkill, Outlook, Skill
from leerloket.courses.skills.terms import Coming, Need, Term, Vocabulary, names_of

AT_ONCE = 1_000
Progress = Callable[[int, int], None]
Row = Skill | Occupation
LEARN = sa.text("""
    INSERT INTO term_words (kind, word, term_id)
    SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:words AS text[]), CAST(:ids AS uuid[]))
    ON CONFLICT DO NOTHING
""")
TABLES: dict[str, type[Skill] | type[Occupation]] = {"skill": Skill, "occupation": Occupation}


@dataclass(slots=True)
class Report:
    """How many terms were new, changed or the same, and how many lines of what occupations ask were new or changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    needs: int = 0
    loose: int = 0
    """Lines about a skill or occupation that no file named."""

    def __str__(self) -> str:
        return (
            f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged; of what occupations ask "
            f"{self.needs} lines were new or changed, and {self.loose} named nothing that is known."
        )


@dataclass(slots=True)
class Known:
    """The terms of one sort that are in the database: by address, by key of our own set, and by name."""

    table: type[Skill] | type[Occupation]
    by_uri: dict[str, Row] = field(default_factory=dict)
    by_key: dict[str, Row] = field(default_factory=dict)
    by_name: dict[str, Row] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)

    def add(self, row: Row) -> None:
        """Remember a row under all by which it is known."""
        for uri in (row.uri, *row.same_as):
            self.by_uri[uri] = row
        if row.key:
            self.by_key[row.key] = row
        for name in (row.label_nl, row.label_en):
            if name:
                self.by_name.setdefault(plain_words.plain(name), row)
        self.slugs.add(row.slug)

    def find(self, term: Term) -> Row | None:
        """The row of a term, by address or key, else by name when it is of another scheme."""
        row = self.by_uri.get(term.uri) or (self.by_key.get(term.key) if term.key else None)
        if row is not None:
            return row
        for uri in term.same_as:
            if uri in self.by_uri:
                return self.by_uri[uri]
        for name in (term.label_nl, term.label_en):
            row = self.by_name.get(plain_words.plain(name)) if name else None
            if row is not None and row.scheme != term.scheme:
                return row
        return None


def take_in(vocabulary: Vocabulary, progress: Progress = lambda done, total: None) -> Report:
    """Write a vocabulary. `progress` hears how many lines are done, of how many."""
    report = Report()
    total = len(vocabulary.terms) + len(vocabulary.needs)
    known = {sort: _read(sort) for sort in TABLES}
    for done, term in enumerate(vocabulary.terms.values(), 1):
        _take_term(known[term.sort], term, report)
        if done % AT_ONCE == 0:
            db.session.flush()
            progress(done, total)
    db.session.flush()
    _learn_names(known, vocabulary.terms.values())
    asked = [line for line in (_asked(known, need) for need in vocabulary.needs) if line]
    report.loose = len(vocabulary.needs) - len(asked)
    for done, batch in enumerate(_batches(asked), 1):
        report.needs += _write_needs(batch)
        progress(min(total, len(vocabulary.terms) + done * AT_ONCE), total)
    _write_outlook(known, vocabulary.coming)
    progress(total, total)
    return report


def _read(sort: str) -> Known:
    known = Known(TABLES[sort])
    rows: Iterable[Row] = db.session.query(TABLES[sort])
    for row in rows:
        known.add(row)
    return known


def _take_term(known: Known, term: Term, report: Report) -> None:
    row = known.find(term)
    if row is None:
        row = _new(known, term)
        db.session.add(row)
        report.added += 1
    elif _change(row, term):
        report.changed += 1
    else:
        report.unchanged += 1
    known.add(row)


def _new(known: Known, term: Term) -> Row:
    label = term.label_nl or term.label_en
    values: dict[str, Any] = {
        "uri": term.uri,
        "same_as": sorted(term.same_as),
        "scheme": term.scheme,
        "key": term.key,
        "slug": _slug(known, label, term.uri),
        "label_nl": label,
        "label_en": term.label_en or None,
        "words": _synonyms(label, term.label_en, term.words),
    }
    if term.sort == "skill":
        return Skill(skill_id=db.new_id(), kind=term.kind, **values)
    return Occupation(occupation_id=db.new_id(), isco=term.isco, **values)


def _slug(known: Known, label: str, uri: str) -> str:
    slug = plain_words.slug(label)
    if slug in known.slugs:
        slug = f"{slug[:70].rstrip('-')}-{hashlib.sha256(uri.encode()).hexdigest()[:8]}"
    return slug


def _change(row: Row, term: Term) -> bool:
    """Bring a row up to date; answers whether anything changed. Our own set keeps its own words on screen."""
    before = _state(row)
    uris = {row.uri, *row.same_as, term.uri, *term.same_as}
    if row.scheme == "leerloket" and term.scheme != "leerloket":
        row.uri, row.scheme = term.uri, term.scheme
    row.same_as = sorted(uris - {row.uri})
    if term.key or (row.key is None and row.uri == term.uri):
        row.label_nl, row.label_en = term.label_nl or row.label_nl, term.label_en or row.label_en
        row.key = term.key or row.key
    else:
        row.label_en = row.label_en or term.label_en or None
    row.words = _synonyms(row.label_nl, row.label_en, {*row.words, term.label_nl, term.label_en, *term.words})
    return before != _state(row)


def _state(row: Row) -> tuple[object, ...]:
    return row.uri, row.scheme, row.key, row.label_nl, row.label_en, row.words, row.same_as


def _synonyms(label_nl: str, label_en: str | None, names: set[str]) -> list[str]:
    return sorted(names - {label_nl, label_en or "", ""})


def _id_of(row: Row) -> uuid.UUID:
    return row.skill_id if isinstance(row, Skill) else row.occupation_id


def _learn_names(known: dict[str, Known], terms: Iterable[Term]) -> None:
    rows = {(term.sort, known[term.sort].by_uri[term.uri]) for term in terms if term.uri in known[term.sort].by_uri}
    names = [
        (sort, name, _id_of(row)) for sort, row in rows for name in names_of(row.label_nl, row.label_en, set(row.words))
    ]
    for start in range(0, len(names), AT_ONCE):
        sorts, found, ids = zip(*names[start : start + AT_ONCE], strict=True)
        db.session.execute(LEARN, {"kinds": list(sorts), "words": list(found), "ids": list(ids)})


def _batches(lines: Sequence[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    waiting = iter(lines)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch


def _asked(known: dict[str, Known], need: Need) -> dict[str, Any] | None:
    occupation, skill = known["occupation"].by_uri.get(need.occupation), known["skill"].by_uri.get(need.skill)
    if occupation is None or skill is None:
        return None
    return {
        "occupation_id": _id_of(occupation),
        "skill_id": _id_of(skill),
        "essential": need.essential,
        "level": need.level or codes.LEVEL_OF_NEED[need.essential],
        "names_level": need.level is not None,
    }


def _write_needs(lines: list[dict[str, Any]]) -> int:
    """Write what occupations ask. A line that is there stays as it is, unless a source that names levels says other."""
    changed = 0
    by_pair = {(line["occupation_id"], line["skill_id"]): line for line in lines}
    for names_level in (True, False):
        values = [
            {name: value for name, value in line.items() if name != "names_level"}
            for line in by_pair.values()
            if line["names_level"] is names_level
        ]
        if not values:
            continue
        statement = postgresql.insert(OccupationSkill).values(values)
        if names_level:
            new = statement.excluded
            statement = statement.on_conflict_do_update(
                index_elements=["occupation_id", "skill_id"],
                set_={"essential": new.essential, "level": new.level},
                where=sa.or_(OccupationSkill.essential != new.essential, OccupationSkill.level != new.level),
            )
        else:
            statement = statement.on_conflict_do_nothing()
        changed += len(db.session.execute(statement.returning(OccupationSkill.skill_id)).all())
    return changed


def _write_outlook(known: dict[str, Known], coming: Iterable[Coming]) -> None:
    there = {(row.occupation_id, row.skill_id): row for row in db.session.scalars(sa.select(Outlook))}
    for line in coming:
        occupation, skill = known["occupation"].by_uri[line.occupation], known["skill"].by_uri[line.skill]
        pair = _id_of(occupation), _id_of(skill)
        row = there.get(pair) or Outlook(occupation_id=pair[0], skill_id=pair[1])
        row.level, row.from_year = line.level, line.from_year
        row.why_nl, row.why_en = line.why_nl, line.why_en
        row.source, row.checked_on = line.source, line.checked_on
        db.session.add(row)
    db.session.flush()
