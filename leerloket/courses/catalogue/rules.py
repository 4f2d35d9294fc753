"""What a module, its editions and its price may be. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leerloket import clock, errors

MOVES = {
    "draft": ("submitted",),
    "submitted": ("draft", "online"),
    "online": ("draft", "suspended"),
    "suspended": ("online",),
}
"""From which state a module may go to which."""

EVENING_HOUR = 17
LARGEST_PRICE_JUMP_PCT = 15
"""A rise above this within 30 days is a signal (trust.md, fraud patterns)."""


class Full(errors.Conflict):
    """Every seat is taken."""

    nl = "Deze opleiding is net vol. Uw geld is niet gebruikt."
    en = "This course has just become full. Your money was not used."


class EditionCancelled(errors.Conflict):
    """The provider called the edition off."""

    nl = "Deze datum gaat niet door. Uw geld is niet gebruikt."
    en = "This date was called off. Your money was not used."


class PriceChanged(errors.Conflict):
    """The price is no longer the one that was shown."""

    nl = "De prijs is veranderd. Hij is nu {price_cents}. Uw geld is niet gebruikt."
    en = "The price has changed. It is now {price_cents}. Your money was not used."


class NoPrice(errors.Conflict):
    """No price is in force for this edition."""

    nl = "Voor deze datum is nog geen prijs bekend."
    en = "This date has no price yet."


class MoveNotPossible(errors.Conflict):
    """A module cannot go from its state to the one asked."""

    nl = "Deze stap kan nu niet. De opleiding heeft de status “{state}”."
    en = "This step is not possible now. The course is in state “{state}”."


class SeatsBooked(errors.Conflict):
    """Fewer seats than people who booked."""

    nl = "Er zijn al {taken} plekken geboekt. U kunt niet minder plekken geven."
    en = "{taken} seats are booked already. You cannot offer fewer."


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of an edition."""

    starts_at: datetime
    ends_at: datetime


def check_move(state: str, wished: str) -> None:
    """Refuse a step between states that is not in the table."""
    if wished not in MOVES[state]:
        raise MoveNotPossible(state=state)


def schedule_of(sessions: Sequence[Session], mode: str) -> str:
    """When an edition is taught: `online` by its mode, else by the local days and hours of its sessions."""
    if mode == "online":
        return "online"
    starts = [session.starts_at.astimezone(clock.AMSTERDAM) for session in sessions]
    if all(start.hour >= EVENING_HOUR for start in starts):
        return "evening"
    if all(start.weekday() >= 5 for start in starts):
        return "weekend"
    if all(start.weekday() == 4 for start in starts):
        return "friday"
    return "day"


def check_capacity(capacity: int, taken: int) -> None:
    """Refuse fewer seats than are taken."""
    if capacity < taken:
        raise SeatsBooked(taken=taken)


def is_price_jump(old_cents: int, new_cents: int) -> bool:
    """Whether a price rose by more than the share that deserves a look."""
    return new_cents * 100 > old_cents * (100 + LARGEST_PRICE_JUMP_PCT)


def own_cents(price_cents: int, available_cents: int) -> int:
    """What a person pays when the account pays as much as it can: never below zero."""
    return max(0, price_cents - available_cents)
