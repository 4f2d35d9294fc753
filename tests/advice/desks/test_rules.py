"""When an adviser can see somebody."""

from datetime import UTC, datetime, timedelta

import pytest

from leerloket.advice.desks import rules

NINE = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_time_that_is_over_is_refused() -> None:
    with pytest.raises(rules.InThePast):
        rules.check_time(NINE, NINE)
    rules.check_time(NINE, NINE - MINUTE)


@pytest.mark.parametrize("day", [28, 29])
def test_the_desk_is_closed_in_the_weekend(day: int) -> None:
    with pytest.raises(rules.NotAWorkingDay):
        rules.check_time(NINE.replace(day=day), NINE - timedelta(days=1))


@pytest.mark.parametrize(("minutes_away", "free"), [(45, True), (44, False), (0, False), (-44, False), (-45, True)])
def test_two_talks_do_not_overlap(minutes_away: int, free: bool) -> None:
    starts_at = NINE + minutes_away * MINUTE
    if free:
        rules.check_free(starts_at, 45, [(NINE, 45)])
    else:
        with pytest.raises(rules.AgendaFull):
            rules.check_free(starts_at, 45, [(NINE, 45)])


def test_a_desk_exists_from_its_first_day_until_before_its_last() -> None:
    first, last = NINE.date(), NINE.date() + timedelta(days=2)
    assert rules.is_open_on(first, None, first)
    assert not rules.is_open_on(first, last, last)
    assert not rules.is_open_on(first, last, first - timedelta(days=1))
