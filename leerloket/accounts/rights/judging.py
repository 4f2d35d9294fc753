"""`rules.decide` in SQL, for everybody at once: the reason to get nothing, or the amount, the rule and the end date.

A test compares the two over every kind of person.
"""

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import rules
from leerloket.accounts.rights.models import Grant
from leerloket.people import service as people


def judge(scheme: str, day: rules.Day, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Per person: person_id, reason (None for who gets something), amount_cents, rule, expires_on.

    Each fact is looked up by the person's key and not joined: a join would read all grants and pots for every batch.
    """
    its, person = day.rules, people.Person
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
                - sa.cast(ledger.select_total(person.person_id, "right"), sa.BigInteger)
            ).label("room_cents"),
            credited_this_year(scheme, day.on.year).label("credited_this_year"),
        )
        .where(*where)
        .order_by(person.person_id)
        .offset(0)  # keeps the planner from working each fact out again wherever it is used
        .subquery("facts")
    )
    gets_start = sa.and_(facts.c.credited_this_year.is_(None), sa.literal(its.start_cents > 0))
    right = sa.case((gets_start, its.start_cents), else_=facts.c.yearly_cents)
    rule = sa.case((gets_start, rules.STARTING), else_=facts.c.yearly_rule)
    reason = sa.case(
        (facts.c.erased_at.is_not(None), "erased"),
        (facts.c.birth_on.is_(None), "no-birth-date"),
        (facts.c.birth_on > day.born_latest, "too-young"),
        (facts.c.birth_on <= day.born_after, "pension-age"),
        (facts.c.credited_this_year, "already-credited"),
        (right == 0, "only-once"),
        (facts.c.room_cents <= 0, "at-the-cap"),
    ).label("reason")
    return sa.select(
        facts.c.person_id,
        reason,
        sa.case((reason.element.is_(None), sa.func.least(right, facts.c.room_cents))).label("amount_cents"),
        sa.case((facts.c.room_cents < right, rule + rules.UP_TO_THE_CAP), else_=rule).label("rule"),
        _end_date(its, day.on, facts.c.birth_on).label("expires_on"),
    )


class Facts(NamedTuple):
    """What the rules look at in one living person. `credited` is None for who never had the right."""

    birth_on: date
    nlqf_level: int | None
    region_code: str | None
    credited: bool | None
    right_cents: int


def list_facts(scheme: str, year: int, limit: int) -> tuple[int, list[Facts]]:
    """How many people the rules can look at, and the facts of at most `limit` of them.

    Ids of people are random, so the first of them are a fair sample.
    """
    person = people.Person
    known = [person.erased_at.is_(None), person.birth_on.is_not(None)]
    number = db.session.scalar(sa.select(sa.func.count()).where(*known).select_from(person)) or 0
    rows = db.session.execute(
        sa.select(
            person.birth_on,
            person.nlqf_level,
            person.region_code,
            credited_this_year(scheme, year),
            sa.cast(ledger.select_total(person.person_id, "right"), sa.BigInteger),
        )
        .where(*known)
        .order_by(person.person_id)
        .limit(limit)
    )
    return number, [Facts._make(row) for row in rows]


def credited_this_year(scheme: str, year: int) -> sa.ScalarSelect[bool | None]:
    """Whether a person had this right in this year; NULL for who never had it."""
    mine = sa.select(sa.func.bool_or(Grant.year == year)).where(
        Grant.account_id == people.Person.person_id, Grant.scheme == scheme
    )
    return mine.correlate(people.Person).scalar_subquery()


def _end_date(its: rules.Rules, on: date, birth_on: sa.ColumnElement[date]) -> sa.ColumnElement[date | None]:
    if its.expires_after_years is None:
        return sa.cast(sa.null(), sa.Date)
    month = sa.cast(sa.extract("month", birth_on), sa.Integer)
    first = sa.func.make_date(on.year + its.expires_after_years, month, 1)
    return sa.cast(first + sa.text("interval '1 month' - interval '1 day'"), sa.Date)
