"""Who gets how much learning right in a year, and until when. Pure.

The starting right is given once: in the first year in which a person is credited. Each following year the person
gets the yearly right. Both stop at the cap: what a person holds in rights, held money included, is never credited
above it (product.md, rules; as the French CPF does it).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from leerloket import errors

STARTING = "starting-right"
YEARLY = "yearly-right"
YEARLY_BELOW_NLQF_4 = "yearly-right-below-nlqf-4"
UP_TO_THE_CAP = "-up-to-the-cap"
"""Added to the name of a rule when the cap made the amount smaller."""

EXCLUSIONS = ("erased", "no-birth-date", "too-young", "pension-age", "already-credited", "at-the-cap")
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


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule set, read. Amounts in cents; `expires_after_years` is None for a right without an end."""

    start_cents: int
    yearly_cents: int
    cap_cents: int
    low_yearly_cents: int
    low_cap_cents: int
    from_age: int
    pension_age: relativedelta
    expires_after_years: int | None


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
    expiry = data["expiry"]
    return Rules(
        start_cents=data["start_cents"],
        yearly_cents=data["yearly_cents"],
        cap_cents=data["cap_cents"],
        low_yearly_cents=data["below_nlqf_4"]["yearly_cents"],
        low_cap_cents=data["below_nlqf_4"]["cap_cents"],
        from_age=data["from_age"],
        pension_age=relativedelta(**data["pension_age"]),
        expires_after_years=expiry["years"] if expiry["kind"] == "birth-month" else None,
    )


def born_latest(rules: Rules, on: date) -> date:
    """The last day of birth of people who are old enough."""
    return on - relativedelta(years=rules.from_age)


def born_after(rules: Rules, on: date) -> date:
    """People born on this day or earlier have reached the state pension age."""
    return on - rules.pension_age


def decide(rules: Rules, person: Situation, on: date) -> Due | str:
    """What a person gets on a day, or why not (one of EXCLUSIONS). `service` says the same in SQL for everybody."""
    if person.is_erased:
        return "erased"
    if person.birth_on is None:
        return "no-birth-date"
    if person.birth_on > born_latest(rules, on):
        return "too-young"
    if person.birth_on <= born_after(rules, on):
        return "pension-age"
    if person.credited_this_year:
        return "already-credited"
    is_low = person.nlqf_level is not None and person.nlqf_level < 4
    room = (rules.low_cap_cents if is_low else rules.cap_cents) - person.right_cents
    if room <= 0:
        return "at-the-cap"
    amount, rule = _right(rules, is_low, person.credited_before)
    return Due(
        min(amount, room),
        rule + (UP_TO_THE_CAP if room < amount else ""),
        end_date(rules, person.birth_on, on),
    )


def _right(rules: Rules, is_low: bool, credited_before: bool) -> tuple[int, str]:
    if not credited_before:
        return rules.start_cents, STARTING
    return (rules.low_yearly_cents, YEARLY_BELOW_NLQF_4) if is_low else (rules.yearly_cents, YEARLY)


def end_date(rules: Rules, birth_on: date, on: date) -> date | None:
    """The last day of the person's birth month, so that ends are spread over the year (product.md, soft expiry)."""
    if rules.expires_after_years is None:
        return None
    first = date(on.year + rules.expires_after_years, birth_on.month, 1)
    return first + relativedelta(months=1, days=-1)
