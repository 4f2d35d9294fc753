"""Bookings that were attended, and their ratings."""

import time_machine

from leerloket import clock
from leerloket.courses.bookings import service as bookings
from leerloket.courses.ratings import service
from tests.courses.bookings import make

FINE = {"welcome": 4, "content": 5, "teachers": 5, "means": 3, "guidance": 4}


def attended(line: make.Line | None = None, present_pct: int = 100) -> make.Line:
    """The person was there, and said so."""
    line = line or make.line()
    with time_machine.travel(line.edition.ends_at + clock.ONE_DAY):
        bookings.declare_attendance(
            line.school.provider_id, line.booking.booking_id, present_pct=present_pct, actor_id=line.school.staff_id
        )
        bookings.answer_attendance(line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id)
    return line


def at_home(line: make.Line) -> time_machine.travel:
    """Two days after the attendance was confirmed."""
    return time_machine.travel(line.edition.ends_at + 3 * clock.ONE_DAY)


def rated(number: int) -> make.Line:
    """A module that so many people rated; answers the last of them."""
    first = attended()
    lines = [first]
    for _ in range(number - 1):
        person = make.learner()
        booking = make.book(person, first.edition)
        bookings.accept(first.school.provider_id, booking.booking_id, actor_id=first.school.staff_id)
        lines.append(attended(make.Line(first.school, first.edition, person, booking)))
    for line in lines:
        with at_home(line):
            service.rate(line.person_id, line.booking.booking_id, FINE)
    return lines[-1]
