"""The clocks of a booking over holidays, summer time and leap day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leerloket import clock
from leerloket.courses.bookings import clocks

TERMS = clocks.TERMS[-1]
FAR = datetime(2030, 1, 1, 8, tzinfo=UTC)


def made(at: datetime, starts_at: datetime = FAR, *, knowledge_checked: bool = False) -> clocks.Deadlines:
    return clocks.of_booking(TERMS, at, starts_at, starts_at + timedelta(hours=7), knowledge_checked=knowledge_checked)


def nine(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked_at", "last_day"),
    [
        (nine(2027, 4, 26), date(2027, 4, 29)),
        (nine(2027, 3, 25), date(2027, 3, 31)),
        (nine(2028, 2, 28), date(2028, 3, 1)),
        (nine(2026, 12, 31), date(2027, 1, 5)),
    ],
    ids=["king's day", "good friday to easter monday", "leap day", "new year"],
)
def test_a_provider_answers_by_the_end_of_the_second_working_day(asked_at: datetime, last_day: date) -> None:
    assert made(asked_at).respond_by == clock.end_of_day(last_day)


def test_thirty_days_over_leap_day_are_thirty_days() -> None:
    assert made(nine(2028, 2, 1), knowledge_checked=True).respond_by == clock.end_of_day(date(2028, 3, 2))


def test_cooling_off_ends_at_midnight_in_amsterdam_on_both_sides_of_the_change_of_the_clock() -> None:
    assert made(nine(2027, 3, 20)).cooling_off_until == datetime(2027, 4, 3, 22, tzinfo=UTC)
    assert made(nine(2026, 10, 12)).cooling_off_until == datetime(2026, 10, 26, 23, tzinfo=UTC)


def test_the_free_time_counts_leap_day_as_a_working_day() -> None:
    assert made(nine(2028, 1, 3), nine(2028, 3, 8)).free_cancel_until == clock.end_of_day(date(2028, 2, 28))


def test_attendance_waits_for_easter_and_ends_in_summer_time() -> None:
    assert made(nine(2027, 1, 4), nine(2027, 3, 25)).attendance_by == datetime(2027, 4, 1, 22, tzinfo=UTC)


def test_a_person_has_seven_days_to_react_and_the_payout_thirty_over_leap_day() -> None:
    assert clocks.confirm_by(TERMS, nine(2028, 2, 24), nine(2028, 2, 23)) == clock.end_of_day(date(2028, 3, 2))
    assert clocks.payout_by(TERMS, nine(2028, 2, 1)) == clock.end_of_day(date(2028, 3, 2))
