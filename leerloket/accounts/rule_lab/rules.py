"""What a calculation assumes, and which groups are told apart. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from leerloket import errors

LEAST_PEOPLE, MOST_PEOPLE = 100_000, 500_000
"""How many people can be drawn."""
MOST_YEARS = 10
SHOWN_FROM = 5
"""Of smaller groups of real people nothing is shown (product.md: groups of 5 or more)."""
MOST_COMPARED = 4

AGES = (18, 25, 35, 45, 55, 65)
"""The ages at which the next age group begins."""


class NothingToCompare(errors.Invalid):
    """A comparison needs two to four scenarios."""

    nl = "Kies 2 tot 4 berekeningen."
    en = "Choose 2 to 4 scenarios."


class NameIsTaken(errors.Conflict):
    """Scenarios are told apart by their name."""

    nl = "Er is al een berekening met deze naam. Kies een andere naam."
    en = "There is a scenario with this name already. Choose another name."


class TooFewPeople(errors.Conflict):
    """Fewer than five people with a date of birth are in the database: every figure would be about one of them."""

    nl = "Er zijn te weinig mensen om mee te rekenen. Kies voorbeeldmensen."
    en = "There are too few people to calculate with. Choose example people."


class ProposedAlready(errors.Conflict):
    """A scenario becomes a version once."""

    nl = "Van deze berekening is al een voorstel gemaakt."
    en = "This scenario was proposed already."


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the rules do not say, and a calculation needs.

    `is_real`: people from the database instead of drawn ones. A run is made on the day `starts_on` and again each
    year. Of each hundred people who ever learn, `use_below_4`, `use_4` and `use_above_4` learn in a year, by their
    NLQF level, and spend `spend_cents` or what they have; `never_percent` of all never do.
    """

    starts_on: date
    years: int = 5
    is_real: bool = False
    people: int = LEAST_PEOPLE
    seed: int = 1
    never_percent: int = 40
    use_below_4: int = 20
    use_4: int = 30
    use_above_4: int = 45
    spend_cents: int = 100_000

    def use_percent(self, nlqf_level: int | None) -> int:
        """How many of a hundred people of this level who ever learn do so in a year."""
        if nlqf_level is None or nlqf_level == 4:
            return self.use_4
        return self.use_below_4 if nlqf_level < 4 else self.use_above_4

    def as_stored(self) -> dict[str, Any]:
        """The assumptions as JSON: what `read` reads."""
        return asdict(self) | {"starts_on": self.starts_on.isoformat()}


def read(stored: Mapping[str, Any]) -> Assumptions:
    """The assumptions of a saved scenario."""
    return Assumptions(**(dict(stored) | {"starts_on": date.fromisoformat(stored["starts_on"])}))


def learns(phase: int | None, phases: int, percent: int, year: int) -> bool:
    """Whether somebody learns in the n-th year: `percent` years of a hundred, evenly, beginning at the phase."""
    if phase is None:
        return False
    begun = year * percent * phases + phase * 100
    return (begun + percent * phases) // (100 * phases) > begun // (100 * phases)


def age_on(birth_on: date, day: date) -> int:
    """Whole years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def age_group(age: int) -> str:
    """`25-34`, or `0-17` and `65+` at the ends."""
    first = max((begin for begin in AGES if begin <= age), default=0)
    following = min((begin for begin in AGES if begin > age), default=None)
    return f"{first}+" if following is None else f"{first}-{following - 1}"
