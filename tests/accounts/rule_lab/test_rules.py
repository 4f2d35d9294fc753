"""What a calculation assumes and which groups it tells apart."""

from datetime import date

import pytest

from leerloket.accounts.rule_lab import rules


@pytest.mark.parametrize("percent", [0, 10, 20, 33, 50, 100])
@pytest.mark.parametrize("phase", range(5))
def test_people_learn_as_many_years_of_a_hundred_as_assumed(percent: int, phase: int) -> None:
    assert sum(rules.learns(phase, 5, percent, year) for year in range(100)) == percent


def test_not_everybody_learns_in_the_same_year() -> None:
    assert [sum(rules.learns(phase, 5, 20, year) for phase in range(5)) for year in range(10)] == [1] * 10


def test_who_never_learns_never_does() -> None:
    assert not any(rules.learns(None, 5, 100, year) for year in range(10))


@pytest.mark.parametrize(
    ("born", "age"), [(date(2000, 3, 1), 26), (date(2000, 2, 28), 27), (date(2000, 2, 29), 27), (date(2027, 2, 1), 0)]
)
def test_an_age_is_whole_years(born: date, age: int) -> None:
    assert rules.age_on(born, date(2027, 2, 28) if born.day != 29 else date(2027, 3, 1)) == age


@pytest.mark.parametrize(
    ("age", "group"), [(0, "0-17"), (17, "0-17"), (18, "18-24"), (34, "25-34"), (64, "55-64"), (65, "65+"), (90, "65+")]
)
def test_age_groups_meet_without_gaps(age: int, group: str) -> None:
    assert rules.age_group(age) == group


def test_assumptions_are_read_as_they_were_stored() -> None:
    assumed = rules.Assumptions(date(2027, 1, 1), years=3, is_real=True, use_4=31)
    assert rules.read(assumed.as_stored()) == assumed


@pytest.mark.parametrize(("level", "percent"), [(None, 30), (0, 20), (3, 20), (4, 30), (5, 45), (8, 45)])
def test_how_many_learn_depends_on_the_level(level: int | None, percent: int) -> None:
    assert rules.Assumptions(date(2027, 1, 1)).use_percent(level) == percent
