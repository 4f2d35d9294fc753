"""Who gets what by a standing rule, and when."""

import uuid
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket.accounts.agreements import rules
from leerloket.accounts.agreements.rules import Terms

FIRST = date(2026, 1, 1)
TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Somebody:
    fte_pct: int = 100
    starts_on: date = date(2020, 1, 1)
    person_id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Said:
    starts_on: date


def test_who_works_enough_gets_money() -> None:
    half = Terms(50_000, least_fte_pct=50)
    assert rules.qualifies(half, Somebody(fte_pct=50), FIRST, TODAY)
    assert not rules.qualifies(half, Somebody(fte_pct=49), FIRST, TODAY)


def test_who_served_long_enough_gets_money_on_that_day() -> None:
    year = Terms(50_000, least_months=12)
    assert rules.qualifies(year, Somebody(starts_on=date(2025, 11, 24)), FIRST, TODAY)
    assert not rules.qualifies(year, Somebody(starts_on=date(2025, 11, 25)), FIRST, TODAY)
    assert rules.qualifies(Terms(1, least_months=1), Somebody(starts_on=date(2026, 1, 31)), FIRST, date(2026, 2, 28))


def test_money_for_newcomers_passes_over_who_worked_here_before_the_rule() -> None:
    welcome = Terms(50_000, every="start")
    assert rules.qualifies(welcome, Somebody(starts_on=FIRST), FIRST, TODAY)
    assert not rules.qualifies(welcome, Somebody(starts_on=date(2025, 12, 31)), FIRST, TODAY)


def test_somebody_gets_money_once_per_period() -> None:
    somebody = Somebody()
    assert rules.find_due(Terms(50_000), [somebody], FIRST, TODAY) == [(somebody, 50_000)]
    assert rules.find_due(Terms(50_000), [somebody], FIRST, TODAY, got_already={somebody.person_id}) == []
    assert (rules.period("year", TODAY), rules.period("start", TODAY)) == ("2026", "start")


@given(st.integers(1, 10_000), st.integers(1, 50_000), st.integers(0, 60_000))
def test_nobody_gets_more_in_all_than_the_limit(amount: int, extra: int, before: int) -> None:
    terms = Terms(amount, most_cents=amount + extra)
    now = rules.amount_for(terms, before)
    assert 0 <= now <= amount
    assert now == 0 or before + now <= amount + extra


def test_at_the_limit_nobody_is_due() -> None:
    somebody = Somebody()
    terms = Terms(50_000, most_cents=120_000)
    assert rules.find_due(terms, [somebody], FIRST, TODAY, given_cents={somebody.person_id: 100_000}) == [
        (somebody, 20_000)
    ]
    assert rules.find_due(terms, [somebody], FIRST, TODAY, given_cents={somebody.person_id: 120_000}) == []
    with pytest.raises(rules.LimitTooLow):
        rules.check_terms(Terms(50_000, most_cents=49_999))


def test_the_version_that_began_last_counts() -> None:
    versions = [Said(date(2026, 1, 1)), Said(date(2027, 1, 1))]
    assert rules.in_force(versions, TODAY) is versions[0]
    assert rules.to_come(versions, TODAY) is versions[1]
    assert rules.in_force(versions, date(2027, 1, 1)) is versions[1]
    assert rules.in_force(versions, date(2025, 12, 31)) is None


def test_a_rule_never_reaches_back_and_a_change_comes_later() -> None:
    rules.check_start(TODAY, TODAY)
    rules.check_start(date(2027, 1, 2), TODAY, date(2027, 1, 1))
    with pytest.raises(rules.StartsTooEarly):
        rules.check_start(date(2026, 11, 23), TODAY)
    with pytest.raises(rules.StartsTooEarly) as refused:
        rules.check_start(date(2027, 1, 1), TODAY, date(2027, 1, 1))
    assert refused.value.sentence("nl") == "Kies een dag vanaf 2 januari 2027."
    with pytest.raises(rules.StartsTooLate):
        rules.check_start(date(2028, 11, 25), TODAY)


def test_money_ends_months_after_it_was_given() -> None:
    assert rules.ends_on(Terms(1, lasts_months=24), TODAY) == date(2028, 11, 24)
    assert rules.ends_on(Terms(1, lasts_months=1), date(2027, 1, 31)) == date(2027, 2, 28)
    assert rules.ends_on(Terms(1), TODAY) is None
