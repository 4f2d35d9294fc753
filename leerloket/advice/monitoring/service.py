"""Counting how far the scheme reaches: each figure is one set-based question to the room that knows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from leerloket import clock
from leerloket.accounts.ledger import unused
from leerloket.advice.desks import service as desks
from leerloket.advice.desks import waiting_times
from leerloket.advice.monitoring import rules
from leerloket.advice.monitoring.rules import Row
from leerloket.advice.plans import counting as plans
from leerloket.courses.bookings import learned
from leerloket.people import counting
from leerloket.people.employers import sectors
from leerloket.people.regions import service as regions

__all__ = ["Row"]

PARTICIPATION = ("level", "age", "region", "sector")
NAMES = (*PARTICIPATION, "first-booking", "plans", "money", "desks")
"""Every table, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """All figures of one year up to and including a day. `everybody` are all people and those who learned."""

    since: date
    until: date
    target_pct: int
    everybody: Row
    tables: dict[str, list[Row]]


def get_monitor() -> Monitor:
    """Everything that is counted over the last year; small groups are hidden."""
    until = clock.business_date()
    since = rules.year_before(until)
    by_region = _participation("region", since, until)
    return Monitor(
        since=since,
        until=until,
        target_pct=rules.TARGET_PCT,
        everybody=rules.in_total(by_region),
        tables={name: rules.hide_small(by_region) if name == "region" else get_table(name) for name in NAMES},
    )


def get_table(name: str) -> list[Row]:
    """One of the tables, named as in NAMES; small groups are hidden."""
    until = clock.business_date()
    since = rules.year_before(until)
    if name in PARTICIPATION:
        return rules.hide_small(_participation(name, since, until))
    if name == "plans":
        return rules.hide_steps(_plans(since, until))
    if name == "first-booking":
        return rules.hide_small(_first_booking(until))
    return rules.hide_small(_money(until) if name == "money" else _desks(since, until))


def _participation(name: str, since: date, until: date) -> list[Row]:
    """People, and who of them followed a course that ended in this time."""
    did = learned.select_learners(clock.start_of_day(since), clock.end_of_day(until))
    if name == "level":
        return rules.in_order(counting.count_by_level(did), [str(level) for level in range(9)])
    if name == "age":
        ages = [counting.age_group(index) for index in range(len(counting.AGES) + 1)]
        return rules.in_order(counting.count_by_age(did, until), ages)
    if name == "region":
        return rules.in_order(counting.count_by_region(did), [region.code for region in regions.list_regions(until)])
    by_sector = sectors.count_by_sector(did, until)
    return rules.in_order(by_sector, sorted(by_sector))


def _plans(since: date, until: date) -> list[Row]:
    reached = plans.count_reached(since, until)
    return [Row(step, (getattr(reached, step),)) for step in rules.STEPS]


def _first_booking(until: date) -> list[Row]:
    waited = dict(learned.count_first_bookings(unused.select_first_rights(), rules.WAITS, until))
    keys = [*enumerate(rules.WAIT_KEYS), (-1, rules.NOT_YET)]
    return [Row(key, (waited.get(number, 0),)) for number, key in keys]


def _money(until: date) -> list[Row]:
    """Free money by when it ends. Who has money of several sorts ending then counts once per sort."""
    spans = [relativedelta(months=months) for months in (1, 3, 6, 12)]
    people: dict[str, int] = defaultdict(int)
    cents: dict[str, int] = defaultdict(int)
    for found in unused.count_unused(tuple(until + span for span in spans)):
        key = rules.NEVER if found.span is None else rules.END_KEYS[found.span]
        people[key] += found.people
        cents[key] += found.cents
    return [Row(key, (people[key],), cents[key]) for key in (*rules.END_KEYS, rules.NEVER) if people[key]]


def _desks(since: date, until: date) -> list[Row]:
    found = waiting_times.count_talks(since, until)
    talks = [(desk.slug, found[desk.desk_id]) for desk in desks.list_desks() if desk.desk_id in found]
    return [Row(slug, (its.talks,), days=its.days, missed=rules.shown_number(its.no_shows)) for slug, its in talks]
