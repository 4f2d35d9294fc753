"""What came out, as tables and files."""

from typing import Any

import flask
import pytest

from leerloket.accounts.rule_lab import tables

GROUP = {
    "people": 10,
    "before_people": 8,
    "before_cents": 80_000,
    "after_people": 9,
    "after_cents": 60_000,
    "losers": 4,
    "lost_cents": 30_000,
    "winners": 0,
    "won_cents": 0,
}
YEAR = {
    "year": 2027,
    "before_people": 8,
    "before_cents": 5,
    "before_capped": 0,
    "after_people": 9,
    "after_cents": 3,
    "after_capped": 1,
}
OUTCOME: dict[str, Any] = {
    "years": [YEAR],
    "level": {"?": GROUP, "2": GROUP, "8": None},
    "age": {"65+": GROUP, "0-17": GROUP, "18-24": GROUP},
    "region": {"zeeland": GROUP, "twente": GROUP, "gone": GROUP},
}
REGIONS = {"twente": "Twente", "zeeland": "=Zeeland"}


@pytest.fixture(autouse=True)
def request_of_somebody(app: flask.Flask) -> Any:
    with app.test_request_context():
        yield


def made(name: str) -> tables.Table:
    table = tables.make(name, OUTCOME, REGIONS)
    assert table is not None
    return table


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("niveau", ["Niveau 2 (mbo-2, vmbo-k, -g, -t)", "Niveau 8 (promotie)", "Onbekend"]),
        ("leeftijd", ["0-17 jaar", "18-24 jaar", "65+ jaar"]),
        ("regio", ["Twente", "=Zeeland", "Onbekend"]),
        ("kosten", ["2027"]),
    ],
)
def test_groups_stand_in_their_own_order(name: str, names: list[str]) -> None:
    assert [row for row, _figures in made(name).rows] == names


def test_an_unknown_table_does_not_exist() -> None:
    assert tables.make("alles", OUTCOME, REGIONS) is None


def test_averages_are_over_those_concerned() -> None:
    group = tables.each(GROUP)
    assert (group["before_each_cents"], group["after_each_cents"]) == (8_000, 6_000)
    assert (group["lost_each_cents"], group["won_each_cents"]) == (7_500, 0)


def test_a_file_has_every_column_and_no_live_formula() -> None:
    lines = tables.as_csv(made("regio")).splitlines()
    assert lines[0].count(";") == len(tables.GROUP_COLUMNS)
    assert lines[2].startswith("'=Zeeland;10;8;9;80,00;60,00;4;75,00;")
    assert tables.as_csv(made("kosten")).splitlines()[1] == "2027;0,05;0,03;-0,02;8;9;0;1"


def test_small_groups_are_empty_in_the_file_and_left_out_of_pictures() -> None:
    table = made("niveau")
    assert tables.as_csv(table).splitlines()[2] == "Niveau 8 (promotie);;;;;;;;;"
    assert [name for name, _values in tables.pairs(table, "people", "losers")] == [
        "Niveau 2 (mbo-2, vmbo-k, -g, -t)",
        "Onbekend",
    ]


def test_calculations_lie_side_by_side_also_when_one_lacks_a_group() -> None:
    other = tables.make("niveau", OUTCOME | {"level": {"2": GROUP, "4": GROUP}}, REGIONS)
    assert other is not None
    found = dict(tables.side_by_side([made("niveau"), other], "people"))
    assert found["Niveau 2 (mbo-2, vmbo-k, -g, -t)"] == [10, 10]
    assert found["Niveau 4 (mbo-4, havo)"] == [None, 10]
    assert found["Niveau 8 (promotie)"] == [None, None]
