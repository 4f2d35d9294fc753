"""Count a run, approve it, let it stand still and go on. `running` credits."""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.rights import judging, rules
from leerloket.accounts.rights.models import Grant, RuleSet, Run
from leerloket.accounts.rights.rule_sets import get_rule_set
from leerloket.people.audit import service as audit


@dataclass(frozen=True, slots=True)
class Count:
    """What a run would do: who gets something, how much in all, and why others get nothing."""

    due_count: int
    due_cents: int
    exclusions: dict[str, int]

    @property
    def person_count(self) -> int:
        """Everybody that was looked at."""
        return self.due_count + sum(self.exclusions.values())


def count(rule_set: RuleSet, on: date) -> Count:
    """Look at everybody as the rules see them on a day; writes nothing."""
    db.session.execute(sa.text("SET LOCAL statement_timeout = '5min'"))
    person = judging.judge(rule_set.name, rules.of_day(rules.read(rule_set.data), on)).subquery()
    rows = db.session.execute(
        sa.select(person.c.reason, sa.func.count(), sa.func.coalesce(sa.func.sum(person.c.amount_cents), 0)).group_by(
            person.c.reason
        )
    ).all()
    found = {reason: (number, int(cents)) for reason, number, cents in rows}
    due_count, due_cents = found.pop(None, (0, 0))
    return Count(due_count, due_cents, {r: found[r][0] for r in rules.EXCLUSIONS if r in found})


def _credited(scheme: str, year: int) -> tuple[int, int]:
    """People and cents that were credited in a year."""
    number, cents = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Grant.amount_cents), 0)).where(
            Grant.scheme == scheme, Grant.year == year
        )
    ).one()
    return number, int(cents)


def dry_run(name: str, on: date, *, created_by: uuid.UUID) -> Run:
    """Count a run and keep the count for a second person to approve. Credits nothing. Raises UnknownRuleSet."""
    rule_set = get_rule_set(name, on)
    counted = count(rule_set, on)
    last_year_count, last_year_cents = _credited(name, on.year - 1)
    run = Run(
        rule_set_id=rule_set.rule_set_id,
        scheme=rule_set.name,
        rule_version=rule_set.version,
        year=on.year,
        on_date=on,
        state="draft",
        due_count=counted.due_count,
        due_cents=counted.due_cents,
        exclusions=counted.exclusions,
        person_count=counted.person_count,
        budget_cents=rules.read(rule_set.data).budget_cents,
        earlier_cents=_credited(name, on.year)[1],
        last_year_count=last_year_count,
        last_year_cents=last_year_cents,
        created_by=created_by,
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    audit.record("count", "rights-run", run.run_id)
    return run


def get_run(run_id: uuid.UUID) -> Run:
    """One run. Raises NotFound."""
    run = db.session.get(Run, run_id)
    if run is None:
        raise errors.NotFound
    return run


def list_runs(limit: int = 50) -> list[Run]:
    """Runs, newest first."""
    return list(db.session.scalars(sa.select(Run).order_by(Run.number.desc()).limit(limit)))


def approve(run_id: uuid.UUID, *, approved_by: uuid.UUID) -> Run:
    """A second person approves the count; the worker then credits in batches.

    Raises NotADraft, SameApprover, CountTooOld, OverBudget or AnotherRunIsBusy.
    """
    run = _lock(run_id)
    if run.state != "draft":
        raise rules.NotADraft
    if run.created_by == approved_by:
        raise rules.SameApprover
    if run.created_at + rules.DRY_RUN_KEEPS < clock.now():
        raise rules.CountTooOld
    if run.budget_cents is not None and run.year_cents > run.budget_cents:
        raise rules.OverBudget(over_cents=run.year_cents - run.budget_cents, budget_cents=run.budget_cents)
    try:
        with db.session.begin_nested():
            run.state, run.approved_by, run.approved_at = "approved", approved_by, clock.now()
            db.session.flush()
    except sa.exc.IntegrityError as problem:
        raise rules.AnotherRunIsBusy from problem
    audit.record("approve", "rights-run", run_id)
    return run


def pause(run_id: uuid.UUID) -> Run:
    """Let a busy run stand still after the batch it is in; other runs wait too. Raises NotBusy."""
    run = _lock(run_id)
    if run.state not in {"approved", "running"}:
        raise rules.NotBusy
    run.state = "paused"
    db.session.flush()
    audit.record("pause", "rights-run", run_id)
    return run


def resume(run_id: uuid.UUID) -> Run:
    """Let a run go on where it stood still. Raises NotPaused."""
    run = _lock(run_id)
    if run.state != "paused":
        raise rules.NotPaused
    run.state = "running"
    db.session.flush()
    audit.record("resume", "rights-run", run_id)
    return run


def _lock(run_id: uuid.UUID) -> Run:
    run = db.session.get(Run, run_id, with_for_update=True)
    if run is None:
        raise errors.NotFound
    return run
