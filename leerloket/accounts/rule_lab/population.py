"""People who do not exist, but are spread as the Dutch are: to try rules on before anybody has them. Pure.

The three tables beside this file are rounded by us to what is needed here: how old people are (`ages.csv`, classes of
five years, from 10 because children grow into a right), how far they learned by age (`levels.csv`, NLQF level per
thousand) and how many live in each labour-market region (`regions.csv`, thousands of people of 15 to 75). They follow
the shape of the public figures of Statistics Netherlands (StatLine: population by age, level of education by age,
population by municipality, about 2024) and are estimates: good to compare rules, no statistics to quote.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
PHASES = 5
"""People who learn regularly are spread over this many moments, so that not all of them learn in the same year."""


class Kind(NamedTuple):
    """People who are alike to the rules: the same course of years.

    `credited` is None for who never had the right, True for who had it in the year the run looks at. `phase` says
    when somebody who learns does so, from 0 to PHASES - 1; None for who never uses money to learn.
    """

    birth_on: date
    nlqf_level: int | None
    phase: int | None
    credited: bool | None = None
    right_cents: int = 0


@dataclass(frozen=True, slots=True)
class Population:
    """Kinds with the number of people per region (None: unknown); each of them stands for more people.

    `number` people were drawn or counted and stand for `stands_for`.
    """

    kinds: Mapping[Kind, Mapping[str | None, int]]
    number: int
    stands_for: int

    def scaled(self, figure: int) -> int:
        """A number or an amount of the people drawn, as it is for everybody they stand for."""
        return figure * self.stands_for // self.number if self.number else 0


def gather(people: Iterable[tuple[Kind, str | None, int]], stands_for: int | None = None) -> Population:
    """Put people who are alike together."""
    kinds: dict[Kind, Counter[str | None]] = {}
    number = 0
    for kind, region, count in people:
        kinds.setdefault(kind, Counter())[region] += count
        number += count
    return Population(kinds, number, number if stands_for is None else stands_for)


def draw(number: int, seed: int, on: date, never_percent: int) -> Population:
    """As many people as asked, the same for the same seed, as old on a day as the Dutch are; nobody has a right yet."""
    chance = random.Random(seed)  # noqa: S311 - to compare rules, not a secret
    ages, age_weights = _read_ages()
    months = [age * 12 + chance.randrange(12) for age in chance.choices(ages, age_weights, k=number)]
    regions, region_weights = _read_regions()
    homes = chance.choices(regions, cum_weights=region_weights, k=number)
    table = _read_levels()
    phases = habits(chance, never_percent, number)
    people = (
        (Kind(born(on, old), _level(table, old // 12, chance), phase), home, 1)
        for old, home, phase in zip(months, homes, phases, strict=True)
    )
    return gather(people, stands_for=round(sum(age_weights) * 1000))


def habits(chance: random.Random, never_percent: int, number: int) -> list[int | None]:
    """When each of these people learns: their phase, or None for who never does."""
    phases: list[int | None] = [None, *range(PHASES)]
    share = (100 - never_percent) / PHASES
    return chance.choices(phases, [never_percent] + [share] * PHASES, k=number)


def born(on: date, months: int) -> date:
    """The first of the month in which somebody was born who is this many months old on a day."""
    years, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _level(table: list[tuple[int, list[int]]], age: int, chance: random.Random) -> int:
    weights = next(weights for until, weights in table if age <= until)
    place = chance.random() * weights[-1]
    return next(level for level, weight in enumerate(weights) if place < weight)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_ages() -> tuple[list[int], list[float]]:
    rows = [(int(row["from_age"]), int(row["thousands"]) / 5) for row in _rows("ages.csv")]
    return [first + n for first, _ in rows for n in range(5)], [share for _, share in rows for _n in range(5)]


def _read_levels() -> list[tuple[int, list[int]]]:
    return [
        (int(row.pop("until_age")), list(accumulate(int(share) for share in row.values())))
        for row in _rows("levels.csv")
    ]


def _read_regions() -> tuple[list[str], list[int]]:
    rows = _rows("regions.csv")
    return [row["code"] for row in rows], list(accumulate(int(row["thousands"]) for row in rows))
