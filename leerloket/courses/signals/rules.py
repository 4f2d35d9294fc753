"""The rules that find signals, each over the plain facts of one provider. Pure.

What was evidence of a closed or open signal does not count again for the same kind (`judged`).
Patterns: trust.md, fraud; the UK in 2001 and STAP in the Netherlands met most of them.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from leerloket import clock, errors
from leerloket.courses.signals import kinds

WINDOW = timedelta(days=90)
"""How far back the rules look."""
USUAL_OVER = timedelta(days=28)
"""Over how many days before a burst the usual number of bookings is counted."""


class SignalClosed(errors.Conflict):
    """Somebody closed the signal before."""

    nl = "Dit signaal is al afgesloten."
    en = "This signal has been closed already."


@dataclass(frozen=True, slots=True)
class Deal:
    """A booking as the rules see it: no person in it. `employer_cents` is the largest part one employer paid."""

    booking_id: uuid.UUID
    edition_id: uuid.UUID
    price_cents: int
    created_at: datetime
    declared_at: datetime | None = None
    given_back_at: datetime | None = None
    employer_id: uuid.UUID | None = None
    employer_cents: int = 0
    judged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PriceRise:
    """An edition got a price above every price its module had in the year before, not counting the last day."""

    price_id: uuid.UUID
    edition_id: uuid.UUID
    cents: int
    highest_before_cents: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules know of one provider. `shared_with` are others paid on the same account, judged ones left out."""

    provider_id: uuid.UUID
    admitted_at: datetime
    shared_with: Sequence[uuid.UUID] = ()
    rises: Sequence[PriceRise] = ()
    deals: Sequence[Deal] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules know of everybody: the instant, amounts of the learning right, and how large others are.

    `large_cents` is what only one in twenty providers sells more than; `spent_cents` is per employer, everywhere.
    """

    now: datetime
    right_cents: frozenset[int] = frozenset()
    large_cents: int = 0
    spent_cents: Mapping[uuid.UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """One fact a signal rests on. `key` names it once for all nights."""

    key: str
    object_type: str
    object_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: whole numbers by name, and what they rest on."""

    kind: str
    provider_id: uuid.UUID
    figures: dict[str, int]
    evidence: tuple[Piece, ...]
    limits: kinds.Limits


Case = tuple[dict[str, int], Iterable[Piece]]
"""The figures and the evidence of one finding."""


def find(facts: Facts, around: Around, limits: Mapping[str, kinds.Limits]) -> Iterator[Found]:
    """Every signal about one provider, at most one per kind."""
    for kind, rule in RULES.items():
        case = rule(facts, around, limits[kind])
        if case is not None:
            yield Found(kind, facts.provider_id, case[0], tuple(case[1]), limits[kind])


