"""Offers in place of what was booked, and the one door of this folder: change an edition, propose a date, answer.

Locks are taken in one order: account → booking → edition.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import service as moves
from leerloket.courses.offers import rules
from leerloket.courses.offers.reads import OFFER, Offer, facts_of, find_open, list_over
from leerloket.courses.offers.rules import EditionBegan, NewDateInPast, NoOffer, NothingChanges, OfferOver
from leerloket.people import service as people

__all__ = [
    "EditionBegan",
    "NewDateInPast",
    "NoOffer",
    "NothingChanges",
    "Offer",
    "OfferOver",
    "answer",
    "change_edition",
    "find_open",
    "propose_date",
    "run_clocks",
]

AT_ONCE = 200
"""How many offers one run of the clock ends in one transaction."""


def change_edition(
    provider_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    place: str | None,
    address: str | None,
    sessions: Sequence[catalogue.Session],
    price_cents: int,
    reason: str,
    actor_id: uuid.UUID,
) -> int:
    """Give an own edition another date, place or price. Everybody who booked gets an offer to answer.

    Who booked keeps the price of then, unless the price is what changes. Answers how many offers were made. Raises
    `EditionBegan`, `NewDateInPast`, `NothingChanges`, NotFound, and Invalid for facts that cannot be.
    """
    before = catalogue.get_own_edition(provider_id, edition_id)
    at = clock.now()
    if before.starts_at <= at:
        raise EditionBegan
    if sessions:
        rules.check_new_date(sessions[0].starts_at, at)
    for booking in bookings.list_with_seat(provider_id, edition_id):
        ledger.lock(booking.account_id)
    edition = catalogue.reschedule_edition(
        provider_id, edition_id, place=place, address=address, sessions=sessions, price_cents=price_cents
    )
    if replace(edition, version=before.version, taken=before.taken, in_line=before.in_line) == before:
        raise NothingChanges
    made = 0
    for booking in bookings.list_with_seat(provider_id, edition_id):
        price = edition.price_cents if edition.price_cents != before.price_cents else booking.price_cents
        offered = rules.Facts(edition.starts_at, edition.ends_at, edition.place, edition.address, price)
        if offered != facts_of(booking):
            _make(booking, "changed", edition_id, offered, reason=reason, actor_id=actor_id)
            made += 1
    return made


def propose_date(
    provider_id: uuid.UUID, booking_id: uuid.UUID, edition_id: uuid.UUID, *, reason: str, actor_id: uuid.UUID
) -> Offer:
    """Propose another date of the module to somebody who booked. No seat is kept: an answer finds it or not.

    Raises NotFound, `StepNotPossible`, `EditionBegan`, `Full`, and what refuses a date to move to.
    """
    booking = bookings.lock_booking(bookings.account_of(booking_id, provider_id), booking_id)
    bookings.check_holds_seat(booking.state)
    at = clock.now()
    edition = moves.get_date(booking, edition_id).edition
    if min(booking.starts_at, edition.starts_at) <= at:
        raise EditionBegan
    if not edition.seats_left:
        raise catalogue.Full
    offered = rules.Facts(edition.starts_at, edition.ends_at, edition.place, edition.address, edition.price_cents)
    return _make(booking, "date", edition_id, offered, reason=reason, actor_id=actor_id)


def _make(
    booking: bookings.Booking,
    kind: str,
    edition_id: uuid.UUID,
    offered: rules.Facts,
    *,
    reason: str,
    actor_id: uuid.UUID,
) -> Offer:
    at = clock.now()
    earlier = find_open(booking)
    if earlier is not None:
        _mark(earlier, "ended", at)
    offer = Offer(
        account_id=booking.account_id,
        offer_id=db.new_id(),
        booking_id=booking.booking_id,
        kind=kind,
        edition_id=edition_id,
        place=offered.place,
        address=offered.address,
        starts_at=offered.starts_at,
        ends_at=offered.ends_at,
        price_cents=offered.price_cents,
        reason=reason,
        made_by=actor_id,
        made_at=at,
        answer_by=rules.answer_by(at, offered.starts_at),
        answer=None,
        answered_at=None,
    )
    db.session.execute(sa.insert(OFFER).values({column.name: getattr(offer, column.name) for column in OFFER.c}))
    bookings.set_offer(booking, kind, offer.answer_by)
    contact = people.get_contact(booking.account_id)
    bookings.tell_person(
        "offer-made",
        booking,
        contact=contact,
        again=int(at.timestamp()),
        about=kind,
        reason=reason,
        new_day=bookings.day(offer.starts_at, contact.language),
        price=bookings.euros(offer.price_cents, contact.language),
        answer_by=clock.moment_text(offer.answer_by, contact.language),
        ends="yes" if offer.ends(booking) else "",
    )
    return offer


def answer(account_id: uuid.UUID, booking_id: uuid.UUID, *, agree: bool, actor_id: uuid.UUID) -> bookings.Booking:
    """The person says yes, which books what is offered in place of the booking, or no.

    A no ends the booking free of cost when its date or place changed, and else leaves it as it is. Answers the
    booking that counts now. Raises `NoOffer`, `OfferOver`, NotFound, and on a yes what refuses a move.
    """
    booking = bookings.lock_booking(account_id, booking_id)
    offer, at = find_open(booking), clock.now()
    if offer is None:
        raise NoOffer
    rules.check_in_time(offer.answer_by, at)
    if not agree:
        return _leave(offer, booking, "declined", at, actor_id=actor_id)
    _close(offer, booking, "agreed", at)
    if offer.kind == "date":
        return moves.move_as_offered(booking, offer.edition_id, offer.price_cents, actor_id=actor_id)
    edition = replace(catalogue.get_edition(offer.edition_id), price_cents=offer.price_cents)
    new = bookings.replace_booking(booking, edition, rule="changed-offer-agreed", actor_id=actor_id, is_confirmed=True)
    moves.tell_both(booking, new)
    return new


def _leave(
    offer: Offer, booking: bookings.Booking, said: str, at: datetime, *, actor_id: uuid.UUID | None
) -> bookings.Booking:
    """A no, or silence: the booking ends free of cost or stays, and both are told."""
    _close(offer, booking, said, at)
    ends = offer.ends(booking)
    if ends:
        bookings.end_booking(booking, "cancelled", rule="changed-offer-declined", actor_id=actor_id, reason="")
    back = bookings.euros(booking.price_cents) if ends else ""
    again = int(offer.made_at.timestamp())
    bookings.tell_person("offer-refused", booking, again=again, said=said, back=back)
    bookings.tell_provider("offer-refused-here", booking, again=again, said=said, ended="yes" if ends else "")
    return bookings.get_booking(booking.account_id, booking.booking_id)


def _close(offer: Offer, booking: bookings.Booking, said: str, at: datetime) -> None:
    _mark(offer, said, at)
    bookings.set_offer(booking, None, None)


def _mark(offer: Offer, said: str, at: datetime) -> None:
    """Note the answer on an offer that is open; refuses `NoOffer` when somebody was just ahead."""
    mine = sa.and_(OFFER.c.account_id == offer.account_id, OFFER.c.offer_id == offer.offer_id)
    noted = sa.update(OFFER).where(mine, OFFER.c.answer.is_(None)).values(answer=said, answered_at=at)
    if db.session.execute(noted.returning(OFFER.c.offer_id)).first() is None:
        raise NoOffer


@dataclass(frozen=True, slots=True)
class ClockReport:
    """How many offers ran out."""

    silent: int


def run_clocks(now: datetime) -> ClockReport:
    """Let offers run out: silence is a no. Offers of bookings that ended meanwhile are closed.

    At most `AT_ONCE`, accounts locked first and by id, editions after them and by id.
    """
    over = list_over(now, AT_ONCE)
    for account_id in sorted({offer.account_id for offer in over}):
        ledger.lock(account_id)
    silent = 0
    for offer in sorted(over, key=lambda offer: offer.edition_id):
        booking = bookings.lock_booking(offer.account_id, offer.booking_id)
        present = find_open(booking)
        if present is not None and present.offer_id == offer.offer_id:
            _leave(offer, booking, "silent", now, actor_id=None)
            silent += 1
        elif booking.state not in bookings.HOLDS_SEAT:
            _close(offer, booking, "ended", now)
    return ClockReport(silent)
