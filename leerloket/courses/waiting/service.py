"""The line for a full edition, and the one door of this folder: join, leave, list, and the clock that offers seats.

Locks are taken in one order: account → edition → places and kept seats.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.courses.waiting import rules
from leerloket.courses.waiting.models import WaitingPlace
from leerloket.people import service as people

AT_ONCE = 50
"""In how many editions one run of the clock moves the line in one transaction."""

MAILS = {"offered": "waiting-offer", "missed": "waiting-missed", "left": "waiting-left", "ended": "waiting-ended"}
"""What is told of a step; a booking tells of itself."""

LINE = """
SELECT w.account_id, w.place_id, w.state, w.offer_until, k.account_id IS NOT NULL,
       EXISTS (SELECT FROM bookings b WHERE b.account_id = w.account_id AND b.edition_id = w.edition_id
               AND b.state IN ('reserved', 'confirmed', 'attended', 'paid'))
FROM waiting_places w
LEFT JOIN kept_seats k ON k.account_id = w.account_id AND k.edition_id = w.edition_id
WHERE w.edition_id = %s AND w.state IN ('waiting', 'offered') ORDER BY w.number
"""
DUE = """
SELECT w.edition_id
FROM waiting_places w JOIN editions e ON e.edition_id = w.edition_id
LEFT JOIN kept_seats k ON k.account_id = w.account_id AND k.edition_id = w.edition_id
WHERE w.state IN ('waiting', 'offered')
  AND (e.cancelled_at IS NOT NULL OR e.starts_at <= %(now)s
       OR (w.state = 'waiting' AND e.taken < e.capacity)
       OR (w.state = 'offered' AND (w.offer_until <= %(now)s OR k.account_id IS NULL))
       OR EXISTS (SELECT FROM bookings b WHERE b.account_id = w.account_id AND b.edition_id = w.edition_id
               AND b.state IN ('reserved', 'confirmed', 'attended', 'paid')))
GROUP BY w.edition_id ORDER BY w.edition_id
"""
PLACES = """
SELECT w.place_id, w.edition_id, w.state, w.joined_at, w.offer_until,
       (SELECT count(*) FROM waiting_places a
        WHERE a.edition_id = w.edition_id AND a.number <= w.number AND a.state IN ('waiting', 'offered'))
FROM waiting_places w
LEFT JOIN kept_seats k ON k.account_id = w.account_id AND k.edition_id = w.edition_id
WHERE w.account_id = %(account_id)s AND w.state IN ('waiting', 'offered')
  AND (w.state = 'waiting' OR k.until_at > %(now)s)
ORDER BY w.place_id
"""
JOIN = """
INSERT INTO waiting_places (account_id, place_id, edition_id, number, state, joined_at)
SELECT %(account_id)s, %(place_id)s, %(edition_id)s,
       (SELECT coalesce(max(number), 0) + 1 FROM waiting_places WHERE edition_id = %(edition_id)s), 'waiting', %(at)s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in a line. `position` 1 is next; an offer is open until `offer_until`."""

    place_id: uuid.UUID
    edition: catalogue.Edition
    state: str
    joined_at: datetime
    offer_until: datetime | None
    position: int


@dataclass(frozen=True, slots=True)
class ClockReport:
    """How many places the clock moved."""

    offered: int
    missed: int
    ended: int


def join(account_id: uuid.UUID, edition_id: uuid.UUID) -> Place:
    """Stand in line for a full edition; who stands there already keeps the place.

    Raises what would refuse a booking, but for the money and the seat: `TooLate`, `NotOnOffer`, `ProviderClosed`,
    `OwnProvider`, `BookedAlready`, `EditionCancelled`, `NoPrice`. Also `SeatsFree`, `TooManyPlaces` and NotFound.
    """
    ledger.lock(account_id)
    at = clock.now()
    advance(edition_id, at)
    places = list_places(account_id)
    found = next((place for place in places if place.edition.edition_id == edition_id), None)
    if found is not None:
        return found
    _check_join(account_id, edition_id)
    if len(places) >= rules.MOST_PLACES:
        raise rules.TooManyPlaces(places=len(places))
    row = {"account_id": account_id, "place_id": db.new_id(), "edition_id": edition_id, "at": at}
    db.cursor().execute(JOIN, row)
    catalogue.change_line(edition_id, 1)
    return get_place(account_id, edition_id)


def _check_join(account_id: uuid.UUID, edition_id: uuid.UUID) -> None:
    no_hindrance = (catalogue.Full, ledger.BalanceTooLow, ledger.Frozen, bookings.TooManyRequests)
    quote = bookings.quote(account_id, edition_id)
    for refusal in quote.refusals:
        if not isinstance(refusal, no_hindrance):
            raise refusal
    if not any(isinstance(refusal, catalogue.Full) for refusal in quote.refusals):
        way = errors.Possible("Boek deze datum.", "Book this date.", bookings.dates_url(quote.edition.slug))
        raise rules.SeatsFree(possible=[way])


def leave(account_id: uuid.UUID, edition_id: uuid.UUID) -> None:
    """Give up a place in line; a seat that was offered goes to the next. Raises NotFound without a place."""
    catalogue.lock_seats(edition_id)
    mine = [place for place in _line(edition_id) if place.account_id == account_id]
    if not mine or mine[0].has_booked or (mine[0].state == "offered" and not mine[0].is_seat_kept):
        raise errors.NotFound
    edition = catalogue.get_edition(edition_id)
    _take_step(edition, rules.Step(mine[0], "left"), clock.now())


def list_places(account_id: uuid.UUID) -> list[Place]:
    """The lines a person stands in, oldest first. An offer that has run out is over."""
    rows = db.cursor().execute(PLACES, {"account_id": account_id, "now": clock.now()}).fetchall()
    return [
        Place(place_id, catalogue.get_edition(edition_id), state, joined_at, until, position)
        for place_id, edition_id, state, joined_at, until, position in rows
    ]


def get_place(account_id: uuid.UUID, edition_id: uuid.UUID) -> Place:
    """A person's place in one line; raises NotFound."""
    for place in list_places(account_id):
        if place.edition.edition_id == edition_id:
            return place
    raise errors.NotFound


