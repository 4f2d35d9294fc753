"""What may be taken back of a transfer, and along which legs. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leerloket import errors, money

CORRECTABLE = frozenset({"grant", "topup", "own", "deposit", "expiry", "correction"})
"""Kinds that a correction mirrors. What belongs to a booking is moved by the booking, or clawed back."""
CLAWED_BACK = frozenset({"capture", "fee"})
"""Kinds that paid a provider."""


class NotCorrectable(errors.Conflict):
    """A transfer of this kind is not taken back as such."""

    nl = "Deze regel kunt u niet corrigeren."
    en = "This movement cannot be corrected."


class TakenBackAlready(errors.Conflict):
    """The whole transfer was taken back before."""

    nl = "Deze regel is al helemaal teruggedraaid."
    en = "This movement was taken back entirely before."


class MoreThanLeft(errors.Conflict):
    """More is asked back than the transfer still has."""

    nl = "Van deze regel kan nog {left_cents} terug."
    en = "Of this movement {left_cents} can still be taken back."


class PotsHoldLess(errors.Conflict):
    """The pot the money went to no longer holds it: it was spent, or set aside for a booking."""

    nl = "In het potje zit nog {available_cents}. Er is {short_cents} te weinig."
    en = "The pot still holds {available_cents}. That is {short_cents} too little."


@dataclass(frozen=True, slots=True)
class Leg:
    """One posting of a transfer: an amount from one ledger account to another."""

    from_id: uuid.UUID
    to_id: uuid.UUID
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Movement:
    """A transfer with its legs, and what was taken back of it before.

    `paid_to` is the provider it paid, if any, and `paid_cents` how much.
    """

    account_id: uuid.UUID
    transfer_id: uuid.UUID
    kind: str
    holder: str
    booking_id: uuid.UUID | None
    actor_id: uuid.UUID | None
    approved_by: uuid.UUID | None
    rule: str
    rule_version: str
    reason: str | None
    business_date: date
    created_at: datetime
    seq: int | None
    paid_to: uuid.UUID | None
    paid_cents: int
    taken_cents: int
    legs: list[Leg]

    @property
    def amount_cents(self) -> int:
        """What it moved."""
        return sum(leg.amount_cents for leg in self.legs)

    @property
    def left_cents(self) -> int:
        """What can still be taken back: of a payment what the provider got, of another transfer all it moved."""
        whole = self.paid_cents if is_clawed_back(self.kind) else self.amount_cents
        return max(0, whole - self.taken_cents) if self.kind in CORRECTABLE | CLAWED_BACK else 0


def is_clawed_back(kind: str) -> bool:
    """Whether money of this kind of transfer is claimed from a provider, not mirrored."""
    return kind in CLAWED_BACK


def check_left(amount_cents: int, left_cents: int) -> None:
    """Refuse to take back more than is left."""
    if left_cents == 0:
        raise TakenBackAlready
    if amount_cents > left_cents:
        raise MoreThanLeft(left_cents=left_cents, field="bedrag")


def check_kind(kind: str) -> None:
    """Refuse kinds that a correction does not mirror, with what is possible instead."""
    if kind not in CORRECTABLE | CLAWED_BACK:
        raise NotCorrectable(
            possible=[
                errors.Possible(
                    "Geld van een boeking komt terug als de boeking wordt geannuleerd.",
                    "Money of a booking comes back when the booking is cancelled.",
                ),
                errors.Possible(
                    "Kreeg een aanbieder te veel? Vorder de betaling aan de aanbieder terug.",
                    "Was a provider paid too much? Claw back the payment to the provider.",
                ),
            ]
        )


def remaining(legs: Sequence[Leg], taken: Sequence[Leg]) -> list[Leg]:
    """Each leg less what its mirror already took back; `taken` are the legs of the reversals."""
    back: dict[tuple[uuid.UUID, uuid.UUID], int] = {}
    for leg in taken:
        back[leg.to_id, leg.from_id] = back.get((leg.to_id, leg.from_id), 0) + leg.amount_cents
    left = []
    for leg in legs:
        used = min(leg.amount_cents, back.get((leg.from_id, leg.to_id), 0))
        back[leg.from_id, leg.to_id] = back.get((leg.from_id, leg.to_id), 0) - used
        if leg.amount_cents > used:
            left.append(Leg(leg.from_id, leg.to_id, leg.amount_cents - used))
    return left


def mirror(left: Sequence[Leg], amount_cents: int) -> list[Leg]:
    """The legs that take an amount back, divided over what is left of each by largest remainder."""
    shares = money.divide(amount_cents, [leg.amount_cents for leg in left])
    return [Leg(leg.to_id, leg.from_id, share) for leg, share in zip(left, shares, strict=True) if share]


def check_pots(legs: Sequence[Leg], available: dict[uuid.UUID, int]) -> None:
    """Refuse when a pot gives more than it holds; says how much is possible now."""
    taken: dict[uuid.UUID, int] = {}
    for leg in legs:
        if leg.from_id in available:
            taken[leg.from_id] = taken.get(leg.from_id, 0) + leg.amount_cents
    short = sum(max(0, cents - available[pot_id]) for pot_id, cents in taken.items())
    if short:
        held = sum(available[pot_id] for pot_id in taken)
        raise PotsHoldLess(available_cents=held, short_cents=short, possible=_instead(held))


def _instead(held_cents: int) -> list[errors.Possible]:
    ways = [
        errors.Possible(
            "Wacht tot een boeking wordt geannuleerd: dan komt het geld terug in het potje.",
            "Wait until a booking is cancelled: the money then comes back to the pot.",
        )
    ]
    if held_cents:
        ways.insert(
            0,
            errors.Possible(
                f"Draai hoogstens {money.euros(held_cents)} terug.",
                f"Take back at most {money.euros(held_cents, 'en')}.",
            ),
        )
    return ways
