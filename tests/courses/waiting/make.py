"""Full editions and people in their line."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.waiting import service as waiting
from tests.courses.bookings import make


@dataclass(frozen=True)
class Line:
    """An edition of one seat that is booked, and who waits for it."""

    school: make.School
    edition: catalogue.Edition
    booking: bookings.Booking
    people: list[uuid.UUID]

    def free(self) -> None:
        """Who has the seat gives it back."""
        bookings.cancel(self.booking.account_id, self.booking.booking_id, by="person", actor_id=self.booking.account_id)

    def offer(self) -> None:
        """The seat comes free and is offered to the first."""
        self.free()
        waiting.run_clocks(clock.now())

    def states(self) -> list[str]:
        """The state of everybody's newest place."""
        query = sa.text(
            "SELECT state FROM waiting_places WHERE edition_id = :edition AND account_id = :account"
            " ORDER BY number DESC LIMIT 1"
        )
        return [
            db.session.execute(query, {"edition": self.edition.edition_id, "account": person}).scalar_one()
            for person in self.people
        ]


def line(waiters: int = 2, right_cents: int = 100_000) -> Line:
    school = make.school()
    edition = make.edition(school, capacity=1)
    booking = make.book(make.learner(), edition)
    people = [make.learner(right_cents) for _ in range(waiters)]
    for person in people:
        waiting.join(person, edition.edition_id)
    return Line(school, edition, booking, people)


def in_line(edition_id: uuid.UUID) -> tuple[int, int]:
    """How many wait by the edition's own count, and by counting."""
    query = sa.text("SELECT count(*) FROM waiting_places WHERE edition_id = :id AND state = 'waiting'")
    counted = db.session.execute(query, {"id": edition_id}).scalar_one()
    return catalogue.get_edition(edition_id).in_line, counted
