"""Which schemes fit, how much they give, why and why not. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from leerloket import clock, errors

MOST_FITS = 8
"""People get lost in long lists (screens.md, F13)."""

SECTOR_OF_EMPLOYER = {"zorg": "care", "logistiek": "logistics", "energie": "energy", "landbouw": "farming"}
"""Where the sector an employer gave is one of ours; the others are too wide to know which fund is theirs."""


def level_of(nlqf: str) -> int:
    """The number of a level as the catalogue writes it: `entry` is 0 and `4+` is 4."""
    return 0 if nlqf == "entry" else int(nlqf.removesuffix("+"))


def age_on(birth_on: date, on: date) -> int:
    """How old somebody is on a day."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


class UnknownScheme(errors.NotFound):
    """No scheme has this name."""

    nl = "Deze regeling kennen we niet."
    en = "We do not know this scheme."


class OpenAlready(errors.Conflict):
    """Somebody asks for a mail when a scheme opens, while it is open."""

    nl = "Deze regeling is al open."
    en = "This scheme is open already."


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """What a person reads."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Window:
    """The first and last day on which one can apply; without a last day until further notice."""

    opens_on: date
    closes_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether one can apply on this day."""
        return self.opens_on <= on and (self.closes_on is None or on <= self.closes_on)


@dataclass(frozen=True, slots=True)
class Rate:
    """Which part of the cost is paid, for courses of these levels; without levels for all."""

    share: Fraction
    levels: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """`60 %`, or `1/3` where no whole percentage is meant."""
        percent = self.share * 100
        return f"{percent.numerator}\u00a0%" if percent.denominator == 1 else str(self.share)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme as it stands in the records. Amounts in whole cents; empty lists mean that it does not matter."""

    slug: str
    name: Words
    about: Words
    status: str
    applicant: str
    gives: str
    who: tuple[str, ...]
    pays: tuple[str, ...]
    source_name: str
    source_url: str
    checked_on: date
    certainty: str
    valid_from: date
    valid_until: date | None = None
    """The first day on which it no longer exists."""
    status_note: Words | None = None
    windows: tuple[Window, ...] = ()
    sizes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    education_levels: tuple[int, ...] = ()
    rates: tuple[Rate, ...] = ()
    costs_from_cents: int = 0
    amount_from_cents: int = 0
    threshold_cents: int = 0
    cap_cents: int | None = None
    sector_caps: Mapping[str, int] = field(default_factory=dict)
    advance_percent: int = 0
    pots: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    conditions: tuple[Words, ...] = ()
    papers: tuple[Words, ...] = ()

    @property
    def course_levels(self) -> list[int]:
        """The levels of course it pays; empty when one of its rates is for all."""
        if any(not rate.levels for rate in self.rates):
            return []
        return sorted({level for rate in self.rates for level in rate.levels})

    def cap_in(self, sector: str | None) -> int | None:
        """The most it gives in a sector."""
        return self.sector_caps.get(sector or "", self.cap_cents)

    def rate_at(self, level: int | None) -> Rate | None:
        """The rate for a course of this level; None when there is none, or when the level decides and is not known."""
        return next((rate for rate in self.rates if not rate.levels or level in rate.levels), None)


@dataclass(frozen=True, slots=True)
class State:
    """Whether one can apply on a day, and the day on which that changes, as far as it is known."""

    status: str
    opens_on: date | None = None
    closes_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether one can apply now."""
        return self.status == "open"


def state_on(scheme: Scheme, on: date) -> State:
    """What a scheme is on a day. What is written down as closed or exhausted stays so; else the windows decide."""
    if scheme.status in {"closed", "exhausted"} or (scheme.valid_until and on >= scheme.valid_until):
        return State("exhausted" if scheme.status == "exhausted" else "closed")
    if on < scheme.valid_from:
        return State("announced", opens_on=scheme.valid_from)
    if not scheme.windows:
        last = scheme.valid_until - clock.ONE_DAY if scheme.valid_until else None
        return State(scheme.status, closes_on=last if scheme.status == "open" else None)
    for window in sorted(scheme.windows, key=lambda window: window.opens_on):
        if window.holds(on):
            return State("open", closes_on=window.closes_on)
        if on < window.opens_on:
            return State("announced", opens_on=window.opens_on)
    return State("closed")


# --- what a person wants, and what fits -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """Who looks, and for what. What is None was not said, and makes a fit uncertain."""

    who: str
    pays: str
    size: str | None = None
    sector: str | None = None
    price_cents: int | None = None
    course_level: int | None = None
    education_level: int | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a scheme fits or not: a code that the page has a sentence for, and the figures in it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rest:
    """What remains after the scheme: who pays it, which pots can, and what is then still to pay."""

    rest_cents: int
    payer: Literal["person", "employer"]
    from_pots: tuple[tuple[str, int], ...]
    unpaid_cents: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """Another fit beside this one: whether both may be used, and what they give together."""

    slug: str
    name: Words
    allowed: bool
    together_cents: int | None


@dataclass(frozen=True, slots=True)
class Fit:
    """One scheme against the answers."""

    scheme: Scheme
    state: State
    amount_cents: int | None
    why: tuple[Reason, ...]
    why_not: tuple[Reason, ...]
    missing: tuple[str, ...]
    rest: Rest | None = None
    pairings: tuple[Pairing, ...] = ()

    @property
    def fits(self) -> bool:
        """Nothing speaks against it; something may still be missing."""
        return not self.why_not

    @property
    def advance_cents(self) -> int | None:
        """What is paid before the work is done."""
        if self.amount_cents is None or not self.scheme.advance_percent:
            return None
        return self.amount_cents * self.scheme.advance_percent // 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fits and is open, at most eight; what would fit but is not open; and what does not fit, with the reason."""

    fits: tuple[Fit, ...]
    not_open: tuple[Fit, ...]
    unfit: tuple[Fit, ...]
    left_out: int


