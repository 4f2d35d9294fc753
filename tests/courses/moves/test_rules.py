"""When a booking may move, over holidays, summer time and leap day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leerloket import clock
from leerloket.courses.moves import rules

START = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
FREE_UNTIL = clock.start_of_day(date(2027, 1, 1))


def check(state: str, at: datetime, *, has_changed: bool = False) -> None:
    rules.check_time(state, FREE_UNTIL, START, at, has_changed=has_changed)


def test_a_confirmed_booking_moves_in_the_free_time() -> None:
    check("confirmed", FREE_UNTIL - timedelta(seconds=1))
    with pytest.raises(rules.MovingTooLate) as refusal:
        check("confirmed", FREE_UNTIL)
    assert refusal.value.sentence("nl") == (
        "Verplaatsen kon tot 1 januari 2027, 0.00 uur. De aanbieder kan u nog wel een andere datum voorstellen."
    )


def test_a_request_moves_until_the_start() -> None:
    check("reserved", START - timedelta(seconds=1))
    with pytest.raises(rules.MovingTooLate):
        check("reserved", START)


def test_who_has_a_changed_offer_to_answer_may_move_at_any_time() -> None:
    check("confirmed", START + timedelta(days=1), has_changed=True)


@pytest.mark.parametrize(("before", "after", "expected"), [(100, 140, (40, 0)), (140, 100, (0, 40)), (5, 5, (0, 0))])
def test_the_difference_is_held_or_comes_back(before: int, after: int, expected: tuple[int, int]) -> None:
    assert rules.difference(before, after) == expected
