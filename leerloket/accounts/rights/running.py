"""Credit the approved runs in batches. Set-based, once per person, scheme and year; goes on where it was stopped."""

import time
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import judging, rules
from leerloket.accounts.rights.models import Grant, RuleSet, Run
from leerloket.people import service as people

BATCH = 10_000
"""Persons looked at in one transaction: short enough for bookings not to notice."""

FUNDER = "Overheid"


def work() -> int:
    """Carry every approved run to its end, one transaction per batch; answers how many people were credited.

    For the worker: called again after a crash or a pause it goes on after the last batch that was committed.
    """
    credited = 0
    for run_id in db.run(_list_busy):
        while (batch := db.run(run_batch, run_id)) is not None:
            credited += batch
    return credited


def _list_busy() -> list[uuid.UUID]:
    return list(db.session.scalars(sa.select(Run.run_id).where(Run.state.in_(["approved", "running"]))))


def run_batch(run_id: uuid.UUID, size: int = BATCH) -> int | None:
    """Credit the next people in this transaction; answers how many.

    None when the run is over, paused or held by another. The grants come first, so that their key decides who is
    credited; then the ledger follows them.
    """
    began = time.monotonic()
    run = db.session.scalar(sa.select(Run).where(Run.run_id == run_id).with_for_update(skip_locked=True))
    if run is None or run.state not in {"approved", "running"}:
        return None
    seen, until = _next_page(run.seen_until, size)
    if until is None:
        run.state, run.ended_at = "done", clock.now()
        return None
    run.batch += 1
    rule_set = db.session.get_one(RuleSet, run.rule_set_id)
    page = _between(people.Person.person_id, run.seen_until, until)
    db.session.execute(_insert_grants(run, rules.of_day(rules.read(rule_set.data), run.on_date), page))
    mine = [*_between(Grant.account_id, run.seen_until, until), Grant.run_id == run_id, Grant.batch == run.batch]
    credited = _credit(run, mine)
    run.state, run.seen_until = "running", until
    run.seen_count += seen
    run.worked_ms += int((time.monotonic() - began) * 1000)
    db.session.flush()
    return credited


def _between(column: Any, after: uuid.UUID | None, until: uuid.UUID) -> list[sa.ColumnElement[bool]]:
    return [column <= until] + ([column > after] if after else [])


def _next_page(after: uuid.UUID | None, size: int) -> tuple[int, uuid.UUID | None]:
    page = sa.select(people.Person.person_id).order_by(people.Person.person_id).limit(size)
    if after is not None:
        page = page.where(people.Person.person_id > after)
    ids = page.subquery()
    last = sa.select(ids.c.person_id).order_by(ids.c.person_id.desc()).limit(1).scalar_subquery()
    number, until = db.session.execute(sa.select(sa.func.count(), last).select_from(ids)).one()
    return number, until


def _insert_grants(run: Run, day: rules.Day, page: list[sa.ColumnElement[bool]]) -> sa.Insert:
    judged = judging.judge(run.scheme, day, *page).subquery("judged")
    due = sa.select(
        judged.c.person_id,
        sa.literal(run.scheme),
        sa.literal(run.year),
        _transfer_id(run, judged.c.person_id),
        judged.c.amount_cents,
        judged.c.rule,
        judged.c.expires_on,
        sa.literal(run.run_id),
        sa.literal(run.batch),
    ).where(judged.c.reason.is_(None))
    columns = ["account_id", "scheme", "year", "transfer_id", "amount_cents", "rule", "expires_on", "run_id", "batch"]
    return sa.insert(Grant).from_select(columns, due)


def _transfer_id(run: Run, person_id: sa.ColumnElement[uuid.UUID]) -> sa.ColumnElement[uuid.UUID]:
    """An id that follows from person, scheme and year: drawing a random one costs as much as writing the row."""
    name = sa.func.convert_to(f"{run.scheme}:{run.year}:", "UTF8").concat(sa.func.uuid_send(person_id))
    return sa.cast(sa.func.encode(sa.func.substr(sa.func.sha256(name), 1, 16), "hex"), sa.Uuid)


def _credit(run: Run, mine: list[sa.ColumnElement[bool]]) -> int:
    """Let the ledger follow the grants of this batch; answers how many people."""
    ledger.credit_many(
        _ledger_rows(run, mine),
        kind="grant",
        from_id=ledger.GOVERNMENT,
        actor_id=run.created_by,
        approved_by=run.approved_by,
        rule=None,
        rule_version=run.rule_version,
    )
    credited = 0
    by_rule = dict(run.by_rule)
    for rule, number, cents in db.session.execute(
        sa.select(Grant.rule, sa.func.count(), sa.func.sum(Grant.amount_cents)).where(*mine).group_by(Grant.rule)
    ):
        before = by_rule.get(rule, {"people": 0, "cents": 0})
        by_rule[rule] = {"people": before["people"] + number, "cents": before["cents"] + int(cents)}
        credited += number
        run.done_cents += int(cents)
    run.by_rule, run.done_count = by_rule, run.done_count + credited
    return credited


def _ledger_rows(run: Run, mine: list[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    terms = ledger.Terms("right", None, FUNDER)
    return sa.select(
        Grant.account_id,
        Grant.transfer_id,
        (sa.literal(f"grant:{run.scheme}:{run.year}:") + sa.cast(Grant.account_id, sa.Text)).label("key"),
        Grant.amount_cents,
        (terms.text + sa.func.coalesce(sa.cast(Grant.expires_on, sa.Text), "")).label("terms"),
        sa.literal("right").label("source"),
        sa.cast(sa.null(), sa.Uuid).label("funder_id"),
        sa.literal(FUNDER).label("funder_name"),
        sa.cast(postgresql.array(terms.purposes), postgresql.ARRAY(sa.Text)).label("purposes"),
        Grant.expires_on,
        Grant.rule,
    ).where(*mine)
