"""A booking moves to another date of the same module, and the one door of this folder: where it can go, and the move.

Locks are taken in one order: account → booking → editions by id.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from leerloket import clock
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import rules
from leerloket.courses.moves.rules import DateAlready, MovingTooLate, NotThisModule
from leerloket.people import service as people

__all__ = [
    "Date",
    "DateAlready",
    "MovingTooLate",
    "NotThisModule",
    "get_date",
    "list_dates",
    "may_move",
    "move",
    "move_as_offered",
    "tell_both",
]


@dataclass(frozen=True, slots=True)
class Date:
    """An edition a booking can move to, and the difference in price, in whole cents."""

    edition: catalogue.Edition
    more_cents: int
    back_cents: int


def may_move(booking: bookings.Booking, at: datetime | None = None) -> bool:
    """Whether the person may move it now."""
    if booking.state not in bookings.HOLDS_SEAT:
        return False
    try:
        _check_time(booking, at or clock.now())
    except rules.MovingTooLate:
        return False
    return True


def list_dates(booking: bookings.Booking) -> list[Date]:
    """The other dates of its module that have not begun and have a seat, soonest first."""
    coming = catalogue.list_coming([booking.module_id]).get(booking.module_id, [])
    return [
        _date(booking, edition)
        for edition in coming
        if edition.edition_id != booking.edition_id
        and (edition.seats_left or catalogue.is_seat_kept(edition.edition_id, booking.account_id))
    ]


def get_date(booking: bookings.Booking, edition_id: uuid.UUID) -> Date:
    """One date to move to; refuses `DateAlready`, `NotThisModule`, NotFound."""
    edition = catalogue.get_edition(edition_id)
    if edition.edition_id == booking.edition_id:
        raise DateAlready
    if edition.module_id != booking.module_id:
        raise NotThisModule
    return _date(booking, edition)


def _date(booking: bookings.Booking, edition: catalogue.Edition) -> Date:
    return Date(edition, *rules.difference(booking.price_cents, edition.price_cents))


def _check_time(booking: bookings.Booking, at: datetime) -> None:
    has_changed = booking.offer_kind == "changed"
    rules.check_time(booking.state, booking.free_until, booking.starts_at, at, has_changed=has_changed)


def move(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    actor_id: uuid.UUID,
    expected_price_cents: int | None = None,
) -> bookings.Booking:
    """The person moves a booking to another date of the same module; answers the booking that took its place.

    What the provider said stays: a request stays a request with a new time to answer, what was confirmed is
    confirmed. The difference in price is held or comes back along the split. A booking that moved to this date
    already answers the same. Raises `MovingTooLate`, `StepNotPossible`, `DateAlready`, `NotThisModule`, and what
    refuses a booking of that date: `Full`, `PriceChanged`, `BalanceTooLow`, `TooLate` and the like.
    """
    old = bookings.lock_booking(account_id, booking_id)
    successor = bookings.find_successor(old)
    if successor is not None and successor.edition_id == edition_id:
        return successor
    bookings.check_holds_seat(old.state)
    _check_time(old, clock.now())
    date = get_date(old, edition_id)
    _check_price(date, expected_price_cents)
    return _replace(old, date, actor_id=actor_id, is_confirmed=old.state == "confirmed")


def move_as_offered(
    old: bookings.Booking, edition_id: uuid.UUID, price_cents: int, *, actor_id: uuid.UUID
) -> bookings.Booking:
    """Move a locked booking to the date its provider proposed, at that price: a yes of both, so it is confirmed."""
    date = get_date(old, edition_id)
    _check_price(date, price_cents)
    return _replace(old, date, actor_id=actor_id, is_confirmed=True)


def _check_price(date: Date, expected_price_cents: int | None) -> None:
    if expected_price_cents is not None and expected_price_cents != date.edition.price_cents:
        raise catalogue.PriceChanged(price_cents=date.edition.price_cents)


def _replace(old: bookings.Booking, date: Date, *, actor_id: uuid.UUID, is_confirmed: bool) -> bookings.Booking:
    new = bookings.replace_booking(old, date.edition, rule="moved", actor_id=actor_id, is_confirmed=is_confirmed)
    tell_both(old, new)
    return new


def tell_both(old: bookings.Booking, new: bookings.Booking) -> None:
    """Tell the person and the provider that one booking took the place of another."""
    contact = people.get_contact(new.account_id)
    more_cents, back_cents = rules.difference(old.price_cents, new.price_cents)
    is_request = new.state == "reserved"
    bookings.tell_person(
        "booking-moved",
        new,
        contact=contact,
        was=old.reference,
        was_on=bookings.day(old.starts_at, contact.language),
        more=bookings.euros(more_cents, contact.language) if more_cents else "",
        back=bookings.euros(back_cents, contact.language) if back_cents else "",
        respond_by=bookings.day(new.respond_by, contact.language) if is_request else "",
        free_until=bookings.day(new.free_until, contact.language),
    )
    bookings.tell_provider(
        "booking-moved-here",
        new,
        was=old.reference,
        was_on=bookings.day(old.starts_at),
        respond_by=bookings.day(new.respond_by) if is_request else "",
    )