def burst(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """Far more bookings on one day of the last weeks than in the weeks before that day."""
    since = clock.business_date(around.now - WINDOW + USUAL_OVER)
    by_day: dict[date, list[Deal]] = {}
    for deal in _fresh(facts, "burst"):
        by_day.setdefault(clock.business_date(deal.created_at), []).append(deal)
    busiest = max((day for day in by_day if day >= since), key=lambda day: len(by_day[day]), default=None)
    if busiest is None:
        return None
    number = len(by_day[busiest])
    before = sum(busiest - USUAL_OVER <= clock.business_date(deal.created_at) < busiest for deal in facts.deals)
    if number < limits["bookings"] or number * USUAL_OVER.days < limits["times"] * before:
        return None
    return {"bookings": number, "before": before}, _bookings(by_day[busiest])


def price_rise(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """A price well above all that the module cost before."""
    steep = [
        rise
        for rise in facts.rises
        if rise.cents - rise.highest_before_cents >= limits["cents"]
        and (rise.cents - rise.highest_before_cents) * 100 >= limits["percent"] * rise.highest_before_cents
    ]
    if not steep:
        return None
    top = max(steep, key=lambda rise: (rise.cents - rise.highest_before_cents, rise.price_id))
    figures = {"editions": len(steep), "from_cents": top.highest_before_cents, "to_cents": top.cents}
    return figures, (Piece(str(rise.price_id), "edition", rise.edition_id) for rise in steep)


def price_at_right(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """Most bookings cost what a learning right happens to be, or just less."""
    deals = _fresh(facts, "price-at-right")
    at_right = [deal for deal in deals if _is_at_right(deal.price_cents, around.right_cents, limits["below"])]
    if len(at_right) < limits["bookings"] or len(at_right) * 100 < limits["percent"] * len(deals):
        return None
    return {"bookings": len(at_right), "of": len(deals)}, _bookings(at_right)


def _is_at_right(cents: int, rights: Iterable[int], below_pct: int) -> bool:
    return any(right * (100 - below_pct) <= cents * 100 <= right * 100 for right in rights)


def shared_account(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """Another provider is paid on the same bank account."""
    if not facts.shared_with:
        return None
    pieces = (Piece(pair_key(facts.provider_id, other), "provider", other) for other in facts.shared_with)
    return {"others": len(facts.shared_with)}, pieces


def pair_key(provider_id: uuid.UUID, other: uuid.UUID) -> str:
    """How evidence names that a provider shares its account with another."""
    return f"{provider_id}:{other}"


def young_volume(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """A provider that was admitted lately sells more than nearly all others."""
    age = (around.now - facts.admitted_at).days
    deals = [deal for deal in _fresh(facts, "young-volume") if deal.given_back_at is None]
    cents = sum(deal.price_cents for deal in deals)
    if age >= limits["days"] or len(deals) < limits["bookings"] or cents < max(limits["cents"], around.large_cents):
        return None
    return {"days": age, "bookings": len(deals), "cents": cents}, _bookings(deals)


def one_employer(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """Nearly all money of a provider is of one employer, and nearly all that employer spends goes there."""
    deals = _fresh(facts, "one-employer")
    paid: dict[uuid.UUID, list[Deal]] = {}
    for deal in deals:
        if deal.employer_id is not None:
            paid.setdefault(deal.employer_id, []).append(deal)
    total = sum(deal.price_cents for deal in deals)
    for employer_id, theirs in paid.items():
        cents = sum(deal.employer_cents for deal in theirs)
        spent = max(cents, around.spent_cents.get(employer_id, 0))
        of_provider, of_employer = cents * 100, limits["percent"] * spent
        if len(theirs) >= limits["bookings"] and of_provider >= max(limits["percent"] * total, of_employer):
            return {"bookings": len(theirs), "cents": cents, "of_cents": total, "spent_cents": spent}, _bookings(theirs)
    return None


def night_attendance(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """Attendance is declared at an hour at which no course is given and no office is open."""
    declared = [deal for deal in _fresh(facts, "night-attendance") if deal.declared_at is not None]
    at_night = [deal for deal in declared if deal.declared_at and _is_night(deal.declared_at, limits)]
    if len(at_night) < limits["times"] or len(at_night) * 100 < limits["percent"] * len(declared):
        return None
    return {"times": len(at_night), "of": len(declared)}, _bookings(at_night)


def _is_night(at: datetime, limits: kinds.Limits) -> bool:
    hour = at.astimezone(clock.AMSTERDAM).hour
    return hour >= limits["from"] or hour < limits["until"]


def repeated_refunds(facts: Facts, around: Around, limits: kinds.Limits) -> Case | None:
    """Confirmed bookings are cancelled again and again. What ends at once, as an edition called off, counts once."""
    deals = _fresh(facts, "repeated-refunds")
    given_back = [deal for deal in deals if deal.given_back_at is not None and deal.price_cents]
    occasions = {
        (deal.edition_id, clock.business_date(deal.given_back_at)) for deal in given_back if deal.given_back_at
    }
    if len(occasions) < limits["refunds"] or len(given_back) * 100 < limits["percent"] * len(deals):
        return None
    return {"refunds": len(occasions), "bookings": len(given_back), "of": len(deals)}, _bookings(given_back)


def _fresh(facts: Facts, kind: str) -> list[Deal]:
    return [deal for deal in facts.deals if kind not in deal.judged]


def _bookings(deals: Iterable[Deal]) -> Iterator[Piece]:
    return (Piece(str(deal.booking_id), "booking", deal.booking_id) for deal in deals)


RULES: dict[str, Callable[[Facts, Around, kinds.Limits], Case | None]] = {
    "burst": burst,
    "price-rise": price_rise,
    "price-at-right": price_at_right,
    "shared-account": shared_account,
    "young-volume": young_volume,
    "one-employer": one_employer,
    "night-attendance": night_attendance,
    "repeated-refunds": repeated_refunds,
}
"""The rule of each kind, in the order in which the page tells them."""


def check_open(closed_at: datetime | None) -> None:
    """Refuse to close a signal twice. Raises SignalClosed."""
    if closed_at is not None:
        raise SignalClosed


def false_alarm_pct(closed: int, false_alarms: int) -> int | None:
    """How many of a hundred closed signals were false alarms, rounded; None before any was closed."""
    return None if closed == 0 else (200 * false_alarms + closed) // (2 * closed)
