"""What a row of a file of employees means."""

from datetime import date

import pytest

from leerloket.accounts.staff import rules


def test_columns_are_known_by_many_names() -> None:
    found = rules.find_columns(["Personeelsnummer", "E-mail", "Geboortedatum", "FTE", "In dienst sinds", "Kleur"])
    assert found == {"personnel_number": 0, "called": 1, "birth_on": 2, "fte": 3, "starts_on": 4}
    with pytest.raises(rules.NumberMissing):
        rules.find_columns(["naam", "fte"])


@pytest.mark.parametrize(
    ("cells", "percentage"),
    [
        ({"fte_pct": "80"}, 80),
        ({"fte_pct": "80 %"}, 80),
        ({"fte_pct": "1"}, 1),
        ({"fte": "0,8"}, 80),
        ({"fte": "0.555"}, 56),
        ({"fte": "1"}, 100),
        ({"fte": "1,0"}, 100),
        ({"fte": "80"}, 80),
        ({"fte_pct": "", "fte": ""}, None),
        ({}, None),
    ],
)
def test_work_is_written_as_percents_or_as_a_factor(cells: dict[str, str], percentage: int | None) -> None:
    assert rules.read_row({"personnel_number": "7"} | cells).fte_pct == percentage


@pytest.mark.parametrize(
    "cells",
    [
        {"personnel_number": ""},
        {"personnel_number": "x" * 61},
        {"fte_pct": "0"},
        {"fte_pct": "101"},
        {"fte_pct": "0,8"},
        {"fte": "1,2"},
        {"fte": "0"},
        {"fte": "0,001"},
        {"starts_on": "gisteren"},
        {"birth_on": "31-02-1990"},
    ],
)
def test_what_cannot_be_read_is_refused(cells: dict[str, str]) -> None:
    with pytest.raises(rules.Unclear):
        rules.read_row({"personnel_number": "7"} | cells)


def test_days_are_read_as_files_write_them() -> None:
    wanted = rules.read_row({"personnel_number": "7", "birth_on": "15-6-1985", "starts_on": "2026-01-01"})
    assert (wanted.birth_on, wanted.starts_on, wanted.ends_on) == (date(1985, 6, 15), date(2026, 1, 1), None)
