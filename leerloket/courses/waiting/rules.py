"""Who in a line gets a seat, until when, and when a place ends. Pure: plain values in, plain values out."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from leerloket import errors

OPEN = ("waiting", "offered")
"""A person has at most one place in a line in these states."""
OFFER_FOR = timedelta(hours=48)
"""How long an offer stays open (product.md, rules)."""
MOST_PLACES = 5
"""In how many lines a person can stand: as many as requests that may wait. An offer keeps a seat from others."""


class SeatsFree(errors.Conflict):
    """Nobody has to wait for this edition."""

    nl = "Er is nog plek op deze datum. U hoeft niet te wachten."
    en = "There are seats on this date. You do not have to wait."


class TooManyPlaces(errors.Conflict):
    """This person stands in as many lines as is possible at one time."""

    nl = "U staat al op {places} wachtlijsten. Meer kan niet tegelijk."
    en = "You are on {places} waiting lists. That is the most at one time."


@dataclass(frozen=True, slots=True)
class InLine:
    """A place that is open: whether a seat is kept for it, and whether its person has booked the edition."""

    account_id: uuid.UUID
    place_id: uuid.UUID
    state: str
    offer_until: datetime | None
    is_seat_kept: bool
    has_booked: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """What the line needs to know of its edition. `free` is without the seats that are kept."""

    free: int
    starts_at: datetime
    is_cancelled: bool
    is_bookable: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A place goes to another state; an offer has an end."""

    place: InLine
    to: str
    offer_until: datetime | None = None


def steps(edition: Edition, line: Sequence[InLine], now: datetime) -> list[Step]:
    """What has to happen in a line, its places in order of arrival.

    Places that are over end first; their kept seats, and the free ones, are then offered in order.
    """
    over = [step for place in line if (step := _end(edition, place, now))]
    free = edition.free + sum(step.place.is_seat_kept for step in over)
    if not edition.is_bookable:
        return over
    ended = {step.place.place_id for step in over}
    waiting = [place for place in line if place.state == "waiting" and place.place_id not in ended]
    return over + [Step(place, "offered", offer_until(edition.starts_at, now)) for place in waiting[: max(0, free)]]


def _end(edition: Edition, place: InLine, now: datetime) -> Step | None:
    if place.has_booked or (place.state == "offered" and not place.is_seat_kept):
        return Step(place, "booked")
    if edition.is_cancelled or edition.starts_at <= now:
        return Step(place, "ended")
    if place.offer_until is not None and place.offer_until <= now:
        return Step(place, "missed")
    return None


def offer_until(starts_at: datetime, now: datetime) -> datetime:
    """Until when an offer made now stays open: 48 hours, and never after the start."""
    return min(now + OFFER_FOR, starts_at)
