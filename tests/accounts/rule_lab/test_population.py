"""The example people."""

import csv
from collections.abc import Callable
from datetime import date

from leerloket.accounts.rule_lab import population, rules

ON = date(2027, 1, 1)


def test_the_same_number_gives_the_same_people() -> None:
    assert population.draw(5_000, 7, ON, 40) == population.draw(5_000, 7, ON, 40)
    assert population.draw(5_000, 7, ON, 40) != population.draw(5_000, 8, ON, 40)


def test_example_people_are_spread_as_the_tables_say() -> None:
    drawn = population.draw(100_000, 1, ON, 40)
    assert drawn.number == sum(sum(regions.values()) for regions in drawn.kinds.values()) == 100_000
    assert drawn.stands_for == 13_600_000

    def share(chosen: Callable[[population.Kind], bool]) -> float:
        return sum(sum(regions.values()) for kind, regions in drawn.kinds.items() if chosen(kind)) / 100_000

    assert abs(share(lambda kind: kind.phase is None) - 0.40) < 0.01
    assert abs(share(lambda kind: 50 <= rules.age_on(kind.birth_on, ON) < 60) - 2500 / 13600) < 0.01
    homes = sum(regions["rijnmond"] for regions in drawn.kinds.values()) / 100_000
    assert abs(homes - 1000 / 13370) < 0.01
    assert 0.30 < share(lambda kind: (kind.nlqf_level or 0) < 4) < 0.50


def test_the_tables_fit_the_regions_and_levels_of_the_product() -> None:
    with (population.FOLDER.parent.parent / "people" / "regions.csv").open(encoding="utf-8") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    with (population.FOLDER / "regions.csv").open(encoding="utf-8") as file:
        assert [row["code"] for row in csv.DictReader(file)] == codes
    with (population.FOLDER / "levels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert sum(int(row[str(level)]) for level in range(9)) == 1000


def test_somebody_is_born_in_the_month_that_makes_the_age() -> None:
    assert population.born(date(2027, 1, 15), 0) == date(2027, 1, 1)
    assert population.born(date(2027, 1, 15), 1) == date(2026, 12, 1)
    assert population.born(date(2027, 1, 15), 12 * 18) == date(2009, 1, 1)


def test_figures_are_for_everybody_the_people_stand_for() -> None:
    kind = population.Kind(date(2000, 1, 1), 4, None)
    assert population.gather([(kind, "zeeland", 2), (kind, None, 2)], stands_for=400).scaled(3) == 300
    assert population.gather([]).scaled(3) == 0
