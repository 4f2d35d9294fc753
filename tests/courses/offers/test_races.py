"""A yes, the clock and a cancel at the same moment."""

import pytest
import time_machine

from leerloket import clock, db
from leerloket.courses.bookings import service as bookings
from leerloket.courses.offers import service as offers
from tests.courses.bookings import make
from tests.courses.offers.make import change
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")


def test_two_answers_a_cancel_and_the_clock_give_one_end() -> None:
    def before() -> make.Line:
        line = make.line()
        change(line)
        return line

    line = db.run(before)
    person_id, booking_id = line.person_id, line.booking.booking_id
    until = db.run(lambda: line.now.offer_until)
    results = together(
        lambda: offers.answer(person_id, booking_id, agree=True, actor_id=person_id),
        lambda: offers.answer(person_id, booking_id, agree=False, actor_id=person_id),
        lambda: bookings.cancel(person_id, booking_id, by="person", actor_id=person_id),
    )
    assert len([result for result in results if isinstance(result, bookings.Booking)]) == 1
    with time_machine.travel(until):
        together(lambda: offers.run_clocks(clock.now()), lambda: offers.run_clocks(clock.now()))
    assert db.run(make.broken) == {}