def run_clocks(now: datetime) -> ClockReport:
    """Offer free seats in order of arrival, end offers that ran out, and end the lines of editions that are over.

    Works on at most `AT_ONCE` editions in the caller's transaction, by id; what is left goes next time.
    """
    moved: list[rules.Step] = []
    editions = 0
    for (edition_id,) in db.cursor().execute(DUE, {"now": now}).fetchall():
        steps = advance(edition_id, now)
        moved += steps
        editions += bool(steps)
        if editions == AT_ONCE:
            break
    count = [step.to for step in moved].count
    return ClockReport(offered=count("offered"), missed=count("missed"), ended=count("ended"))


def advance(edition_id: uuid.UUID, now: datetime) -> Sequence[rules.Step]:
    """Do everything that is due in the line of one edition, under the lock of its seats; answers the steps."""
    seats = catalogue.lock_seats(edition_id)
    line = _line(edition_id)
    if not line:
        return []
    edition = catalogue.get_edition(edition_id)
    known = rules.Edition(
        free=seats.free,
        starts_at=seats.starts_at,
        is_cancelled=seats.cancelled_at is not None,
        is_bookable=edition.module_state == "online" and providers.is_open_for_booking(edition.provider_id, now),
    )
    steps = rules.steps(known, line, now)
    for step in steps:
        _take_step(edition, step, now)
    return steps


def _line(edition_id: uuid.UUID) -> list[rules.InLine]:
    return [rules.InLine(*row) for row in db.cursor().execute(LINE, [edition_id]).fetchall()]


def _take_step(edition: catalogue.Edition, step: rules.Step, at: datetime) -> None:
    """One place to its next state, with the seat and the message that belong to it."""
    place = step.place
    if place.state == "waiting":
        catalogue.change_line(edition.edition_id, -1)
    if step.offer_until is not None:
        catalogue.keep_seat(edition.edition_id, place.account_id, step.offer_until)
    elif place.is_seat_kept:
        catalogue.give_up_seat(edition.edition_id, place.account_id)
    db.session.execute(
        sa.update(WaitingPlace)
        .where(WaitingPlace.account_id == place.account_id, WaitingPlace.place_id == place.place_id)
        .values(
            state=step.to,
            offer_until=step.offer_until or place.offer_until,
            ended_at=None if step.to in rules.OPEN else at,
        )
    )
    _tell(edition, step)


def _tell(edition: catalogue.Edition, step: rules.Step) -> None:
    """Tell the person, when there is something to tell. The course is not named (trust.md)."""
    contact = people.get_contact(step.place.account_id)
    kind = MAILS.get(step.to)
    if kind is None:
        return
    facts = {"starts": clock.day_text(clock.business_date(edition.starts_at), contact.language)}
    if step.offer_until is not None:
        facts["until"] = clock.moment_text(step.offer_until, contact.language)
    outbox.put(
        kind,
        contact.email,
        dedup=f"{kind}:{step.place.place_id}",
        facts=facts,
        account_id=step.place.account_id,
        language=contact.language,
    )
