"""A booking that moves, on a real PostgreSQL."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import rules as booking_rules
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import service as moves
from tests.courses.bookings import make
from tests.courses.moves.make import other_date

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture(autouse=True)
def sound(session: None) -> Iterator[None]:
    """Whatever a test does, the books hold at its end."""
    yield
    assert make.broken() == {}


def move(line: make.Line, to: catalogue.Edition, **more: int) -> bookings.Booking:
    with db.session.begin_nested():
        return moves.move(line.person_id, line.booking.booking_id, to.edition_id, actor_id=line.person_id, **more)


def taken(edition: catalogue.Edition) -> int:
    return catalogue.get_edition(edition.edition_id).taken


def told(booking: bookings.Booking) -> list[str]:
    query = sa.text("SELECT kind FROM outbox WHERE booking_id = :id ORDER BY kind")
    return list(db.session.scalars(query, {"id": booking.booking_id}))


def test_a_confirmed_booking_takes_seat_money_and_yes_along() -> None:
    line = make.line(50_000, 20_000)
    target = other_date(line.edition)
    new = move(line, target)
    assert (line.now.state, new.state, new.edition_id) == ("cancelled", "confirmed", target.edition_id)
    assert (taken(line.edition), taken(target)) == (0, 1)
    assert [(part.pot_id, part.amount_cents) for part in new.split] == [
        (part.pot_id, part.amount_cents) for part in line.booking.split
    ]
    assert {part.rule for part in new.split} == {"pays-as-before-the-move"}
    assert new.cooling_off_until == line.booking.cooling_off_until
    assert told(new) == ["booking-moved", "booking-moved-here"]
    assert move(line, target) == new


@pytest.mark.parametrize(
    ("price_cents", "split"), [(30_000, [25_000, 5_000]), (65_000, [50_000, 15_000]), (60_001, [50_000, 10_001])]
)
def test_the_difference_in_price_is_held_or_comes_back_along_the_split(price_cents: int, split: list[int]) -> None:
    line = make.line(50_000, 20_000)
    new = move(line, other_date(line.edition, price_cents=price_cents), expected_price_cents=price_cents)
    assert sorted((part.amount_cents for part in new.split), reverse=True) == split
    assert ledger.get_balance(line.person_id).held_cents == price_cents


def test_a_dearer_date_than_the_pots_can_pay_changes_nothing() -> None:
    line = make.line(60_000)
    target = other_date(line.edition, price_cents=64_000)
    with pytest.raises(ledger.BalanceTooLow) as refusal:
        move(line, target)
    assert refusal.value.facts["short_cents"] == 4_000
    assert line.now.state == "confirmed"
    assert taken(target) == 0


def test_a_request_gets_a_new_time_to_answer_and_does_not_count_twice() -> None:
    line = make.line(accepted=False)
    new = move(line, other_date(line.edition))
    assert new.state == "reserved"
    assert new.turn.who == "provider"


def test_what_refuses_a_move() -> None:
    line, elsewhere = make.line(), make.edition()
    with pytest.raises(moves.NotThisModule):
        move(line, elsewhere)
    with pytest.raises(moves.DateAlready):
        move(line, line.edition)
    with pytest.raises(catalogue.PriceChanged):
        move(line, other_date(line.edition), expected_price_cents=1)
    full = other_date(line.edition, capacity=1)
    make.book(make.learner(), full)
    with pytest.raises(catalogue.Full):
        move(line, full)
    late = max(line.booking.free_until, clock.now()) + timedelta(hours=1)
    with time_machine.travel(late), pytest.raises(moves.MovingTooLate):
        move(line, other_date(line.edition))
    bookings.cancel(line.person_id, line.booking.booking_id, by="person", actor_id=line.person_id)
    with pytest.raises(booking_rules.StepNotPossible):
        move(line, other_date(line.edition))


def test_only_dates_with_seats_are_offered_with_their_difference() -> None:
    line = make.line()
    dearer = other_date(line.edition, price_cents=70_000)
    make.book(make.learner(), other_date(line.edition, capacity=1))
    assert [(date.edition.edition_id, date.more_cents) for date in moves.list_dates(line.booking)] == [
        (dearer.edition_id, 10_000)
    ]
