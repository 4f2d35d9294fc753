"""Count, approve and run the crediting of learning rights. Set-based, once per person, scheme and year."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import rules
from leerloket.accounts.rights.models import Grant, RuleSet, Run
from leerloket.people import service as people
from leerloket.people.audit import service as audit

__all__ = ["Grant", "RuleSet", "Run"]

BATCH = 5_000
"""Persons looked at in one transaction: short enough for bookings not to notice."""

FUNDER = "Overheid"


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


def get_rule_set(name: str, on: date) -> RuleSet:
    """The approved version of a rule set that counts on a day. Raises UnknownRuleSet."""
    found = db.session.scalar(
        sa.select(RuleSet)
        .where(RuleSet.name == name, RuleSet.starts_on <= on, RuleSet.approved_at.is_not(None))
        .order_by(RuleSet.starts_on.desc(), RuleSet.version.desc())
        .limit(1)
    )
    if found is None:
        raise rules.UnknownRuleSet(field="rule_set")
    return found


def list_rule_sets() -> list[RuleSet]:
    """Every version of every rule set, newest first."""
    return list(db.session.scalars(sa.select(RuleSet).order_by(RuleSet.name, RuleSet.starts_on.desc())))


def count(rule_set: RuleSet, on: date) -> Count:
    """Look at everybody as the rules see them on a day; writes nothing."""
    db.session.execute(sa.text("SET LOCAL statement_timeout = '5min'"))
    person = _judged(rule_set, on).subquery()
    rows = db.session.execute(
        sa.select(person.c.reason, sa.func.count(), sa.func.coalesce(sa.func.sum(person.c.amount_cents), 0)).group_by(
            person.c.reason
        )
    ).all()
    found = {reason: (number, int(cents)) for reason, number, cents in rows}
    due_count, due_cents = found.pop(None, (0, 0))
    return Count(due_count, due_cents, {r: found[r][0] for r in rules.EXCLUSIONS if r in found})


def dry_run(name: str, on: date, *, created_by: uuid.UUID) -> Run:
    """Count a run and keep the count for a second person to approve. Credits nothing. Raises UnknownRuleSet."""
    rule_set = get_rule_set(name, on)
    counted = count(rule_set, on)
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

    Raises NotADraft, SameApprover, CountTooOld or AnotherRunIsBusy.
    """
    run = db.session.get(Run, run_id, with_for_update=True)
    if run is None:
        raise errors.NotFound
    if run.state != "draft":
        raise rules.NotADraft
    if run.created_by == approved_by:
        raise rules.SameApprover
    if run.created_at + rules.DRY_RUN_KEEPS < clock.now():
        raise rules.CountTooOld
    run.state, run.approved_by, run.approved_at = "approved", approved_by, clock.now()
    try:
        with db.session.begin_nested():
            db.session.flush()
    except sa.exc.IntegrityError as problem:
        raise rules.AnotherRunIsBusy from problem
    audit.record("approve", "rights-run", run_id)
    return run


def work() -> int:
    """Carry every approved run to its end, one transaction per batch; answers how many people were credited.

    For the worker: called again after a crash it goes on after the last batch that was committed.
    """
    credited = 0
    for run_id in db.run(_list_busy):
        while (batch := db.run(run_batch, run_id)) is not None:
            credited += batch
    return credited


def _list_busy() -> list[uuid.UUID]:
    return list(db.session.scalars(sa.select(Run.run_id).where(Run.state.in_(["approved", "running"]))))


def run_batch(run_id: uuid.UUID, size: int = BATCH) -> int | None:
    """Credit the next people in this transaction; answers how many, None when the run is over or held by another.

    The grants come first, so that their key decides who is credited; then the ledger follows them.
    """
    run = db.session.scalar(sa.select(Run).where(Run.run_id == run_id).with_for_update(skip_locked=True))
    if run is None or run.state not in {"approved", "running"}:
        return None
    seen, until = _next_page(run.seen_until, size)
    if until is None:
        run.state, run.ended_at = "done", clock.now()
        return None
    run.batch += 1
    rule_set = db.session.get_one(RuleSet, run.rule_set_id)
    db.session.execute(_insert_grants(run, rule_set, until))
    credited, cents = _credit(run, rule_set)
    run.state, run.seen_until = "running", until
    run.seen_count += seen
    run.done_count += credited
    run.done_cents += cents
    db.session.flush()
    return credited


def _next_page(after: uuid.UUID | None, size: int) -> tuple[int, uuid.UUID | None]:
    page = sa.select(people.Person.person_id).order_by(people.Person.person_id).limit(size)
    if after is not None:
        page = page.where(people.Person.person_id > after)
    ids = page.subquery()
    last = sa.select(ids.c.person_id).order_by(ids.c.person_id.desc()).limit(1).scalar_subquery()
    number, until = db.session.execute(sa.select(sa.func.count(), last).select_from(ids)).one()
    return number, until


