"""Which times are free: days, summer time, buffer, limit and what is planned."""

import itertools
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket import clock
from leerloket.advice.desks import slots

WEEK = frozenset(range(1, 6))
WORKDAY = slots.Hours(WEEK, time(9), time(12), daily_limit=6)
TUESDAY = date(2026, 11, 24)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.AMSTERDAM).astimezone(UTC)


def free(
    hours: slots.Hours = WORKDAY,
    day: date = TUESDAY,
    taken: list[tuple[datetime, int]] | None = None,
    now: datetime = LONG_AGO,
) -> list[str]:
    found = slots.free_on(hours, day, taken or [], now)
    return [f"{one.astimezone(clock.AMSTERDAM):%H:%M}" for one in found]


def test_times_are_45_minutes_with_10_between_on_a_quarter() -> None:
    assert free() == ["09:00", "10:00", "11:00"]


def test_the_last_talk_ends_when_the_adviser_stops() -> None:
    assert free(slots.Hours(WEEK, time(9), time(11, 45), 6)) == ["09:00", "10:00", "11:00"]
    assert free(slots.Hours(WEEK, time(9), time(11, 44), 6)) == ["09:00", "10:00"]
    assert free(slots.Hours(WEEK, time(9), time(9, 44), 6)) == []


@pytest.mark.parametrize(
    ("minutes", "buffer", "times"),
    [
        (45, 0, ["09:00", "09:45", "10:30", "11:15"]),
        (45, 15, ["09:00", "10:00", "11:00"]),
        (45, 16, ["09:00", "10:15"]),
        (30, 10, ["09:00", "09:45", "10:30", "11:15"]),
        (60, 10, ["09:00", "10:15"]),
    ],
)
def test_length_and_buffer_set_the_steps(minutes: int, buffer: int, times: list[str]) -> None:
    assert free(slots.Hours(WEEK, time(9), time(12), 6, minutes, buffer)) == times


def test_only_on_the_days_of_the_adviser() -> None:
    tuesdays = slots.Hours(frozenset({2}), time(9), time(12), 6)
    assert free(tuesdays, TUESDAY)
    assert free(tuesdays, TUESDAY + timedelta(days=1)) == []
    assert free(slots.Hours(frozenset(), time(9), time(12), 6)) == []


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25),
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 4, 27),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2026, 11, 28),
        date(2026, 11, 29),
    ],
    ids=["Christmas", "New Year", "Easter Monday", "King's day", "Ascension", "Whit Monday", "Saturday", "Sunday"],
)
def test_nobody_works_on_a_dutch_holiday_or_at_the_weekend(day: date) -> None:
    every_day = slots.Hours(frozenset(range(1, 8)), time(9), time(12), 6)
    assert free(every_day, day) == []


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 10, 23), 7),
        (date(2026, 10, 26), 8),
        (date(2027, 3, 25), 8),
        (date(2027, 3, 30), 7),
    ],
    ids=["last summer Friday", "first winter Monday", "last winter Thursday", "first summer Tuesday"],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clock_changes(day: date, utc_hour: int) -> None:
    first = slots.starts_on(WORKDAY, day)[0]
    assert first == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
    assert free(day=day)[0] == "09:00"


@pytest.mark.parametrize(
    ("hour", "minute", "minutes", "left"),
    [
        (10, 0, 45, ["09:00", "11:00"]),
        (9, 55, 30, ["09:00", "11:00"]),
        (9, 54, 30, ["11:00"]),
        (10, 5, 45, ["09:00", "11:00"]),
        (10, 6, 45, ["09:00"]),
        (9, 0, 180, []),
        (8, 5, 45, ["09:00", "10:00", "11:00"]),
        (8, 6, 45, ["10:00", "11:00"]),
        (13, 0, 45, ["09:00", "10:00", "11:00"]),
    ],
)
def test_a_planned_talk_takes_its_time_and_the_buffer_on_both_sides(
    hour: int, minute: int, minutes: int, left: list[str]
) -> None:
    assert free(taken=[(at(TUESDAY, hour, minute), minutes)]) == left


def test_a_full_day_is_full() -> None:
    two_a_day = slots.Hours(WEEK, time(9), time(17), daily_limit=2)
    one, two = (at(TUESDAY, 9), 45), (at(TUESDAY, 10), 45)
    assert len(free(two_a_day, taken=[one])) == 7
    assert free(two_a_day, taken=[one, two]) == []


def test_a_time_can_be_chosen_until_two_hours_before() -> None:
    assert free(now=at(TUESDAY, 8)) == ["10:00", "11:00"]
    assert free(now=at(TUESDAY, 8) + timedelta(seconds=1)) == ["11:00"]
    assert free(now=at(TUESDAY, 12)) == []


def test_an_opening_in_which_no_talk_fits_is_refused() -> None:
    slots.check_hours(WORKDAY)
    for closes in (time(9), time(8), time(9, 44)):
        with pytest.raises(slots.ClosesBeforeOpening):
            slots.check_hours(slots.Hours(WEEK, time(9), closes, 6))
    with pytest.raises(slots.OutsideOfDay):
        slots.check_hours(slots.Hours(WEEK, time(6, 59), time(12), 6))
    with pytest.raises(slots.OutsideOfDay):
        slots.check_hours(slots.Hours(WEEK, time(18), time(22, 1), 6))


def slot(hour: int, day: date = TUESDAY) -> slots.Slot:
    return slots.Slot(at(day, hour), 45, (uuid.uuid4(),))


def test_the_nearest_free_times_come_in_the_order_of_the_calendar() -> None:
    found = [slot(hour) for hour in (9, 10, 14, 15, 16)]
    assert slots.nearest(found, at(TUESDAY, 13, 30)) == found[2:5]
    assert slots.nearest(found, at(TUESDAY, 11)) == found[0:3]
    assert slots.nearest([], at(TUESDAY, 11)) == []


def test_slots_stand_under_their_day() -> None:
    first, second, third = slot(9), slot(16), slot(9, TUESDAY + timedelta(days=1))
    assert slots.by_day([third, first, second]) == [
        (TUESDAY, [first, second]),
        (TUESDAY + timedelta(days=1), [third]),
    ]


@given(
    opens=st.integers(7 * 60, 20 * 60),
    length=st.integers(0, 10 * 60),
    minutes=st.integers(5, 120),
    buffer=st.integers(0, 60),
    taken=st.lists(st.tuples(st.integers(0, 23 * 60), st.integers(5, 240)), max_size=5),
    offset=st.integers(0, 400),
)
def test_free_times_never_meet_a_talk_nor_each_other(
    opens: int, length: int, minutes: int, buffer: int, taken: list[tuple[int, int]], offset: int
) -> None:
    """Whatever the rule and whatever is planned."""
    day = TUESDAY + timedelta(days=offset)
    closes = min(opens + length, 22 * 60)
    hours = slots.Hours(WEEK, time(*divmod(opens, 60)), time(*divmod(closes, 60)), 10, minutes, buffer)
    midnight = clock.start_of_day(day)
    talks = [(midnight + timedelta(minutes=start), long) for start, long in taken]
    gap = timedelta(minutes=minutes + buffer)
    found = slots.free_on(hours, day, talks, LONG_AGO)
    assert all(later - earlier >= gap for earlier, later in itertools.pairwise(found))
    for one in found:
        local = one.astimezone(clock.AMSTERDAM)
        assert local.date() == day
        assert hours.opens <= local.time()
        assert local.hour * 60 + local.minute + minutes <= closes
        for start, long in talks:
            assert one >= start + timedelta(minutes=long + buffer) or one + gap <= start
