"""Seats of an edition: take one, give it back, keep one for somebody who waited.

`taken` counts bookings and kept seats; `in_line` counts who waits without an offer. A free seat is the line's before
it is anybody else's (docs/decisions/0004). Every verb holds the row of the edition.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from leerloket import clock, db, errors
from leerloket.courses.catalogue import editions
from leerloket.courses.catalogue.rules import EditionCancelled, Full, NoPrice, PriceChanged

OTHER_DATES = 3
"""How many other dates a full edition names."""

PRICE = "SELECT cents FROM edition_prices WHERE edition_id = %s AND valid @> %s"
TAKE = """
UPDATE editions SET taken = taken + 1
WHERE edition_id = %s AND taken + in_line < capacity AND cancelled_at IS NULL
"""
FREE = "UPDATE editions SET taken = taken - 1 WHERE edition_id = %s"
LOCK = """
SELECT capacity, taken, in_line, starts_at, cancelled_at FROM editions WHERE edition_id = %s FOR UPDATE
"""
KEEP = """
WITH seat AS (
    INSERT INTO kept_seats (account_id, edition_id, until_at)
    VALUES (%(account_id)s, %(edition_id)s, %(until_at)s) ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE editions SET taken = taken + (SELECT count(*) FROM seat) WHERE edition_id = %(edition_id)s
"""
KEEP_TAKEN = "INSERT INTO kept_seats (account_id, edition_id, until_at) VALUES (%s, %s, %s)"
KEPT_UNTIL = "SELECT until_at FROM kept_seats WHERE account_id = %s AND edition_id = %s AND until_at > %s"
IS_KEPT = "SELECT 1 FROM kept_seats WHERE account_id = %s AND edition_id = %s AND until_at > %s"
USE_KEPT = "DELETE FROM kept_seats WHERE account_id = %s AND edition_id = %s AND until_at > %s"
GIVE_UP = "DELETE FROM kept_seats WHERE account_id = %s AND edition_id = %s"
LINE = "UPDATE editions SET in_line = in_line + %s WHERE edition_id = %s"


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of an edition while its row is locked."""

    capacity: int
    taken: int
    in_line: int
    starts_at: datetime
    cancelled_at: datetime | None

    @property
    def free(self) -> int:
        """Seats nobody has and that are kept for nobody."""
        return self.capacity - self.taken


def price_of(edition_id: uuid.UUID, at: datetime) -> int:
    """The price in cents that is in force at an instant; refuses `NoPrice`."""
    row = db.cursor().execute(PRICE, [edition_id, at]).fetchone()
    if row is None:
        raise NoPrice
    return int(row[0])


def take_seat(
    edition_id: uuid.UUID, *, account_id: uuid.UUID | None = None, price_cents: int | None = None
) -> datetime:
    """Take one seat; answers the instant at which it was taken, read while the edition's row is locked.

    When there is none for everybody, the seat that is kept for `account_id` is used. Refuses `Full` with other
    dates that have seats, `EditionCancelled`, and NotFound. With `price_cents` it also refuses `PriceChanged` when
    another price is in force at that instant: a change of price waits for the same row.
    """
    if db.cursor().execute(TAKE, [edition_id]).rowcount == 0 and not _use_kept(edition_id, account_id):
        _refuse_seat(editions.get(edition_id))
    taken_at = clock.now()
    if price_cents is not None:
        present_cents = price_of(edition_id, taken_at)
        if present_cents != price_cents:
            raise PriceChanged(price_cents=present_cents)
    return taken_at


def _use_kept(edition_id: uuid.UUID, account_id: uuid.UUID | None) -> bool:
    if account_id is None or lock_seats(edition_id).cancelled_at is not None:
        return False
    return db.cursor().execute(USE_KEPT, [account_id, edition_id, clock.now()]).rowcount == 1


def _refuse_seat(edition: editions.Edition) -> None:
    if edition.cancelled_at is not None:
        raise EditionCancelled(possible=_other_dates(edition))
    raise Full(possible=[*_other_dates(edition), waiting_list_way(edition)])


def _other_dates(edition: editions.Edition) -> list[errors.Possible]:
    coming = editions.coming([edition.module_id]).get(edition.module_id, [])
    others = [other for other in coming if other.seats_left and other.edition_id != edition.edition_id]
    return [
        errors.Possible(
            f"Kies een andere datum: {clock.day_text(clock.business_date(other.starts_at))}.",
            f"Choose another date: {clock.day_text(clock.business_date(other.starts_at), 'en')}.",
            f"/opleidingen/{other.slug}",
        )
        for other in others[:OTHER_DATES]
    ]


def waiting_list_way(edition: editions.Edition) -> errors.Possible:
    """What is possible when an edition is full: to wait for a seat."""
    return errors.Possible(
        "Zet u op de wachtlijst.",
        "Join the waiting list.",
        f"/opleidingen/{edition.slug}/wachtlijst?datum={edition.edition_id}",
    )


def free_seat(edition_id: uuid.UUID) -> None:
    """Give one seat back; refuses NotFound."""
    if db.cursor().execute(FREE, [edition_id]).rowcount == 0:
        raise editions.UnknownEdition


def lock_seats(edition_id: uuid.UUID) -> Seats:
    """Lock the row of an edition, so that its seats and its line stand still; refuses NotFound."""
    row = db.cursor().execute(LOCK, [edition_id]).fetchone()
    if row is None:
        raise editions.UnknownEdition
    return Seats(*row)


def change_line(edition_id: uuid.UUID, by: int) -> None:
    """So many more (or fewer) people wait without an offer."""
    db.cursor().execute(LINE, [by, edition_id])


def keep_seat(edition_id: uuid.UUID, account_id: uuid.UUID, until_at: datetime) -> None:
    """Take a free seat for one person, who can book it until an instant. The caller has locked the seats."""
    db.cursor().execute(KEEP, {"edition_id": edition_id, "account_id": account_id, "until_at": until_at})


def keep_seat_for_payment(
    edition_id: uuid.UUID, account_id: uuid.UUID, until_at: datetime, *, price_cents: int
) -> datetime | None:
    """Take a seat that is free for all and keep it for a person who has to pay first.

    A seat that is kept for this person already (an offer of the waiting list) stays as it is: answers until when,
    else None. Refuses as `take_seat`.
    """
    lock_seats(edition_id)
    kept = db.cursor().execute(KEPT_UNTIL, [account_id, edition_id, clock.now()]).fetchone()
    if kept is not None:
        return kept[0]  # type: ignore[no-any-return]
    take_seat(edition_id, price_cents=price_cents)
    db.cursor().execute(KEEP_TAKEN, [account_id, edition_id, until_at])
    return None


def is_seat_kept(edition_id: uuid.UUID, account_id: uuid.UUID) -> bool:
    """Whether a seat is kept for this person now."""
    return db.cursor().execute(IS_KEPT, [account_id, edition_id, clock.now()]).fetchone() is not None


def give_up_seat(edition_id: uuid.UUID, account_id: uuid.UUID) -> None:
    """A seat that was kept for a person and was not booked is free again. The caller has locked the seats."""
    if db.cursor().execute(GIVE_UP, [account_id, edition_id]).rowcount:
        free_seat(edition_id)
