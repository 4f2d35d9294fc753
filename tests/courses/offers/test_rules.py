"""What an offer changes, by when a person answers, and what a no means: over holidays, summer time and leap day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from leerloket import clock
from leerloket.courses.offers import rules

FAR = datetime(2030, 1, 1, tzinfo=UTC)
BOOKED = rules.Facts(datetime(2027, 1, 12, 8, tzinfo=UTC), datetime(2027, 1, 12, 15, tzinfo=UTC), "Best", None, 600)


@pytest.mark.parametrize(
    ("made_at", "last_day"),
    [
        (datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 12, 23, 9, tzinfo=UTC), date(2026, 12, 30)),
        (datetime(2027, 3, 25, 9, tzinfo=UTC), date(2027, 4, 2)),
        (datetime(2028, 2, 24, 9, tzinfo=UTC), date(2028, 3, 1)),
    ],
    ids=["plain", "christmas", "good friday, easter monday and summer time", "leap day"],
)
def test_a_person_has_four_working_days(made_at: datetime, last_day: date) -> None:
    assert rules.answer_by(made_at, FAR) == clock.end_of_day(last_day)


def test_the_time_to_answer_ends_at_the_start_at_the_latest() -> None:
    made_at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert rules.answer_by(made_at, made_at + timedelta(hours=3)) == made_at + timedelta(hours=3)


def test_a_no_ends_the_booking_only_when_what_was_booked_is_no_longer_there() -> None:
    later = replace(BOOKED, starts_at=BOOKED.starts_at + timedelta(days=7))
    assert rules.ends_booking("changed", BOOKED, later)
    assert rules.ends_booking("changed", BOOKED, replace(BOOKED, place="Helmond"))
    assert not rules.ends_booking("changed", BOOKED, replace(BOOKED, price_cents=700))
    assert not rules.ends_booking("date", BOOKED, later)


def test_an_answer_in_time_is_taken_and_a_late_one_refused() -> None:
    until = clock.start_of_day(date(2026, 12, 1))
    rules.check_in_time(until, until - timedelta(seconds=1))
    with pytest.raises(rules.OfferOver):
        rules.check_in_time(until, until)
