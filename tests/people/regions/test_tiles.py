"""The map of equal squares."""

import csv
from pathlib import Path

from leerloket.people.regions import tiles

REGIONS = Path(tiles.__file__).parents[1] / "regions.csv"


def test_every_region_has_a_square_of_its_own() -> None:
    codes = {line["code"] for line in csv.DictReader(REGIONS.read_text("utf-8").splitlines())}
    assert set(tiles.places()) == codes
    assert len(set(tiles.places().values())) == len(codes)


def test_the_squares_are_read_from_north_to_south_and_fit_the_style() -> None:
    places = list(tiles.places().values())
    assert places == sorted(places)
    assert {row for row, _column in places} == set(range(1, 10))
    assert {column for _row, column in places} == set(range(1, 7))
