"""How a price is divided over pots, and how money goes back. Pure: plain values in, plain values out."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leerloket import errors, money

VERSION = "2026-1"
"""The version of the rules in this file; each transfer stores it for the "why" panel."""

PURPOSES = ("study", "general_skills", "job", "labour_market", "guidance")
"""The five things a learning account may pay for (product.md, rules)."""

SOURCES = ("right", "employer", "own")
"""After the end date, the order in which pots pay (product.md, rules)."""

WHOLE_PRICE = "hold-the-whole-price"
ENDS_FIRST = "pays-first-because-it-ends-first"
BY_SOURCE = "pays-in-order-right-employer-own"
CHOSEN = "chosen-by-the-person"
OWN_ORDER = "pays-in-the-order-of-the-person"
AS_BEFORE = "pays-as-before-the-move"


@dataclass(frozen=True, slots=True)
class Pot:
    """A pot as the rules see it."""

    pot_id: uuid.UUID
    source: str
    funder_id: uuid.UUID | None
    funder_name: str
    purposes: list[str]
    expires_on: date | None
    available_cents: int
    held_cents: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one pot pays of a price, and by which rule."""

    pot_id: uuid.UUID
    amount_cents: int
    rule: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A price divided over pots; `short_cents` is what no pot can pay."""

    parts: list[Part]
    short_cents: int


class OwnSplit(list[tuple[uuid.UUID, int]]):
    """A split per pot in cents that follows the order the person set once, not an amount chosen this time."""


class SplitAsBefore(list[tuple[uuid.UUID, int]]):
    """A split per pot in cents that follows the booking whose place this one takes."""


class BalanceTooLow(errors.Conflict):
    """The pots that may pay for this hold less than the price."""

    nl = "U komt {short_cents} tekort."
    en = "You are {short_cents} short."


class SplitNotPossible(errors.Refusal):
    """The amounts a person chose per pot cannot be paid like that; `errors` says why for each pot."""

    status = 400
    nl = "Deze verdeling over uw potjes kan niet."
    en = "Your pots cannot pay it like this."


class Frozen(errors.Conflict):
    """The holder froze the account; nothing is taken from it."""

    nl = "Uw rekening is op slot. Haal de rekening eerst van het slot."
    en = "Your account is frozen. Unfreeze it first."

    def __init__(self) -> None:
        super().__init__(possible=[UNFREEZE])


class NotYourPots(errors.Refusal):
    """An order of pots names one twice, or one that is not the person's."""

    status = 400
    nl = "Noem elk van uw potjes één keer."
    en = "Name each of your pots once."


class MoreThanPaid(errors.Conflict):
    """A refund is larger than what is left of the payment."""

    nl = "Er kan hoogstens {left_cents} terug."
    en = "At most {left_cents} can be paid back."


UNFREEZE = errors.Possible("Haal uw rekening van het slot.", "Unfreeze your account.", "/saldo/blokkeren")
WAYS = [
    errors.Possible("Betaal het zelf bij.", "Pay the rest yourself.", "/saldo/inleggen"),
    errors.Possible("Vraag uw werkgever om mee te betalen.", "Ask your employer to pay a part.", None),
    errors.Possible("Praat met een adviseur van het leerloket.", "Talk to an adviser of the desk.", "/loketten"),
]


def is_open(pot: Pot, on: date) -> bool:
    """A pot can be used up to and including its end date."""
    return pot.expires_on is None or on <= pot.expires_on


def may_pay(pot: Pot, purpose: str, on: date) -> bool:
    """A pot pays for its purposes while it is open."""
    return purpose in pot.purposes and is_open(pot, on)


def in_paying_order(pots: Sequence[Pot]) -> list[Pot]:
    """Earliest end date first; then right, employer, own money (product.md, rules)."""
    return sorted(pots, key=lambda pot: (pot.expires_on or date.max, SOURCES.index(pot.source), pot.pot_id))


def split(price_cents: int, pots: Sequence[Pot], purpose: str, on: date) -> Proposal:
    """Divide a price over the pots that may pay for it, in the paying order."""
    left = price_cents
    parts: list[Part] = []
    for pot in in_paying_order([pot for pot in pots if may_pay(pot, purpose, on)]):
        amount = min(left, pot.available_cents)
        if amount > 0:
            parts.append(Part(pot.pot_id, amount, ENDS_FIRST if pot.expires_on else BY_SOURCE))
            left -= amount
    return Proposal(parts, left)


def has_choice(price_cents: int, pots: Sequence[Pot], purpose: str, on: date) -> bool:
    """Whether the order of pots matters for a price: several may pay, and together they hold more than it."""
    usable = [pot.available_cents for pot in pots if pot.available_cents and may_pay(pot, purpose, on)]
    return len(usable) > 1 and sum(usable) > price_cents


def in_own_order(pots: Sequence[Pot], order: Sequence[uuid.UUID]) -> list[Pot]:
    """The order a person set; pots that came later follow in the order of the house."""
    places = {pot_id: place for place, pot_id in enumerate(order)}
    return sorted(in_paying_order(pots), key=lambda pot: places.get(pot.pot_id, len(places)))


