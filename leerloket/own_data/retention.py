"""How long things are kept, as data (`retention.csv`), and the night that removes what is over its time.

Each rule names its tables, from which instant it counts, how long, and the law it follows. What the ledger keeps is
not here: its lines stay, under a number that erasure has cut loose from the person.
"""

import csv
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import Any, cast

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.dialects import postgresql

from leerloket import clock, db
from leerloket.own_data import register
from leerloket.own_data.models import RetentionRun
from leerloket.people import service as people
from leerloket.people.webhooks import service as webhooks

AT_ONCE = 2_000
"""Rows in one transaction: few enough that nobody waits for them."""

LAST_CONTACT = """
SELECT account_id FROM (
    SELECT account_id, changed_at AS at FROM consultations
    UNION ALL SELECT account_id, changed_at FROM plans
    UNION ALL SELECT account_id, starts_at FROM appointments
) AS contact GROUP BY account_id HAVING max(at) < :limit ORDER BY account_id LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how (`delete`, `empty`, `function`, or a verb of its own), since which SQL expression, how long."""

    name: str
    tables: tuple[str, ...]
    how: str
    what: tuple[str, ...]
    since: str
    keep: str
    only: str
    law: str
    nl: str
    en: str

    def limit(self, now: datetime) -> datetime:
        """What began to count before this instant is over its time."""
        number, unit = re.fullmatch(r"(\d+) (months|days)", self.keep).groups()  # type: ignore[union-attr]
        return now - (timedelta(days=int(number)) if unit == "days" else relativedelta(months=int(number)))

    @property
    def table(self) -> sa.Table:
        """The one table of a rule that needs no verb of its own."""
        return db.Base.metadata.tables[self.tables[0]]


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which a night works: who looked goes before the consent that allowed it."""
    text = resources.files("leerloket.own_data").joinpath("retention.csv").read_text(encoding="utf-8")
    return tuple(_rule(row) for row in csv.DictReader(text.splitlines(), delimiter=";"))


def _rule(row: dict[str, str]) -> Rule:
    how, _, what = row["how"].partition(":")
    tables, columns = tuple(row["tables"].split("+")), tuple(filter(None, what.split("+")))
    texts = {name: row[name] for name in ("since", "keep", "only", "law", "nl", "en")}
    return Rule(name=row["rule"], tables=tables, how=how, what=columns, **texts)


def work() -> dict[str, int]:
    """Remove what is over its time, rule by rule, and note how much; answers the rows by rule."""
    return {rule.name: _work(rule) for rule in rules()}


def _work(rule: Rule) -> int:
    removed = 0
    while True:
        step = db.run(_step, rule)
        removed += step
        if step == 0 or rule.how in VERBS or rule.how == "function":
            return removed


def _step(rule: Rule) -> int:
    limit = rule.limit(clock.now())
    if rule.how == "function":
        removed = int(db.session.scalar(sa.select(getattr(sa.func, rule.what[0])(limit))) or 0)
    elif rule.how == "advice":
        removed = _forget_advice(rule, limit)
    elif rule.how in VERBS:
        removed = VERBS[rule.how]()
    else:
        removed = _remove(rule, limit)
    _note(rule, removed)
    return removed


VERBS: dict[str, Callable[[], int]] = {"sign-ins": people.forget_old_attempts, "webhooks": webhooks.forget_old}
"""What a room removes by a verb of its own."""


def _remove(rule: Rule, limit: datetime) -> int:
    table, old = rule.table, rule.table.alias("old")
    is_over = sa.text(f"{rule.since} < :limit" + (f" AND {rule.only}" if rule.only else "")).bindparams(limit=limit)
    rows: sa.Select[Any] = sa.select(sa.literal_column("old.ctid")).select_from(old).where(is_over).limit(AT_ONCE)
    some = sa.literal_column(f"{table.name}.ctid").in_(rows.with_for_update(skip_locked=True))
    statement: sa.Delete | sa.Update = sa.delete(table).where(some)
    if rule.how == "empty":
        statement = sa.update(table).where(some).values(register.empty_values(table, rule.what))
    return _count(statement)


def _forget_advice(rule: Rule, limit: datetime) -> int:
    accounts = list(db.session.scalars(sa.text(LAST_CONTACT), {"limit": limit}))
    tables = [db.Base.metadata.tables[name] for name in rule.tables]
    return sum(_count(sa.delete(table).where(table.c.account_id.in_(accounts))) for table in tables if accounts)


def _count(statement: sa.Delete | sa.Update) -> int:
    return cast("sa.CursorResult[Any]", db.session.execute(statement)).rowcount


def _note(rule: Rule, removed: int) -> None:
    noted = postgresql.insert(RetentionRun).values(rule=rule.name, day=clock.business_date(), removed=removed)
    more = RetentionRun.removed + noted.excluded.removed
    db.session.execute(noted.on_conflict_do_update(index_elements=["rule", "day"], set_={"removed": more}))


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule with what it did: rows removed in the last night that worked, and in all nights."""

    rule: Rule
    last: int
    total: int


def list_rules() -> list[Kept]:
    """Every rule with its counts, for the administrator."""
    last_day = sa.select(sa.func.max(RetentionRun.day)).scalar_subquery()
    counted = sa.select(
        RetentionRun.rule,
        sa.func.coalesce(sa.func.sum(RetentionRun.removed).filter(RetentionRun.day == last_day), 0),
        sa.func.sum(RetentionRun.removed),
    ).group_by(RetentionRun.rule)
    counts = {rule: (int(last), int(total)) for rule, last, total in db.session.execute(counted)}
    return [Kept(rule, *counts.get(rule.name, (0, 0))) for rule in rules()]


def last_day() -> Any:
    """The business day of the last night that worked; None before the first."""
    return db.session.scalar(sa.select(sa.func.max(RetentionRun.day)))
