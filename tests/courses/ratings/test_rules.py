"""Who may rate, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from leerloket.courses.ratings import rules

CONFIRMED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_who_was_there_may_rate_for_three_months() -> None:
    visit = rules.Visit("paid", 80, CONFIRMED)
    assert rules.may_rate(visit, CONFIRMED)
    assert rules.may_rate(visit, CONFIRMED + timedelta(days=91))
    with pytest.raises(rules.RatedTooLate):
        rules.check_may_rate(visit, CONFIRMED + timedelta(days=92))


@pytest.mark.parametrize(
    "visit",
    [
        rules.Visit("confirmed", 0, None),
        rules.Visit("attended", 100, None),
        rules.Visit("no_show", 0, CONFIRMED),
        rules.Visit("paid", 0, CONFIRMED),
        rules.Visit("cancelled", 0, None),
    ],
)
def test_who_was_not_there_or_whose_attendance_is_open_may_not(visit: rules.Visit) -> None:
    with pytest.raises(rules.NotAttended):
        rules.check_may_rate(visit, CONFIRMED)
