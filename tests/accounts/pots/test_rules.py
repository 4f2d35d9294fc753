"""Notices, grace and returns as rules: plain values, no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket import clock
from leerloket.accounts.pots import rules

TODAY = date(2026, 11, 24)
days = st.dates(date(2025, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("expires_on", "months"),
    [
        (date(2026, 11, 23), None),
        (date(2026, 11, 24), 1),
        (date(2026, 12, 24), 1),
        (date(2026, 12, 25), 3),
        (date(2027, 5, 24), 6),
        (date(2027, 11, 24), 12),
        (date(2027, 11, 25), None),
    ],
)
def test_a_notice_is_due_by_how_far_away_the_end_is(expires_on: date, months: int | None) -> None:
    assert rules.notice_due(expires_on, TODAY) == months


@given(days, days)
def test_notices_come_later_and_later_and_never_go_back(expires_on: date, first: date) -> None:
    """Day by day towards the end each notice is due in turn: 12, 6, 3, 1."""
    seen = [rules.notice_due(expires_on, first + timedelta(days=n)) for n in range(0, 400, 3)]
    due = [months for months in seen if months is not None]
    assert due == sorted(due, reverse=True)
    assert set(due) <= set(rules.NOTICE_MONTHS)


@given(days)
def test_nobody_goes_without_any_notice_in_the_last_month(expires_on: date) -> None:
    assert rules.notice_due(expires_on, expires_on) == 1
    assert rules.notice_due(expires_on, expires_on - timedelta(days=27)) == 1


def test_an_outage_lasts_an_hour_at_least() -> None:
    at = datetime(2026, 12, 30, 20, tzinfo=UTC)
    assert rules.is_outage(at, at + timedelta(hours=1))
    assert not rules.is_outage(at, at + timedelta(minutes=59))


def test_money_never_ends_within_two_weeks_of_an_outage() -> None:
    """Down in the last hours of the year: who wanted to book on the last day has until 15 January."""
    began_at = datetime(2026, 12, 31, 18, tzinfo=UTC)
    grace = rules.grace(began_at, began_at + timedelta(hours=8))
    assert grace == rules.Grace(date(2026, 12, 31), date(2027, 1, 15))


@given(st.integers(0, 4 * 365 * 24), st.integers(1, 24 * 30))
def test_the_day_an_outage_began_is_the_first_that_moves(started: int, hours: int) -> None:
    began_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=started)
    ended_at = began_at + timedelta(hours=hours)
    grace = rules.grace(began_at, ended_at)
    assert grace.first_on == clock.business_date(began_at)
    assert grace.until_on - clock.business_date(ended_at) == timedelta(days=rules.GOOD_DAYS)
    assert grace.until_on > grace.first_on


def test_a_group_gets_its_money_at_once_and_one_person_waits_for_the_quarter() -> None:
    ended_on = date(2026, 11, 23)
    assert rules.may_return(5, ended_on, TODAY)
    assert not rules.may_return(4, ended_on, date(2026, 12, 31))
    assert rules.may_return(1, ended_on, date(2027, 1, 1))


@given(days)
def test_a_quarter_is_at_most_92_days_away(day: date) -> None:
    following = rules.next_quarter(day)
    assert (following.month, following.day) in {(1, 1), (4, 1), (7, 1), (10, 1)}
    assert timedelta(0) < following - day <= timedelta(days=92)
