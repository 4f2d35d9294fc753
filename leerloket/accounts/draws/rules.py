"""Who may enter a draw, with which weight, and until when. Pure: plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from leerloket import clock, errors

VERSION = "2026-1"
GRANT, LEFT = "won-in-a-draw", "not-given-in-a-draw"
"""The rules that transfers of a draw carry."""

MOST_GRANTS = 1_000_000
HEAVIEST = 10
"""The largest weight: an entry makes as many tickets."""
LONGEST_CLAIM_DAYS = 60

OTHER_DRAWS = errors.Possible("Bekijk andere lotingen.", "See other draws.", "/lotingen")
ADVICE = errors.Possible("Praat met een adviseur van het leerloket.", "Talk to an adviser of the desk.", "/loketten")


class NotADraw(errors.Refusal):
    """A draw cannot be prepared like this; `errors` says why for each field."""

    status = 400
    nl = "Zo kan de loting niet."
    en = "The draw cannot be like this."


class OpenedAlready(errors.Conflict):
    """The draw was opened before."""

    nl = "Deze loting is al geopend."
    en = "This draw was opened already."


class SameOpener(errors.Conflict):
    """Whoever prepared a draw cannot open it: four eyes."""

    nl = "Iemand anders moet deze loting openen."
    en = "Somebody else must open this draw."


class NotOpenYet(errors.Conflict):
    """The window to enter has not begun."""

    nl = "Meedoen kan vanaf {opens_at}."
    en = "You can enter from {opens_at}."


class EntryClosed(errors.Conflict):
    """The window to enter is over."""

    nl = "Meedoen kon tot {closes_at}. De loting is gesloten."
    en = "You could enter until {closes_at}. The draw is closed."


class EnteredAlready(errors.Conflict):
    """One person has one entry."""

    nl = "U doet al mee. Iedereen doet één keer mee. Uw code is {code}."
    en = "You take part already. Everybody takes part once. Your code is {code}."


class MayNotEnter(errors.Conflict):
    """The draw is for other people; `errors` names each condition that is not met."""

    nl = "Deze loting is niet voor u."
    en = "This draw is not for you."


class NothingToClaim(errors.Conflict):
    """The money is not this person's to take now."""

    nl = "U kunt dit geld nu niet opnemen."
    en = "You cannot take this money now."


@dataclass(frozen=True, slots=True)
class Plan:
    """A draw as somebody prepares it. `claim_days` 0 gives the money at once; a priority is a `weight` and a `when`."""

    name: str
    about: str
    funder_name: str
    amount_cents: int
    grants: int
    purposes: Sequence[str]
    ends_on: date
    opens_at: datetime
    closes_at: datetime
    claim_days: int
    may_enter: Mapping[str, Any]
    priorities: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Person:
    """What the rules ask of a person, on the day of entering."""

    birth_on: date | None
    nlqf_level: int | None
    region_code: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Who it is about: all that is filled in must hold. `age_until` and `nlqf_below` exclude the number itself."""

    age_from: int | None = None
    age_until: int | None = None
    nlqf_below: int | None = None
    regions: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Condition":
        """The stored form as values."""
        return cls(data.get("age_from"), data.get("age_until"), data.get("nlqf_below"), tuple(data.get("regions", ())))


def unmet(condition: Condition, person: Person, on: date) -> list[errors.FieldError]:
    """What keeps a person out, one sentence each; what is not known of the person does not hold."""
    age = relativedelta(on, person.birth_on).years if person.birth_on else None
    found = []
    if condition.age_from is not None and (age is None or age < condition.age_from):
        found.append(
            errors.FieldError(
                "",
                "too-young",
                f"Deze loting is voor mensen van {condition.age_from} jaar of ouder.",
                f"This draw is for people of {condition.age_from} years and older.",
            )
        )
    if condition.age_until is not None and (age is None or age >= condition.age_until):
        found.append(
            errors.FieldError(
                "",
                "too-old",
                f"Deze loting is voor mensen jonger dan {condition.age_until} jaar.",
                f"This draw is for people under {condition.age_until} years.",
            )
        )
    if condition.nlqf_below is not None and (person.nlqf_level is None or person.nlqf_level >= condition.nlqf_below):
        found.append(
            errors.FieldError(
                "",
                "level-too-high",
                f"Deze loting is voor mensen met een opleiding onder niveau {condition.nlqf_below}.",
                f"This draw is for people with an education below level {condition.nlqf_below}.",
            )
        )
    if condition.regions and person.region_code not in condition.regions:
        found.append(
            errors.FieldError(
                "",
                "other-region",
                "Deze loting is voor mensen uit een andere regio.",
                "This draw is for other regions.",
            )
        )
    return found


def weight(priorities: Sequence[Mapping[str, Any]], person: Person, on: date) -> int:
    """The heaviest weight whose condition holds for this person, else 1."""
    held: list[int] = [each["weight"] for each in priorities if not unmet(Condition.read(each["when"]), person, on)]
    return max([1, *held])


def check_window(opens_at: datetime, closes_at: datetime, at: datetime) -> None:
    """Raises `NotOpenYet` or `EntryClosed`."""
    if at < opens_at:
        raise NotOpenYet(opens_at=opens_at, possible=[OTHER_DRAWS])
    if at >= closes_at:
        raise EntryClosed(closes_at=closes_at, possible=[OTHER_DRAWS, ADVICE])


def check_may_enter(may_enter: Mapping[str, Any], person: Person, on: date) -> None:
    """Raises `MayNotEnter` with every condition that is not met."""
    reasons = unmet(Condition.read(may_enter), person, on)
    if reasons:
        raise MayNotEnter(errors=reasons, possible=[OTHER_DRAWS, ADVICE])


def check_plan(plan: Plan, now: datetime) -> None:
    """Raises `NotADraw` with everything that cannot be."""
    wrong = []
    if plan.closes_at <= max(now, plan.opens_at):
        wrong.append(
            errors.FieldError(
                "closesAt",
                "too-early",
                "Kies een einde na het begin en na vandaag.",
                "Choose an end after the start and after now.",
            )
        )
    if plan.ends_on <= clock.business_date(plan.closes_at):
        wrong.append(
            errors.FieldError(
                "endsOn",
                "too-early",
                "Het geld moet langer geldig zijn dan de loting duurt.",
                "The money must be valid for longer than the draw takes.",
            )
        )
    if not 1 <= plan.grants <= MOST_GRANTS:
        wrong.append(
            errors.FieldError(
                "grants",
                "out-of-range",
                "Het budget moet genoeg zijn voor 1 tot 1.000.000 bedragen.",
                "The budget must be enough for 1 to 1,000,000 grants.",
            )
        )
    if wrong:
        raise NotADraw(errors=wrong)


def claim_until(now: datetime, days: int, ends_on: date) -> datetime:
    """Until when a person who was drawn can take the money: the end of a day, never after the money itself ends."""
    return clock.end_of_day(min(clock.business_date(now) + timedelta(days=days), ends_on))
