"""Who gets how much learning right in a year, and until when. Pure.

The starting right is given once: in the first year in which a person is credited. Each following year the person
gets the yearly right; without a starting right the yearly one begins at once. Both stop at the cap: what a person
holds in rights, held money included, is never credited above it (product.md, rules; as the French CPF does it).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from leerloket import errors

STARTING = "starting-right"
YEARLY = "yearly-right"
YEARLY_BELOW_NLQF_4 = "yearly-right-below-nlqf-4"
UP_TO_THE_CAP = "-up-to-the-cap"
"""Added to the name of a rule when the cap made the amount smaller."""

EXCLUSIONS = ("erased", "no-birth-date", "too-young", "pension-age", "already-credited", "only-once", "at-the-cap")
"""Why a person gets nothing, in the order in which it is asked."""

DRY_RUN_KEEPS = relativedelta(days=7)
"""A count is approved while it is fresh; after this it is counted again."""


class UnknownRuleSet(errors.NotFound):
    """No approved rule set with this name has started on that day."""

    nl = "Er is geen goedgekeurde regel met deze naam op deze dag."
    en = "No approved rule set with this name applies on this day."


class SameApprover(errors.Conflict):
    """Whoever counted a run cannot approve it: four eyes."""

    nl = "Iemand anders moet dit goedkeuren."
    en = "Somebody else must approve this."


class NotADraft(errors.Conflict):
    """The run was approved before."""

    nl = "Dit is al goedgekeurd."
    en = "This was approved already."


class AnotherRunIsBusy(errors.Conflict):
    """One run at a time: two at once could both fill an account up to the cap."""

    nl = "Er loopt nog een andere ronde. Wacht tot die klaar is."
    en = "Another run is still busy. Wait until it is done."


class CountTooOld(errors.Conflict):
    """The count is older than seven days."""

    nl = "Deze telling is ouder dan 7 dagen. Maak een nieuwe telling."
    en = "This count is older than 7 days. Make a new one."


class OverBudget(errors.Conflict):
    """The year would cost more than the budget of the rule set."""

    nl = "Dit jaar kost dan {over_cents} meer dan de begroting van {budget_cents}."
    en = "This year would then cost {over_cents} more than the budget of {budget_cents}."


class NotBusy(errors.Conflict):
    """Only a run that was approved and is not done can be paused."""

    nl = "Deze ronde loopt niet."
    en = "This run is not busy."


class NotPaused(errors.Conflict):
    """Only a run that stands still can go on."""

    nl = "Deze ronde staat niet stil."
    en = "This run is not paused."


class VersionIsFixed(errors.Conflict):
    """A version that was proposed or approved is not changed any more."""

    nl = "Deze versie is al voorgesteld of goedgekeurd. Maak een nieuwe versie."
    en = "This version was proposed or approved already. Make a new version."


class NotProposed(errors.Conflict):
    """Only a version that was proposed can be approved or sent back."""

    nl = "Deze versie ligt niet ter goedkeuring."
    en = "This version does not wait for approval."


class StartsTooSoon(errors.Invalid):
    """A version starts tomorrow or later: a rule that counts already is never changed."""

    nl = "Kies een dag vanaf {earliest_on}. Regels veranderen niet met terugwerkende kracht."
    en = "Choose a day from {earliest_on}. Rules do not change for the past."


class NothingIsGiven(errors.Invalid):
    """A right gives something: at the start or each year, up to a cap."""

    nl = "Vul een startbedrag of een bedrag per jaar in, en een maximum."
    en = "Give a starting amount or a yearly amount, and a cap."


class DayIsTaken(errors.Conflict):
    """Another approved version of the same rule set starts on that day."""

    nl = "Versie {version} begint al op {starts_on}. Kies een andere dag."
    en = "Version {version} starts on {starts_on} already. Choose another day."


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule set, read. Amounts in cents.

    `until_months` is the age at which the right stops, in months; None where it never does. `expires_after_years` is
    None for a right without an end, `budget_cents` (what a year may cost) where there is no budget.
    """

    start_cents: int
    yearly_cents: int
    cap_cents: int
    low_yearly_cents: int
    low_cap_cents: int
    from_age: int
    until_months: int | None
    expires_after_years: int | None
    budget_cents: int | None