def split_in_own_order(
    price_cents: int, pots: Sequence[Pot], purpose: str, on: date, order: Sequence[uuid.UUID]
) -> OwnSplit | None:
    """Divide a price over the pots that may pay for it, in the person's own order; None when they hold too little."""
    left = price_cents
    parts = OwnSplit()
    for pot in in_own_order([pot for pot in pots if may_pay(pot, purpose, on)], order):
        amount = min(left, pot.available_cents)
        if amount > 0:
            parts.append((pot.pot_id, amount))
            left -= amount
    return None if left else parts


def check_order(order: Sequence[uuid.UUID], pots: Sequence[Pot]) -> None:
    """An order names pots of this account, each once; raises `NotYourPots`. It may leave pots out."""
    if len(set(order)) < len(order) or not set(order) <= {pot.pot_id for pot in pots}:
        raise NotYourPots(field="potIds")


def rule_of(chosen: Sequence[tuple[uuid.UUID, int]]) -> str:
    """By which rule the pots of a given split pay."""
    if isinstance(chosen, SplitAsBefore):
        return AS_BEFORE
    return OWN_ORDER if isinstance(chosen, OwnSplit) else CHOSEN


def split_as_chosen(
    price_cents: int, pots: Sequence[Pot], purpose: str, on: date, chosen: Sequence[tuple[uuid.UUID, int]]
) -> Proposal:
    """The split a person chose; raises `SplitNotPossible` with every pot that cannot pay what was asked of it."""
    known = {pot.pot_id: pot for pot in pots}
    wanted = [(pot_id, cents) for pot_id, cents in chosen if cents]
    problems = [
        problem for pot_id, cents in wanted if (problem := _why_not(known.get(pot_id), pot_id, cents, purpose, on))
    ]
    if len({pot_id for pot_id, _ in wanted}) < len(wanted):
        problems.append(errors.FieldError("split", "doubled-pot", "Noem elk potje één keer.", "Name each pot once."))
    total = sum(cents for _, cents in wanted)
    if total != price_cents and not problems:
        problems.append(_sum_is_wrong(total, price_cents))
    if problems:
        raise SplitNotPossible(errors=problems, price_cents=price_cents)
    return Proposal([Part(pot_id, cents, rule_of(chosen)) for pot_id, cents in wanted], 0)


def adds_up(chosen: Sequence[tuple[uuid.UUID, int]], price_cents: int) -> bool:
    """Whether a chosen split names each pot once, takes something from each, and is the price together."""
    amounts = dict(chosen)
    return len(amounts) == len(chosen) and min(amounts.values()) > 0 and sum(amounts.values()) == price_cents


def _why_not(pot: Pot | None, pot_id: uuid.UUID, cents: int, purpose: str, on: date) -> errors.FieldError | None:
    field = f"split.{pot_id}"
    if pot is None:
        return errors.FieldError(field, "unknown-pot", "Dit potje bestaat niet.", "This pot does not exist.")
    if not is_open(pot, on):
        return errors.FieldError(field, "pot-ended", "Dit potje is verlopen.", "This pot has ended.")
    if purpose not in pot.purposes:
        return errors.FieldError(
            field,
            "wrong-purpose",
            "Dit potje mag deze opleiding niet betalen.",
            "This pot may not pay for this module.",
        )
    if cents < 0 or cents > pot.available_cents:
        return errors.FieldError(
            field,
            "more-than-available",
            f"In dit potje zit {money.euros(pot.available_cents)}.",
            f"This pot holds {money.euros(pot.available_cents, 'en')}.",
        )
    return None


def _sum_is_wrong(total_cents: int, price_cents: int) -> errors.FieldError:
    return errors.FieldError(
        "split",
        "sum-is-not-price",
        f"Samen is dit {money.euros(total_cents)}. De prijs is {money.euros(price_cents)}.",
        f"Together this is {money.euros(total_cents, 'en')}. The price is {money.euros(price_cents, 'en')}.",
    )


def check_enough(proposal: Proposal) -> None:
    """A hold takes the whole price or nothing; raises `BalanceTooLow` with the gap and the ways out."""
    if proposal.short_cents:
        raise BalanceTooLow(short_cents=proposal.short_cents, possible=WAYS)


def divide_back(amount_cents: int, paid: Sequence[tuple[uuid.UUID, int]]) -> list[tuple[uuid.UUID, int]]:
    """Divide an amount over the pots that paid, by what each still has out; no pot gets more than that.

    `paid` is per pot what it paid less what already came back. Any number of partial refunds adds up to the
    cent, because each is divided over what is left (product.md, exact split).
    """
    left = sum(cents for _, cents in paid)
    if amount_cents > left:
        raise MoreThanPaid(left_cents=left)
    shares = money.divide(amount_cents, [cents for _, cents in paid])
    return [(pot_id, share) for (pot_id, _), share in zip(paid, shares, strict=True)]
