"""Everybody at the same moment, with real threads and real commits."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import rules
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.settlement import service as settlement
from tests.courses.bookings import make
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")


def states() -> list[str]:
    return db.run(lambda: list(db.session.scalars(sa.text("SELECT state FROM bookings ORDER BY created_at"))))


def assert_sound() -> None:
    assert db.run(make.broken) == {}


def test_two_bookings_on_one_balance_give_one_booking() -> None:
    person_id, first, second = db.run(lambda: (make.learner(60_000), make.edition(), make.edition()))
    results = together(lambda: make.book(person_id, first), lambda: make.book(person_id, second))
    assert sorted(type(result).__name__ for result in results) == ["BalanceTooLow", "Booking"]
    assert db.run(lambda: ledger.get_balance(person_id)).held_cents == 60_000
    assert_sound()


def test_the_last_seat_goes_to_one_person() -> None:
    edition = db.run(lambda: make.edition(capacity=1))
    people = db.run(lambda: [make.learner() for _ in range(6)])
    results = together(*(lambda person_id=person_id: make.book(person_id, edition) for person_id in people))
    assert sorted(type(result).__name__ for result in results) == ["Booking", *["Full"] * 5]
    held = [balance.held_cents for balance in db.run(lambda: [ledger.get_balance(person_id) for person_id in people])]
    assert sorted(held) == [0, 0, 0, 0, 0, 60_000]
    assert_sound()


def test_six_clicks_with_one_key_are_one_booking() -> None:
    person_id, edition = db.run(lambda: (make.learner(), make.edition()))
    results = together(*[lambda: make.book(person_id, edition, key="click")] * 6)
    assert len({result.booking_id for result in results if isinstance(result, bookings.Booking)}) == 1
    assert not [result for result in results if isinstance(result, errors.Refusal)]
    assert db.run(lambda: ledger.get_balance(person_id)).held_cents == 60_000
    assert_sound()


def test_six_clicks_with_six_keys_are_one_booking_and_five_refusals() -> None:
    person_id, edition = db.run(lambda: (make.learner(1_000_000), make.edition()))
    results = together(*[lambda: make.book(person_id, edition)] * 6)
    assert sorted(type(result).__name__ for result in results) == ["BookedAlready"] * 5 + ["Booking"]
    assert_sound()


def test_five_open_requests_are_never_six() -> None:
    person_id = db.run(lambda: make.learner(1_000_000))
    editions = db.run(lambda: [make.edition() for _ in range(8)])
    results = together(*(lambda edition=edition: make.book(person_id, edition) for edition in editions))
    assert sorted(type(result).__name__ for result in results) == ["Booking"] * 5 + ["TooManyRequests"] * 3
    assert_sound()


def test_cancel_against_capture_pays_once() -> None:
    line = db.run(make.line)
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        db.run(
            lambda: bookings.declare_attendance(
                line.school.provider_id, line.booking.booking_id, 0, actor_id=line.school.staff_id
            )
        )
        results = together(
            lambda: bookings.answer_attendance(
                line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id
            ),
            lambda: bookings.cancel(
                line.person_id, line.booking.booking_id, by="administrator", actor_id=db.random_id(), reason="ziek"
            ),
        )
    assert len([result for result in results if isinstance(result, errors.Refusal)]) == 1
    assert states() in (["paid"], ["cancelled"])
    assert_sound()


def test_accept_against_expiry_gives_one_answer() -> None:
    line = db.run(lambda: make.line(accepted=False))
    booking = line.booking
    with time_machine.travel(booking.respond_by - timedelta(seconds=1), tick=False):
        results = together(
            lambda: bookings.accept(line.school.provider_id, booking.booking_id, actor_id=line.school.staff_id),
            lambda: bookings.run_clocks(booking.respond_by + timedelta(seconds=1)),
        )
    assert states() in (["confirmed"], ["expired"])
    assert (states() == ["expired"]) == isinstance(results[0], rules.StepNotPossible)
    assert_sound()


def test_accept_against_cancel_leaves_the_booking_cancelled_and_the_money_back() -> None:
    line = db.run(lambda: make.line(accepted=False))
    booking = line.booking
    together(
        lambda: bookings.accept(line.school.provider_id, booking.booking_id, actor_id=line.school.staff_id),
        lambda: bookings.cancel(line.person_id, booking.booking_id, by="person", actor_id=line.person_id),
    )
    assert states() == ["cancelled"]
    assert db.run(lambda: ledger.get_balance(line.person_id)).available_cents == 100_000
    assert_sound()


def test_agreeing_against_the_clock_pays_once() -> None:
    line = db.run(make.line)
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        declared = db.run(
            lambda: bookings.declare_attendance(
                line.school.provider_id, line.booking.booking_id, 100, actor_id=line.school.staff_id
            )
        )
    assert declared.attendance is not None
    with time_machine.travel(declared.attendance.confirm_by + timedelta(hours=1)):
        together(
            lambda: bookings.answer_attendance(
                line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id
            ),
            lambda: bookings.run_clocks(clock.now()),
        )
        db.run(lambda: settlement.capture_due(clock.now()))
    assert states() == ["paid"]
    assert_sound()


def test_people_who_book_and_cancel_for_the_same_seats_never_take_too_many() -> None:
    editions = db.run(lambda: [make.edition(capacity=2) for _ in range(2)])
    people = db.run(lambda: [make.learner(500_000) for _ in range(6)])

    def book_and_cancel(number: int) -> None:
        person_id, edition = people[number], editions[number % 2]
        for _ in range(4):
            booking = make.book(person_id, edition)
            bookings.cancel(person_id, booking.booking_id, by="person", actor_id=person_id)
            db.session.commit()

    together(*(lambda number=number: book_and_cancel(number) for number in range(6)))
    assert_sound()


def test_calling_an_edition_off_while_people_book_leaves_nobody_in_it() -> None:
    school = db.run(make.school)
    edition = db.run(lambda: make.edition(school, capacity=20))
    people = db.run(lambda: [make.learner() for _ in range(5)])
    together(
        *(lambda person_id=person_id: make.book(person_id, edition) for person_id in people),
        lambda: bookings.cancel_edition(
            school.provider_id, edition.edition_id, actor_id=school.staff_id, reason="Te weinig deelnemers"
        ),
    )
    assert set(states()) <= {"cancelled"}
    assert db.run(lambda: catalogue.get_edition(edition.edition_id)).taken == 0
    assert_sound()
