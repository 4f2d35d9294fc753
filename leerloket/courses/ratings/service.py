"""The verbs of ratings, and the one door of this folder: rate, read, summarize, ask.

A rating has no free text: nobody would check it for names of teachers, and five numbers compare better.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from leerloket import clock, db, outbox
from leerloket.courses.bookings import service as bookings
from leerloket.courses.ratings import rules
from leerloket.courses.ratings.models import Rating
from leerloket.people import service as people

AT_ONCE = 200
"""How many people one transaction asks."""

TO_ASK = """
SELECT b.account_id, b.booking_id
FROM bookings b JOIN attendances a USING (account_id, booking_id)
WHERE b.state IN ('attended', 'paid') AND a.present_pct > 0
  AND a.confirmed_at BETWEEN %(since)s AND %(until)s
  AND (b.account_id, b.booking_id) > (%(after_account)s, %(after_booking)s)
  AND NOT EXISTS (SELECT FROM ratings r WHERE r.account_id = b.account_id AND r.booking_id = b.booking_id)
ORDER BY b.account_id, b.booking_id LIMIT %(limit)s
"""
FIRST = (uuid.UUID(int=0), uuid.UUID(int=0))


@dataclass(frozen=True, slots=True)
class Summary:
    """What people think of a module: how many rated it, and per criterion the average, 1 to 5 with one decimal."""

    count: int
    averages: dict[str, float]

    @property
    def overall(self) -> float:
        """The average of the five averages, with one decimal."""
        return round(sum(self.averages.values()) / len(self.averages), 1)


def visit_of(booking: bookings.Booking) -> rules.Visit:
    """What counts of a booking for rating it."""
    attendance = booking.attendance
    return rules.Visit(
        booking.state,
        attendance.present_pct if attendance else 0,
        attendance.confirmed_at if attendance else None,
    )


def rate(account_id: uuid.UUID, booking_id: uuid.UUID, given: Mapping[str, int]) -> Rating:
    """Give a booking one to five on each of the five criteria, or change what was given.

    Raises NotFound for another's booking, `NotAttended`, `RatedTooLate`.
    """
    booking = bookings.get_booking(account_id, booking_id)
    at = clock.now()
    rules.check_may_rate(visit_of(booking), at)
    scores = {criterion: given[criterion] for criterion in rules.CRITERIA}
    statement = insert(Rating).values(
        account_id=account_id, booking_id=booking_id, module_id=booking.module_id, rated_at=at, **scores
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Rating.account_id, Rating.booking_id], set_={**scores, "rated_at": at}
        )
    )
    db.session.expire_all()
    return db.session.get_one(Rating, (account_id, booking_id))


def get_rating(account_id: uuid.UUID, booking_id: uuid.UUID) -> Rating | None:
    """What this person gave this booking, if anything."""
    return db.session.get(Rating, (account_id, booking_id))


def summarize(module_id: uuid.UUID) -> Summary | None:
    """What people think of a module; None while fewer than five have rated it."""
    columns = [sa.func.avg(getattr(Rating, criterion)) for criterion in rules.CRITERIA]
    row = db.session.execute(sa.select(sa.func.count(), *columns).where(Rating.module_id == module_id)).one()
    if row[0] < rules.SHOWN_FROM:
        return None
    return Summary(row[0], {name: round(float(mean), 1) for name, mean in zip(rules.CRITERIA, row[1:], strict=True)})


def ask_next(now: datetime, after: tuple[uuid.UUID, uuid.UUID] = FIRST) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Ask the next people whose attendance was confirmed a day ago to rate; each booking once.

    Answers where to go on, or None when all were asked. A missed week is caught up; later nobody is bothered.
    """
    since = now - rules.ASKED_AFTER - 7 * clock.ONE_DAY
    rows = (
        db.cursor()
        .execute(
            TO_ASK,
            {
                "since": since,
                "until": now - rules.ASKED_AFTER,
                "after_account": after[0],
                "after_booking": after[1],
                "limit": AT_ONCE,
            },
        )
        .fetchall()
    )
    for account_id, booking_id in rows:
        _ask(bookings.get_booking(account_id, booking_id))
    return rows[-1] if len(rows) == AT_ONCE else None


def _ask(booking: bookings.Booking) -> None:
    contact = people.get_contact(booking.account_id)
    if not contact.email:
        return
    outbox.put(
        "rating-asked",
        contact.email,
        dedup=f"rating-asked:{booking.booking_id}",
        facts={"reference": booking.reference},
        account_id=booking.account_id,
        booking_id=booking.booking_id,
        language=contact.language,
    )
