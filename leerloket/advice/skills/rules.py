"""What is missing between what a person can and what an occupation asks, and what closes it best. Pure.

Levels go from 1 to 5. A step is one level of one skill. A step of a skill that the occupation cannot do without
counts double. A module brings a skill some steps further by its study load, and never further than is asked. Modules
are compared by steps per what they cost a person: own money, and hours at a fixed price, so that a free year is not
free.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from leerloket import errors, money

ESSENTIAL_WEIGHT = 2
STEPS_FROM_HOURS = ((120, 3), (24, 2), (0, 1))
"""From so many hours of study a module brings each skill it teaches so many steps further."""
HOUR_CENTS = 1_500
"""What an hour of learning counts for in the comparison: about an hour at the Dutch minimum wage. Nobody pays it."""
MOST_SKILLS = 80
LONGEST_TEXT = 200
MOST_ROUTES = 10


class TooManySkills(errors.Conflict):
    """The inventory is full."""

    nl = "U heeft al {most} vaardigheden. Haal er eerst een weg."
    en = "You have {most} skills already. Remove one first."


class UnknownOwnSkill(errors.NotFound):
    """Not in the inventory of this person."""

    nl = "Deze vaardigheid staat niet in de lijst."
    en = "This skill is not in the list."


class NoTarget(errors.Conflict):
    """No occupation was chosen yet."""

    nl = "Kies eerst een beroep."
    en = "Choose an occupation first."


@dataclass(frozen=True, slots=True)
class Line:
    """One skill: what a person can now, what the occupation asks."""

    skill_id: uuid.UUID
    now: int
    needed: int
    essential: bool

    @property
    def short(self) -> int:
        """How many steps are missing."""
        return max(0, self.needed - self.now)

    @property
    def weight(self) -> int:
        """What a step of this skill counts for."""
        return ESSENTIAL_WEIGHT if self.essential else 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A module as the comparison sees it: what it teaches, and what it takes of a person."""

    module_id: uuid.UUID
    title: str
    teaches: frozenset[uuid.UUID]
    hours: int
    own_cents: int


@dataclass(frozen=True, slots=True)
class Route:
    """A module with the steps it brings per skill, most first."""

    offer: Offer
    steps: Sequence[tuple[uuid.UUID, int]]
    points: int
    missing: int
    """All steps that the person misses, to say how far this module brings them."""

    @property
    def brings(self) -> int:
        """How many steps it brings in all."""
        return sum(steps for _skill, steps in self.steps)

    @property
    def effort_cents(self) -> int:
        """Own money and hours together, at least a cent."""
        return max(1, self.offer.own_cents + self.offer.hours * HOUR_CENTS)


def check_room(count: int) -> None:
    """Refuse more skills than a person and an adviser can oversee."""
    if count >= MOST_SKILLS:
        raise TooManySkills(most=MOST_SKILLS)


def compare(asked: Iterable[tuple[uuid.UUID, int, bool]], can: Mapping[uuid.UUID, int]) -> list[Line]:
    """What is asked (skill, level, essential) beside what a person can: what is missed most first."""
    lines = [Line(skill_id, can.get(skill_id, 0), level, essential) for skill_id, level, essential in asked]
    return sorted(lines, key=lambda line: (-line.short * line.weight, not line.essential, -line.needed))


def missing_steps(lines: Iterable[Line]) -> int:
    """How many steps are missing in all."""
    return sum(line.short for line in lines)


def reached_pct(lines: Iterable[Line]) -> int:
    """How much of what the occupation asks a person has, in whole percents rounded down; 100 only when all is there."""
    every = list(lines)
    whole = sum(line.needed * line.weight for line in every)
    have = sum(min(line.now, line.needed) * line.weight for line in every)
    return 100 * have // whole if whole else 100


def steps_of_hours(hours: int) -> int:
    """How many steps a module of this study load brings a skill."""
    return next(steps for least, steps in STEPS_FROM_HOURS if hours >= least)


def route(lines: Sequence[Line], offer: Offer) -> Route | None:
    """What a module brings, or None when it brings nothing that is missing."""
    most = steps_of_hours(offer.hours)
    useful = [line for line in lines if line.short and line.skill_id in offer.teaches]
    if not useful:
        return None
    steps = [(line.skill_id, min(line.short, most)) for line in useful]
    points = sum(min(line.short, most) * line.weight for line in useful)
    return Route(offer, sorted(steps, key=lambda step: -step[1]), points, missing_steps(lines))


def rank(lines: Sequence[Line], offers: Iterable[Offer], most: int = MOST_ROUTES) -> list[Route]:
    """The modules that bring something, the most for own money and hours first; then the shortest, then by title."""
    routes = [found for offer in offers if (found := route(lines, offer))]
    routes.sort(key=lambda one: (-Fraction(one.points, one.effort_cents), one.offer.hours, one.offer.title))
    return routes[:most]


def reason(found: Route, names: Mapping[uuid.UUID, str], language: str) -> str:
    """Why a module stands where it stands, as one sentence or two."""
    amount = money.euros(found.offer.own_cents, language)
    taught = ", ".join(f"{names[skill_id]} (+{steps})" for skill_id, steps in found.steps)
    if language == "en":
        steps = "1 step" if found.brings == 1 else f"{found.brings} steps"
        return (
            f"Teaches {taught}. That is {steps} of the {found.missing} that are missing, "
            f"for {amount} of own money and {found.offer.hours} hours."
        )
    steps = "1 stap" if found.brings == 1 else f"{found.brings} stappen"
    return (
        f"Leert u {taught}. Dat is {steps} van de {found.missing} die nog missen, "
        f"voor {amount} eigen geld en {found.offer.hours} uur."
    )
