"""How a year will end, and when to warn."""

import uuid
from datetime import date

import pytest

from leerloket.accounts.books.forecast import rules

TODAY = date(2026, 11, 24)


def test_the_pace_of_the_last_months_goes_on_until_the_end_of_the_year() -> None:
    assert rules.pace_since(TODAY) == date(2026, 8, 27)
    assert rules.expected_cents(9_000_00, date(2026, 8, 27), TODAY, 2026) == 3_700_00
    assert rules.expected_cents(0, None, TODAY, 2026) == 0
    assert rules.expected_cents(1_000, TODAY, date(2026, 12, 31), 2026) == 0


def test_a_pace_of_a_few_days_is_measured_over_those() -> None:
    assert rules.expected_cents(1_000, date(2026, 11, 20), TODAY, 2026) == 1_000 * 37 // 5


@pytest.mark.parametrize(
    ("committed", "threshold"),
    [(0, None), (6_999, None), (7_000, 70), (8_499, 70), (8_500, 85), (9_500, 95), (12_000, 95)],
)
def test_the_highest_threshold_that_is_reached_counts(committed: int, threshold: int | None) -> None:
    assert rules.reached(committed, 10_000) == threshold


def test_the_day_on_which_a_budget_is_used_up() -> None:
    assert rules.full_on(9_000, 10_000, 3_700, TODAY, 2026) == date(2026, 12, 4)
    assert rules.full_on(9_000, 10_000, 900, TODAY, 2026) is None
    assert rules.full_on(10_000, 10_000, 0, TODAY, 2026) == TODAY


def test_budgets_are_for_years_that_are_not_over_and_by_two_people() -> None:
    rules.check_year(2026, TODAY)
    with pytest.raises(rules.YearIsOver):
        rules.check_year(2025, TODAY)
    one, other = (uuid.UUID(int=number) for number in (1, 2))
    rules.check_approver(one, other)
    with pytest.raises(rules.OwnBudget):
        rules.check_approver(one, one)