def find_fits(schemes: Iterable[Scheme], answers: Answers, on: date, pots: Mapping[str, int] | None = None) -> Outcome:
    """Hold every scheme against the answers. `pots`: cents a person can use, by source."""
    found = sorted((judge(scheme, answers, on, pots) for scheme in schemes), key=_order)
    fitting = [fit for fit in found if fit.fits]
    live = [fit for fit in fitting if fit.state.is_open]
    shown = live[:MOST_FITS]
    return Outcome(
        fits=tuple(_with_pairings(fit, shown, answers.price_cents) for fit in shown),
        not_open=tuple(fit for fit in fitting if not fit.state.is_open),
        unfit=tuple(fit for fit in found if not fit.fits),
        left_out=len(live) - len(shown),
    )


def _order(fit: Fit) -> tuple[Any, ...]:
    """What is sure first, then money before tax, then the largest amount."""
    return len(fit.missing), fit.scheme.gives != "subsidy", -(fit.amount_cents or 0), fit.scheme.name.nl


def judge(scheme: Scheme, answers: Answers, on: date, pots: Mapping[str, int] | None = None) -> Fit:
    """One scheme against the answers: why, why not, what is missing, and how much."""
    why: list[Reason] = []
    why_not: list[Reason] = []
    missing: list[str] = []
    for code, allowed, given in _conditions(scheme, answers):
        if not allowed:
            continue
        if given is None:
            missing.append(code)
        else:
            (why if given in allowed else why_not).append(Reason(code, {"given": given, "allowed": tuple(allowed)}))
    amount = None
    rate = scheme.rate_at(answers.course_level)
    if rate is not None and answers.price_cents is not None:
        amount = amount_of(scheme, answers.price_cents, rate.share, answers.sector)
        why_not += _too_little(scheme, answers.price_cents, amount)
    elif scheme.rates and answers.price_cents is None:
        missing.append("price")
    return Fit(
        scheme=scheme,
        state=state_on(scheme, on),
        amount_cents=None if why_not else amount,
        why=tuple(why),
        why_not=tuple(why_not),
        missing=tuple(missing),
        rest=None if why_not or amount is None else _rest(scheme, answers, amount, pots or {}),
    )


def _conditions(scheme: Scheme, answers: Answers) -> list[tuple[str, Sequence[Any], Any]]:
    """Each condition: its code, what is allowed (empty: everything), and what was answered."""
    ages = range(scheme.min_age or 0, (scheme.max_age or 150) + 1) if scheme.min_age or scheme.max_age else ()
    return [
        ("who", scheme.who, answers.who),
        ("pays", scheme.pays, answers.pays),
        ("size", scheme.sizes, answers.size),
        ("sector", scheme.sectors, answers.sector),
        ("course_level", scheme.course_levels, answers.course_level),
        ("education_level", scheme.education_levels, answers.education_level),
        ("age", ages, answers.age),
    ]


def amount_of(scheme: Scheme, price_cents: int, share: Fraction, sector: str | None = None) -> int:
    """What a scheme gives for a price: the share of what is above the threshold, rounded down, up to the cap."""
    counted = max(0, price_cents - scheme.threshold_cents)
    cap = scheme.cap_in(sector)
    amount = int(counted * share)
    return amount if cap is None else min(amount, cap)


def _too_little(scheme: Scheme, price_cents: int, amount_cents: int) -> list[Reason]:
    """The floors: on the costs, and on what is given."""
    if price_cents < scheme.costs_from_cents:
        short = scheme.costs_from_cents - price_cents
        return [Reason("costs_too_low", {"least_cents": scheme.costs_from_cents, "short_cents": short})]
    if amount_cents < scheme.amount_from_cents or amount_cents == 0:
        least = max(scheme.amount_from_cents, 1)
        return [Reason("amount_too_low", {"least_cents": least, "short_cents": least - amount_cents})]
    return []


def _rest(scheme: Scheme, answers: Answers, amount_cents: int, pots: Mapping[str, int]) -> Rest | None:
    """Who pays what the scheme leaves. Only money lowers a price; relief of tax does not."""
    if scheme.gives != "subsidy" or answers.price_cents is None:
        return None
    left = rest = max(0, answers.price_cents - amount_cents)
    parts = []
    for source in scheme.pots:
        part = min(left, pots.get(source, 0))
        if part:
            parts.append((source, part))
            left -= part
    return Rest(rest, "person" if scheme.applicant == "person" else "employer", tuple(parts), left)


def _with_pairings(fit: Fit, shown: Sequence[Fit], price_cents: int | None) -> Fit:
    pairings = [_pairing(fit, other, price_cents) for other in shown if other is not fit]
    return replace(fit, pairings=tuple(pairings))


def _pairing(fit: Fit, other: Fit, price_cents: int | None) -> Pairing:
    """No cost is paid twice, so two schemes together never give more than the price."""
    allowed = other.scheme.slug not in fit.scheme.not_with and fit.scheme.slug not in other.scheme.not_with
    together = None
    both_give_money = fit.scheme.gives == other.scheme.gives == "subsidy"
    if allowed and both_give_money and None not in (fit.amount_cents, other.amount_cents, price_cents):
        together = min(price_cents or 0, (fit.amount_cents or 0) + (other.amount_cents or 0))
    return Pairing(other.scheme.slug, other.scheme.name, allowed, together)
