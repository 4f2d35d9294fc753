"""Versions of the rules: written, proposed, and approved by a second person before the day they start."""

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.accounts.rights import rules
from leerloket.accounts.rights.models import RuleSet
from leerloket.people.audit import service as audit

DEFAULT = "leerrecht"
"""The rule set of the right every citizen receives."""


def get_rule_set(name: str, on: date) -> RuleSet:
    """The approved version of a rule set that counts on a day. Raises UnknownRuleSet."""
    found = db.session.scalar(
        sa.select(RuleSet)
        .where(RuleSet.name == name, RuleSet.starts_on <= on, RuleSet.approved_at.is_not(None))
        .order_by(RuleSet.starts_on.desc())
        .limit(1)
    )
    if found is None:
        raise rules.UnknownRuleSet(field="rule_set")
    return found


def list_rule_sets() -> list[RuleSet]:
    """Every version of every rule set, newest first."""
    newest_first = (RuleSet.starts_on.desc(), RuleSet.created_at.desc())
    return list(db.session.scalars(sa.select(RuleSet).order_by(RuleSet.name, *newest_first)))


def get_version(rule_set_id: uuid.UUID) -> RuleSet:
    """One version, whatever its state. Raises NotFound."""
    found = db.session.get(RuleSet, rule_set_id)
    if found is None:
        raise errors.NotFound
    return found


def find_previous(version: RuleSet) -> RuleSet | None:
    """The approved version that counts until this one starts."""
    return db.session.scalar(
        sa.select(RuleSet)
        .where(RuleSet.name == version.name, RuleSet.starts_on < version.starts_on, RuleSet.approved_at.is_not(None))
        .order_by(RuleSet.starts_on.desc())
        .limit(1)
    )


def list_changes(version: RuleSet) -> list[rules.Change]:
    """What differs from the version before it; everything when there is none."""
    previous = find_previous(version)
    return rules.changes(rules.read(previous.data) if previous else None, rules.read(version.data))


def list_current_ids(on: date) -> set[uuid.UUID]:
    """The versions that count on a day: one of each name."""
    newest = (
        sa.select(RuleSet.rule_set_id)
        .ext(postgresql.distinct_on(RuleSet.name))
        .where(RuleSet.approved_at.is_not(None), RuleSet.starts_on <= on)
        .order_by(RuleSet.name, RuleSet.starts_on.desc())
    )
    return set(db.session.scalars(newest))


def write_version(
    name: str, starts_on: date, its: rules.Rules, *, note: str, source: str, created_by: uuid.UUID
) -> RuleSet:
    """Write a new version as a draft; it does not count for anybody. Raises StartsTooSoon, NothingIsGiven."""
    rules.check(its)
    _check_start(starts_on)
    version = RuleSet(
        name=name,
        version=_next_number(name, starts_on.year),
        starts_on=starts_on,
        data=rules.write(its),
        note=note,
        source=source,
        created_by=created_by,
        created_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    audit.record("write", "rule-set", version.rule_set_id)
    return version


def revise_version(rule_set_id: uuid.UUID, starts_on: date, its: rules.Rules, *, note: str, source: str) -> RuleSet:
    """Change a draft. Raises VersionIsFixed once it was proposed, StartsTooSoon, NothingIsGiven."""
    version = _lock(rule_set_id)
    if version.state != "draft":
        raise rules.VersionIsFixed
    rules.check(its)
    _check_start(starts_on)
    if starts_on.year != version.starts_on.year:
        version.version = _next_number(version.name, starts_on.year)
    version.starts_on, version.data, version.note, version.source = starts_on, rules.write(its), note, source
    db.session.flush()
    audit.record("revise", "rule-set", rule_set_id)
    return version


def propose_version(rule_set_id: uuid.UUID, *, proposed_by: uuid.UUID) -> RuleSet:
    """Ask for approval; from now on the version is not changed. Raises VersionIsFixed, StartsTooSoon, DayIsTaken."""
    version = _lock(rule_set_id)
    if version.state != "draft":
        raise rules.VersionIsFixed
    _check_start(version.starts_on)
    _check_day_is_free(version)
    version.proposed_by, version.proposed_at = proposed_by, clock.now()
    db.session.flush()
    audit.record("propose", "rule-set", rule_set_id)
    return version


def send_back_version(rule_set_id: uuid.UUID) -> RuleSet:
    """Make a proposal a draft again, to be changed. Raises NotProposed."""
    version = _lock(rule_set_id)
    if version.state != "proposed":
        raise rules.NotProposed
    version.proposed_by = version.proposed_at = None
    db.session.flush()
    audit.record("send-back", "rule-set", rule_set_id)
    return version


def approve_version(rule_set_id: uuid.UUID, *, approved_by: uuid.UUID) -> RuleSet:
    """A second person approves a proposal before it starts; it counts from its first day on.

    Raises NotProposed, SameApprover (whoever wrote or proposed it), StartsTooSoon, DayIsTaken.
    """
    version = _lock(rule_set_id)
    if version.state != "proposed":
        raise rules.NotProposed
    if approved_by in {version.created_by, version.proposed_by}:
        raise rules.SameApprover
    _check_start(version.starts_on)
    _check_day_is_free(version)
    try:
        with db.session.begin_nested():
            version.approved_by, version.approved_at = approved_by, clock.now()
            db.session.flush()
    except sa.exc.IntegrityError as problem:
        raise rules.DayIsTaken(version=version.version, starts_on=version.starts_on) from problem
    audit.record("approve", "rule-set", rule_set_id)
    return version


def _lock(rule_set_id: uuid.UUID) -> RuleSet:
    version = db.session.get(RuleSet, rule_set_id, with_for_update=True)
    if version is None:
        raise errors.NotFound
    return version


def _check_start(starts_on: date) -> None:
    earliest_on = clock.business_date() + clock.ONE_DAY
    if starts_on < earliest_on:
        raise rules.StartsTooSoon(field="starts_on", earliest_on=earliest_on)


def _check_day_is_free(version: RuleSet) -> None:
    taken = db.session.scalar(
        sa.select(RuleSet).where(
            RuleSet.name == version.name,
            RuleSet.starts_on == version.starts_on,
            RuleSet.approved_at.is_not(None),
        )
    )
    if taken is not None:
        raise rules.DayIsTaken(version=taken.version, starts_on=taken.starts_on)


def _next_number(name: str, year: int) -> str:
    """`2027-2`: the year in which the version starts and its place in that year."""
    versions = set(db.session.scalars(sa.select(RuleSet.version).where(RuleSet.name == name)))
    return next(number for n in range(1, len(versions) + 2) if (number := f"{year}-{n}") not in versions)
