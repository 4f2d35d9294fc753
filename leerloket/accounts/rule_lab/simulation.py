"""What a rule set costs, whom it reaches and who loses, against the rules that would count otherwise. Pure.

Each person goes through the years by `rights.rules.decide`, the rule of the real run; what is added here is only how
money is spent and ends between the runs.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from leerloket.accounts.rights import service as rights
from leerloket.accounts.rule_lab import rules
from leerloket.accounts.rule_lab.population import PHASES, Kind, Population


@dataclass(slots=True)
class Year:
    """One year under the rules of now (before) and the new ones (after): who gets something, who is at the cap."""

    year: int
    before_people: int = 0
    before_cents: int = 0
    before_capped: int = 0
    after_people: int = 0
    after_cents: int = 0
    after_capped: int = 0


@dataclass(slots=True)
class Group:
    """Some people over all years together: who gets something, what they get, and who gets less or more than now."""

    people: int = 0
    before_people: int = 0
    before_cents: int = 0
    after_people: int = 0
    after_cents: int = 0
    losers: int = 0
    lost_cents: int = 0
    winners: int = 0
    won_cents: int = 0


@dataclass(slots=True)
class Outcome:
    """The years, everybody, and the groups by level, age and region."""

    years: list[Year]
    everybody: Group = field(default_factory=Group)
    level: dict[str, Group] = field(default_factory=dict)
    age: dict[str, Group] = field(default_factory=dict)
    region: dict[str, Group] = field(default_factory=dict)


def simulate(
    population: Population,
    before: Sequence[rights.Day],
    after: Sequence[rights.Day],
    assumed: rules.Assumptions,
    history: Sequence[rights.Day] = (),
) -> Outcome:
    """Take everybody through the same years twice. `history` are runs before the first year, by the rules of then."""
    outcome = Outcome([Year(day.on.year) for day in after])
    alike = _alike([*history, *before, *after])
    courses: dict[tuple[Any, ...], tuple[list[rights.Due | str], list[rights.Due | str]]] = {}
    for kind, regions in population.kinds.items():
        same = alike(kind)
        if same not in courses:
            courses[same] = (
                course(kind, [*history, *before], assumed)[len(history) :],
                course(kind, [*history, *after], assumed)[len(history) :],
            )
        now, then = courses[same]
        number = sum(regions.values())
        for year, one, other in zip(outcome.years, now, then, strict=True):
            _add_year(year, number, one, other)
        now_cents, then_cents = _total(now), _total(then)
        age = rules.age_group(rules.age_on(kind.birth_on, after[0].on))
        level = "?" if kind.nlqf_level is None else str(kind.nlqf_level)
        for group in (
            outcome.everybody,
            outcome.level.setdefault(level, Group()),
            outcome.age.setdefault(age, Group()),
        ):
            _add(group, number, now_cents, then_cents)
        for region, count in regions.items():
            _add(outcome.region.setdefault(region or "?", Group()), count, now_cents, then_cents)
    return outcome


def _alike(days: Sequence[rights.Day]) -> Callable[[Kind], tuple[Any, ...]]:
    """Tells which kinds have the same course: born between the same bounds, and in the same month if money ends."""
    bounds = sorted({bound for day in days for bound in (day.born_after, day.born_latest)})
    ends = any(day.rules.expires_after_years for day in days)
    return lambda kind: (bisect_left(bounds, kind.birth_on), kind.birth_on.month if ends else 0, *kind[1:])


def course(kind: Kind, days: Sequence[rights.Day], assumed: rules.Assumptions) -> list[rights.Due | str]:
    """What a person gets in each run, or why not. Money that ends first is spent first, as bookings do."""
    percent = assumed.use_percent(kind.nlqf_level)
    pots = [(date.max, kind.right_cents)]
    credited, answers = kind.credited, []
    for index, day in enumerate(days):
        pots = [(until, cents) for until, cents in pots if until >= day.on and cents]
        answer = rights.decide(
            day,
            rights.Situation(
                kind.birth_on,
                kind.nlqf_level,
                is_erased=False,
                credited_this_year=credited is True and index == 0,
                credited_before=credited is not None,
                right_cents=sum(cents for _, cents in pots),
            ),
        )
        if isinstance(answer, rights.Due):
            credited = True
            pots.append((answer.expires_on or date.max, answer.amount_cents))
        if rules.learns(kind.phase, PHASES, percent, index):
            pots = spend(pots, assumed.spend_cents)
        answers.append(answer)
    return answers


def spend(pots: Sequence[tuple[date, int]], price_cents: int) -> list[tuple[date, int]]:
    """The pots after paying a price as far as they reach, the one that ends first first."""
    left = []
    for until, cents in sorted(pots):
        paid = min(cents, price_cents)
        price_cents -= paid
        left.append((until, cents - paid))
    return left


def _total(answers: Sequence[rights.Due | str]) -> int:
    return sum(answer.amount_cents for answer in answers if isinstance(answer, rights.Due))


def _add_year(year: Year, number: int, one: rights.Due | str, other: rights.Due | str) -> None:
    if isinstance(one, rights.Due):
        year.before_people += number
        year.before_cents += number * one.amount_cents
    elif one == "at-the-cap":
        year.before_capped += number
    if isinstance(other, rights.Due):
        year.after_people += number
        year.after_cents += number * other.amount_cents
    elif other == "at-the-cap":
        year.after_capped += number


def _add(group: Group, number: int, before_cents: int, after_cents: int) -> None:
    group.people += number
    group.before_people += number if before_cents else 0
    group.before_cents += number * before_cents
    group.after_people += number if after_cents else 0
    group.after_cents += number * after_cents
    if after_cents < before_cents:
        group.losers += number
        group.lost_cents += number * (before_cents - after_cents)
    elif after_cents > before_cents:
        group.winners += number
        group.won_cents += number * (after_cents - before_cents)


def as_stored(outcome: Outcome, population: Population, shown_from: int) -> dict[str, Any]:
    """The outcome for everybody the people stand for, as JSON; groups of fewer people than `shown_from` are None."""

    def figures(row: Year | Group) -> dict[str, int] | None:
        values = {name: getattr(row, name) for name in row.__slots__}
        if isinstance(row, Group) and row.people < shown_from:
            return None
        year = values.pop("year", None)
        scaled = {name: population.scaled(value) for name, value in values.items()}
        return scaled if year is None else {"year": year, **scaled}

    def groups(found: dict[str, Group]) -> dict[str, dict[str, int] | None]:
        return {name: figures(found[name]) for name in sorted(found)}

    return {
        "years": [figures(year) for year in outcome.years],
        "everybody": figures(outcome.everybody),
        "level": groups(outcome.level),
        "age": groups(outcome.age),
        "region": groups(outcome.region),
    }