def _judged(rule_set: RuleSet, on: date, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """`rules.decide` for many at once: per person the reason to get nothing, or the amount, rule and end date."""
    its, person = rules.read(rule_set.data), people.Person
    mine = sa.exists().where(Grant.account_id == person.person_id, Grant.scheme == rule_set.name)
    is_low = sa.func.coalesce(person.nlqf_level < 4, sa.false())
    facts = (
        sa.select(
            person.person_id,
            person.birth_on,
            person.erased_at,
            sa.case((is_low, its.low_yearly_cents), else_=its.yearly_cents).label("yearly_cents"),
            sa.case((is_low, rules.YEARLY_BELOW_NLQF_4), else_=rules.YEARLY).label("yearly_rule"),
            (
                sa.case((is_low, its.low_cap_cents), else_=its.cap_cents)
                - ledger.select_total(person.person_id, "right")
            ).label("room_cents"),
            mine.where(Grant.year == on.year).label("credited_this_year"),
            mine.label("credited_before"),
        )
        .where(*where)
        .offset(0)  # keeps the planner from working each fact out again wherever it is used
        .subquery("facts")
    )
    right = sa.case((facts.c.credited_before, facts.c.yearly_cents), else_=its.start_cents)
    rule = sa.case((facts.c.credited_before, facts.c.yearly_rule), else_=rules.STARTING)
    reason = sa.case(
        (facts.c.erased_at.is_not(None), "erased"),
        (facts.c.birth_on.is_(None), "no-birth-date"),
        (facts.c.birth_on > rules.born_latest(its, on), "too-young"),
        (facts.c.birth_on <= rules.born_after(its, on), "pension-age"),
        (facts.c.credited_this_year, "already-credited"),
        (facts.c.room_cents <= 0, "at-the-cap"),
    ).label("reason")
    return sa.select(
        facts.c.person_id,
        reason,
        sa.case((reason.element.is_(None), sa.func.least(right, facts.c.room_cents))).label("amount_cents"),
        sa.case((facts.c.room_cents < right, rule + rules.UP_TO_THE_CAP), else_=rule).label("rule"),
        _end_date(its, on, facts.c.birth_on).label("expires_on"),
    )


def _end_date(its: rules.Rules, on: date, birth_on: sa.ColumnElement[date]) -> sa.ColumnElement[date | None]:
    if its.expires_after_years is None:
        return sa.cast(sa.null(), sa.Date)
    month = sa.cast(sa.extract("month", birth_on), sa.Integer)
    first = sa.func.make_date(on.year + its.expires_after_years, month, 1)
    return sa.cast(first + sa.text("interval '1 month' - interval '1 day'"), sa.Date)


def _insert_grants(run: Run, rule_set: RuleSet, until: uuid.UUID) -> sa.Insert:
    person_id = people.Person.person_id
    page = [person_id <= until] + ([person_id > run.seen_until] if run.seen_until else [])
    judged = _judged(rule_set, run.on_date, *page).subquery("judged")
    due = sa.select(
        judged.c.person_id,
        sa.literal(run.scheme),
        sa.literal(run.year),
        sa.func.gen_random_uuid(),
        judged.c.amount_cents,
        judged.c.rule,
        judged.c.expires_on,
        sa.literal(run.run_id),
        sa.literal(run.batch),
    ).where(judged.c.reason.is_(None))
    columns = ["account_id", "scheme", "year", "transfer_id", "amount_cents", "rule", "expires_on", "run_id", "batch"]
    return postgresql.insert(Grant).from_select(columns, due).on_conflict_do_nothing()


def _credit(run: Run, rule_set: RuleSet) -> tuple[int, int]:
    """Let the ledger follow the grants of this batch, one statement per rule; answers people and cents."""
    mine = [Grant.run_id == run.run_id, Grant.batch == run.batch]
    totals = db.session.execute(
        sa.select(Grant.rule, sa.func.count(), sa.func.sum(Grant.amount_cents)).where(*mine).group_by(Grant.rule)
    ).all()
    for rule, _number, _cents in totals:
        ledger.credit_many(
            _ledger_rows(run, *mine, Grant.rule == rule),
            kind="grant",
            from_id=ledger.GOVERNMENT,
            actor_id=run.created_by,
            approved_by=run.approved_by,
            rule=rule,
            rule_version=rule_set.version,
        )
    return sum(row[1] for row in totals), int(sum(row[2] for row in totals))


def _ledger_rows(run: Run, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    terms = ledger.Terms("right", None, FUNDER)
    purposes = sa.cast(postgresql.array(terms.purposes), postgresql.ARRAY(sa.Text))
    return sa.select(
        Grant.account_id,
        Grant.transfer_id,
        (sa.literal(f"grant:{run.scheme}:{run.year}:") + sa.cast(Grant.account_id, sa.Text)).label("key"),
        Grant.amount_cents,
        (terms.text + sa.func.coalesce(sa.cast(Grant.expires_on, sa.Text), "")).label("terms"),
        sa.literal("right").label("source"),
        sa.cast(sa.null(), sa.Uuid).label("funder_id"),
        sa.literal(FUNDER).label("funder_name"),
        purposes.label("purposes"),
        Grant.expires_on,
    ).where(*where)
