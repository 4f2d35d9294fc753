"""The plain facts of every provider, by a few set-based queries; the memory of one provider at a time."""

import itertools
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.rights import service as rights
from leerloket.courses.bookings import sold
from leerloket.courses.providers import service as providers
from leerloket.courses.signals import rules
from leerloket.courses.signals.models import Evidence

AT_ONCE = 2_000
"""How many bookings are fetched at a time."""
LARGE = 0.95
"""Who sells more than this share of providers is large."""

RISES = """
WITH changed AS (
    SELECT p.price_id, p.edition_id, p.cents, e.provider_id, e.module_id, lower(p.valid) AS at
    FROM edition_prices p JOIN editions e USING (edition_id)
    WHERE lower(p.valid) > %(since)s
      AND NOT EXISTS (SELECT FROM signal_evidence s WHERE s.kind = 'price-rise' AND s.key = p.price_id::text)
)
SELECT c.provider_id, c.price_id, c.edition_id, c.cents, max(q.cents)
FROM changed c
JOIN editions f ON f.module_id = c.module_id
JOIN edition_prices q ON q.edition_id = f.edition_id
WHERE lower(q.valid) BETWEEN c.at - interval '1 year' AND c.at - interval '1 day'
GROUP BY c.provider_id, c.price_id, c.edition_id, c.cents
HAVING c.cents > max(q.cents)
"""
"""Every price that is higher than all prices of the module in the year before, not counting its last day."""


def read_around(now: datetime) -> rules.Around:
    """What the rules know of everybody."""
    deal = _deals(now).subquery()
    each = sa.select(sa.func.sum(deal.c.price_cents).label("cents")).group_by(deal.c.provider_id).subquery()
    large = db.session.scalar(sa.select(sa.func.percentile_cont(LARGE).within_group(each.c.cents)))
    spent = (
        sa.select(deal.c.employer_id, sa.func.sum(deal.c.employer_cents))
        .where(deal.c.employer_id.is_not(None))
        .group_by(deal.c.employer_id)
    )
    return rules.Around(
        now=now,
        right_cents=_amounts_of_right(now),
        large_cents=int(large or 0),
        spent_cents={employer_id: int(cents) for employer_id, cents in db.session.execute(spent)},
    )


def _amounts_of_right(now: datetime) -> frozenset[int]:
    try:
        version = rights.get_rule_set(rights.DEFAULT, clock.business_date(now))
    except rights.UnknownRuleSet:
        return frozenset()
    its = rights.read_rules(version.data)
    return frozenset({its.start_cents, its.yearly_cents, its.low_yearly_cents} - {0})


def list_facts(now: datetime) -> Iterator[rules.Facts]:
    """The facts of every admitted provider, by id."""
    rises = _list_rises(now)
    each = _each_sold(now)
    waiting = next(each, None)
    for provider_id, admitted_at, shared_with in _list_admitted():
        while waiting is not None and waiting[0] < provider_id:
            waiting = next(each, None)
        deals = waiting[1] if waiting is not None and waiting[0] == provider_id else []
        yield rules.Facts(provider_id, admitted_at, shared_with, rises.get(provider_id, []), deals)


def _list_admitted() -> list[tuple[uuid.UUID, datetime, list[uuid.UUID]]]:
    """Providers with who else is paid on their account, without what was judged before."""
    table = providers.Provider
    same = sa.func.array_agg(table.provider_id).over(partition_by=table.iban)
    shared = sa.case((table.iban.is_not(None), same), else_=sa.literal([], sa.ARRAY(sa.Uuid)))
    query = sa.select(table.provider_id, table.approved_at, shared).where(table.approved_at.is_not(None))
    judged = set(db.session.scalars(sa.select(Evidence.key).where(Evidence.kind == "shared-account")))
    return sorted(
        (
            provider_id,
            admitted_at,
            [o for o in sorted(others) if o != provider_id and rules.pair_key(provider_id, o) not in judged],
        )
        for provider_id, admitted_at, others in db.session.execute(query)
    )


def _list_rises(now: datetime) -> dict[uuid.UUID, list[rules.PriceRise]]:
    found: dict[uuid.UUID, list[rules.PriceRise]] = {}
    for provider_id, *rise in db.cursor().execute(RISES, {"since": now - rules.WINDOW}).fetchall():
        found.setdefault(provider_id, []).append(rules.PriceRise(*rise))
    return found


def _each_sold(now: datetime) -> Iterator[tuple[uuid.UUID, list[rules.Deal]]]:
    query = _deals(now).order_by("provider_id", "created_at", "booking_id")
    rows = db.session.execute(query.execution_options(yield_per=AT_ONCE))
    for provider_id, group in itertools.groupby(rows, key=lambda row: cast("uuid.UUID", row.provider_id)):
        yield provider_id, [_deal(row) for row in group]


def _deal(row: Any) -> rules.Deal:
    return rules.Deal(
        booking_id=row.booking_id,
        edition_id=row.edition_id,
        price_cents=row.price_cents,
        created_at=row.created_at,
        declared_at=row.declared_at,
        given_back_at=row.given_back_at,
        employer_id=row.employer_id,
        employer_cents=int(row.employer_cents or 0),
        judged=frozenset(row.judged or ()),
    )


def _deals(now: datetime) -> sa.Select[Any]:
    """What was sold, or declared as attended, in the window; with the kinds of signal it was evidence of."""
    deal = sold.select_sold(now - rules.WINDOW).subquery("deal")
    judged = (
        sa.select(sa.func.array_agg(Evidence.kind))
        .where(Evidence.object_id == deal.c.booking_id, Evidence.object_type == "booking")
        .scalar_subquery()
    )
    return sa.select(deal, judged.label("judged"))
