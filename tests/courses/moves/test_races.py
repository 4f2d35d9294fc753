"""Everybody moves at the same moment, with real threads and real commits."""

import pytest

from leerloket import db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import service as moves
from tests.courses.bookings import make
from tests.courses.moves import make as make_moves
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")


def test_two_people_swap_dates_while_others_want_the_last_seat_and_click_twice() -> None:
    def before() -> tuple[make.Line, make.Line, catalogue.Edition]:
        first = make.line(200_000, capacity=2)
        target = make_moves.other_date(first.edition, capacity=2)
        second_id = make.learner(200_000)
        return first, make.Line(first.school, target, second_id, make.book(second_id, target)), target

    first, second, target = db.run(before)

    def there() -> bookings.Booking:
        return moves.move(first.person_id, first.booking.booking_id, target.edition_id, actor_id=first.person_id)

    def back() -> bookings.Booking:
        return moves.move(
            second.person_id, second.booking.booking_id, first.edition.edition_id, actor_id=second.person_id
        )

    results = together(there, back, there, back, there)
    made = {result.booking_id for result in results if isinstance(result, bookings.Booking)}
    assert len(made) == 2, results
    assert len([r for r in results if isinstance(r, bookings.Booking)]) == 5
    for line in (first, second):
        assert db.run(ledger.get_balance, line.person_id).held_cents == 60_000
    assert db.run(make.broken) == {}
