"""Which numbers are too small to show, also by difference."""

from datetime import date

import pytest

from leerloket.advice.monitoring import rules
from leerloket.advice.monitoring.rules import Row


def hidden(*groups: tuple[int, ...]) -> list[str]:
    rows = rules.hide_small([Row(str(number), people) for number, people in enumerate(groups)])
    return [row.key for row in rows if row.is_hidden]


def test_large_groups_are_shown_and_nothing_is_hidden_for_nothing() -> None:
    assert hidden((100, 20), (80, 0), (50, 50)) == []


def test_a_small_group_takes_the_next_smallest_with_it_so_that_the_total_tells_nothing() -> None:
    assert hidden((3, 0), (100, 20), (40, 10)) == ["0", "2"]


def test_a_few_learners_or_a_few_who_did_not_learn_hide_a_group() -> None:
    assert hidden((100, 4), (100, 50), (90, 40)) == ["0", "2"]
    assert hidden((100, 97), (100, 50), (90, 40)) == ["0", "2"]


def test_two_small_groups_hide_each_other_when_together_they_are_enough() -> None:
    assert hidden((4, 0), (4, 0), (100, 20)) == ["0", "1"]
    assert hidden((2, 0), (2, 0), (100, 20), (40, 10)) == ["0", "1", "3"]


def test_a_hidden_row_keeps_no_number() -> None:
    row = rules.hide_small([Row("a", (3,), cents=500)])[0]
    assert (row.people, row.cents, row.percent) == ((), None, None)


@pytest.mark.parametrize("people", [[3, 8, 2, 40], [1, 1, 1, 1], [4, 100], [7, 6, 5]])
def test_what_is_hidden_cannot_be_computed_from_the_total(people: list[int]) -> None:
    rows = rules.hide_small([Row(str(number), (each,)) for number, each in enumerate(people)])
    in_the_dark = [each for each, row in zip(people, rows, strict=True) if row.is_hidden]
    everything_is_dark = len(in_the_dark) == len(people)
    assert not in_the_dark or everything_is_dark or (len(in_the_dark) > 1 and sum(in_the_dark) >= rules.SHOWN_FROM)


def test_a_step_is_hidden_when_too_few_reached_it_or_fell_out_before_it() -> None:
    steps = [Row("plans", (40,)), Row("with_course", (38,)), Row("booked", (20,)), Row("followed", (3,))]
    assert [row.is_hidden for row in rules.hide_steps(steps)] == [False, True, False, True]


def test_who_is_in_no_known_group_comes_last_and_together() -> None:
    rows = rules.in_order({"2": (10, 1), "gone": (3, 1), "": (4, 2), "1": (5, 5)}, ["1", "2"])
    assert [(row.key, row.people) for row in rows] == [("1", (5, 5)), ("2", (10, 1)), ("", (7, 3))]


def test_per_cent_is_rounded_and_a_total_of_nobody_is_nought() -> None:
    assert [rules.percent(some, 8) for some in (0, 1, 8)] == [0, 13, 100]
    assert rules.in_total([]).percent == 0
    assert rules.in_total([Row("a", (2, 1)), Row("b", (1, 0))]).is_hidden


def test_a_year_is_a_year() -> None:
    assert rules.year_before(date(2026, 11, 24)) == date(2025, 11, 25)