@dataclass(frozen=True, slots=True)
class Day:
    """The rules on one day: people born after `born_after`, up to and including `born_latest`, have a right."""

    rules: Rules
    on: date
    born_after: date
    born_latest: date


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules need to know of one person on the day of a run."""

    birth_on: date | None
    nlqf_level: int | None
    is_erased: bool
    credited_this_year: bool
    credited_before: bool
    right_cents: int


@dataclass(frozen=True, slots=True)
class Due:
    """What a person gets: the amount, the rule that says so and the end date."""

    amount_cents: int
    rule: str
    expires_on: date | None


def read(data: Mapping[str, Any]) -> Rules:
    """The stored form of a rule set as values; raises KeyError when a rule is missing."""
    expiry, until = data["expiry"], data["pension_age"]
    return Rules(
        start_cents=data["start_cents"],
        yearly_cents=data["yearly_cents"],
        cap_cents=data["cap_cents"],
        low_yearly_cents=data["below_nlqf_4"]["yearly_cents"],
        low_cap_cents=data["below_nlqf_4"]["cap_cents"],
        from_age=data["from_age"],
        until_months=until["years"] * 12 + until["months"] if until else None,
        expires_after_years=expiry["years"] if expiry["kind"] == "birth-month" else None,
        budget_cents=data.get("budget_cents"),
    )


def write(rules: Rules) -> dict[str, Any]:
    """The values as they are stored: what `read` reads."""
    years, until = rules.expires_after_years, rules.until_months
    return {
        "start_cents": rules.start_cents,
        "yearly_cents": rules.yearly_cents,
        "cap_cents": rules.cap_cents,
        "below_nlqf_4": {"yearly_cents": rules.low_yearly_cents, "cap_cents": rules.low_cap_cents},
        "from_age": rules.from_age,
        "pension_age": None if until is None else {"years": until // 12, "months": until % 12},
        "expiry": {"kind": "none"} if years is None else {"kind": "birth-month", "years": years},
        "budget_cents": rules.budget_cents,
    }


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs between two versions; `before` is None where there was no version."""

    name: str
    before: int | None
    after: int | None


def changes(before: Rules | None, after: Rules) -> list[Change]:
    """Every figure of the rules that is another one than before, in the order of the rules."""
    return [
        Change(field.name, getattr(before, field.name) if before else None, getattr(after, field.name))
        for field in fields(Rules)
        if before is None or getattr(before, field.name) != getattr(after, field.name)
    ]


def check(rules: Rules) -> None:
    """Raises NothingIsGiven when nobody could get anything."""
    if not (rules.cap_cents and (rules.start_cents or rules.yearly_cents or rules.low_yearly_cents)):
        raise NothingIsGiven(field="yearly_cents")


def of_day(rules: Rules, on: date) -> Day:
    """The rules as they are on a day."""
    born_after = date.min if rules.until_months is None else on - relativedelta(months=rules.until_months)
    return Day(rules, on, born_after, on - relativedelta(years=rules.from_age))


def decide(day: Day, person: Situation) -> Due | str:
    """What a person gets on a day, or why not (one of EXCLUSIONS). `judging` says the same in SQL for everybody."""
    if person.is_erased:
        return "erased"
    if person.birth_on is None:
        return "no-birth-date"
    if person.birth_on > day.born_latest:
        return "too-young"
    if person.birth_on <= day.born_after:
        return "pension-age"
    if person.credited_this_year:
        return "already-credited"
    rules, is_low = day.rules, person.nlqf_level is not None and person.nlqf_level < 4
    amount, rule = _right(rules, is_low, person.credited_before)
    if amount == 0:
        return "only-once"
    room = (rules.low_cap_cents if is_low else rules.cap_cents) - person.right_cents
    if room <= 0:
        return "at-the-cap"
    return Due(
        min(amount, room), rule + (UP_TO_THE_CAP if room < amount else ""), end_date(rules, person.birth_on, day.on)
    )


def _right(rules: Rules, is_low: bool, credited_before: bool) -> tuple[int, str]:
    if rules.start_cents and not credited_before:
        return rules.start_cents, STARTING
    return (rules.low_yearly_cents, YEARLY_BELOW_NLQF_4) if is_low else (rules.yearly_cents, YEARLY)


def end_date(rules: Rules, birth_on: date, on: date) -> date | None:
    """The last day of the person's birth month, so that ends are spread over the year (product.md, soft expiry)."""
    if rules.expires_after_years is None:
        return None
    first = date(on.year + rules.expires_after_years, birth_on.month, 1)
    return first + relativedelta(months=1, days=-1)
