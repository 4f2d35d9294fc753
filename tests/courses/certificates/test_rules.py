"""Who earns a certificate, codes, and how long a link lasts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket.courses.certificates import rules

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("state", "present_pct", "is_confirmed", "has_earned"),
    [
        ("paid", 80, True, True),
        ("attended", 100, True, True),
        ("paid", 79, True, False),
        ("attended", 100, False, False),
        ("no_show", 0, True, False),
        ("cancelled", None, False, False),
    ],
)
def test_who_was_there_for_80_per_cent_earned_it(
    state: str, present_pct: int | None, is_confirmed: bool, has_earned: bool
) -> None:
    assert rules.has_earned(state, present_pct, is_confirmed=is_confirmed) is has_earned


def test_a_code_is_read_however_it_is_typed() -> None:
    code = rules.new_code()
    assert rules.code_of(code) == code
    assert rules.code_of(f" {code.lower().replace('-', ' ')} ") == code
    assert rules.code_of(code.replace("-", "")) == code


@given(st.text(max_size=40))
def test_anything_else_is_no_code(typed: str) -> None:
    code = rules.code_of(typed)
    assert code is None or rules.code_of(code) == code


def test_codes_differ() -> None:
    assert len({rules.new_code() for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("days", [1, 30, 366])
def test_a_link_lasts_at_most_a_year(days: int) -> None:
    rules.check_until(TODAY + timedelta(days=days), TODAY)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_link_ends_after_today_and_within_a_year(days: int) -> None:
    with pytest.raises(rules.ShareTooLong):
        rules.check_until(TODAY + timedelta(days=days), TODAY)
