"""Where each labour-market region stands on a map of equal squares: every region counts the same on it."""

import csv
import functools
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Tile:
    """The square of a region: its row from the north and its column from the west, both from 1."""

    code: str
    name: str
    row: int
    column: int


@functools.cache
def places() -> dict[str, tuple[int, int]]:
    """Per code of a region the row and the column of its square, from north to south."""
    text = resources.files(__package__).joinpath("tiles.csv").read_text("utf-8")
    return {line["code"]: (int(line["row"]), int(line["column"])) for line in csv.DictReader(text.splitlines())}
