"""Who gets what by a standing rule, and when. Pure.

The limit per person counts what the employer gave, never what the person has left: a top-up "up to € 1,000" would
tell the employer what somebody spent.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from dateutil.relativedelta import relativedelta

from leerloket import errors

PURPOSES = ("study", "general_skills", "job", "labour_market", "guidance")
EVERY = ("year", "start")
START = "start"

LARGEST_CENTS = 10_000_000
LONGEST_MONTHS = 240
LONGEST_SERVICE = 120
LATEST_START = relativedelta(years=2)


class StartsTooEarly(errors.Invalid):
    """A rule never reaches back, and a change comes after what it changes."""

    nl = "Kies een dag vanaf {first_on}."
    en = "Choose a day from {first_on}."


class StartsTooLate(errors.Invalid):
    """So far ahead a rule is a typing error."""

    nl = "Kies een dag tot en met {last_on}."
    en = "Choose a day up to and including {last_on}."


class LimitTooLow(errors.Invalid):
    """The limit per person is less than what the rule gives at once."""

    nl = "Vul hier een bedrag in dat niet lager is dan het bedrag per keer."
    en = "Give an amount that is not lower than the amount per time."


class Stopped(errors.Conflict):
    """A stopped rule stays as it was; make a new one."""

    nl = "Deze regel is gestopt. Maak een nieuwe regel."
    en = "This rule was stopped. Make a new one."


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says. Amounts are whole cents."""

    amount_cents: int
    every: str = "year"
    least_fte_pct: int = 1
    least_months: int = 0
    purposes: tuple[str, ...] = PURPOSES
    lasts_months: int | None = None
    most_cents: int | None = None


class Employed(Protocol):
    """What a rule needs to know of an employee."""

    @property
    def person_id(self) -> uuid.UUID: ...
    @property
    def fte_pct(self) -> int: ...
    @property
    def starts_on(self) -> date: ...


Person = TypeVar("Person", bound=Employed)


class Dated(Protocol):
    """A version of a rule."""

    @property
    def starts_on(self) -> date: ...


Versioned = TypeVar("Versioned", bound=Dated)


def check_terms(terms: Terms) -> None:
    """Refuse a limit below what is given at once."""
    if terms.most_cents is not None and terms.most_cents < terms.amount_cents:
        raise LimitTooLow(field="most_cents")


def check_start(starts_on: date, today: date, last_on: date | None = None) -> None:
    """Refuse a start before today, or not after the version that came last; or years ahead."""
    first_on = max(today, last_on + relativedelta(days=1)) if last_on else today
    if starts_on < first_on:
        raise StartsTooEarly(field="starts_on", first_on=first_on)
    if starts_on > today + LATEST_START:
        raise StartsTooLate(field="starts_on", last_on=today + LATEST_START)


def in_force(versions: Iterable[Versioned], on: date) -> Versioned | None:
    """The version that counts on a day: the last that has begun."""
    begun = [version for version in versions if version.starts_on <= on]
    return max(begun, key=lambda version: version.starts_on, default=None)


def to_come(versions: Iterable[Versioned], on: date) -> Versioned | None:
    """The next version that has not begun."""
    later = [version for version in versions if version.starts_on > on]
    return min(later, key=lambda version: version.starts_on, default=None)


def period(every: str, on: date) -> str:
    """For what a person gets money once: the calendar year, or coming to work here."""
    return str(on.year) if every == "year" else START


def qualifies(terms: Terms, person: Employed, first_on: date, on: date) -> bool:
    """Whether a rule that began on `first_on` gives this employee money on a day.

    A rule for who comes to work here passes over those who worked here before it began.
    """
    has_served = person.starts_on + relativedelta(months=terms.least_months) <= on
    is_newcomer = person.starts_on >= first_on
    return person.fte_pct >= terms.least_fte_pct and has_served and (terms.every == "year" or is_newcomer)


def amount_for(terms: Terms, given_cents: int) -> int:
    """What a person gets now who got `given_cents` by this rule before: less near the limit, 0 at it."""
    if terms.most_cents is None:
        return terms.amount_cents
    return max(0, min(terms.amount_cents, terms.most_cents - given_cents))


def find_due(
    terms: Terms,
    people: Sequence[Person],
    first_on: date,
    on: date,
    *,
    got_already: Collection[uuid.UUID] = (),
    given_cents: Mapping[uuid.UUID, int] | None = None,
) -> list[tuple[Person, int]]:
    """Who gets how much on a day. `got_already` had it for this period; `given_cents` is what each got in all."""
    before = given_cents or {}
    due = [
        (person, amount_for(terms, before.get(person.person_id, 0)))
        for person in people
        if person.person_id not in got_already and qualifies(terms, person, first_on, on)
    ]
    return [(person, cents) for person, cents in due if cents > 0]


def ends_on(terms: Terms, on: date) -> date | None:
    """The last day on which money that was given on a day can be used."""
    return on + relativedelta(months=terms.lasts_months) if terms.lasts_months else None
