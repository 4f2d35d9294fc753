"""Everybody at the same moment for one seat, with real threads and real commits."""

from datetime import timedelta

import pytest
import time_machine

from leerloket import clock, db
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.waiting import service as waiting
from tests.courses.bookings import make
from tests.courses.waiting import make as lines
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")


def assert_sound(line: lines.Line) -> None:
    assert db.run(make.broken) == {}
    stored, counted = db.run(lambda: lines.in_line(line.edition.edition_id))
    assert stored == counted


def kinds(results: list[object]) -> list[str]:
    return [type(result).__name__ for result in results]


def test_a_seat_that_comes_free_never_goes_past_the_line() -> None:
    line = db.run(lambda: lines.line(1))
    strangers = db.run(lambda: [make.learner() for _ in range(3)])
    results = together(
        line.free,
        lambda: waiting.run_clocks(clock.now()),
        *(lambda stranger=stranger: make.book(stranger, line.edition) for stranger in strangers),
    )
    assert kinds(results)[2:] == ["Full"] * 3
    db.run(lambda: waiting.run_clocks(clock.now()))
    assert db.run(line.states) == ["offered"]
    assert_sound(line)


def test_two_clocks_at_once_offer_a_seat_once() -> None:
    line = db.run(lambda: lines.line(3))
    db.run(line.free)
    results = together(*[lambda: waiting.run_clocks(clock.now())] * 4)
    assert sum(report.offered for report in results if isinstance(report, waiting.ClockReport)) == 1
    assert db.run(line.states) == ["offered", "waiting", "waiting"]
    assert_sound(line)


def test_booking_an_offer_against_its_end_gives_the_seat_to_one() -> None:
    line = db.run(lambda: lines.line(2))
    db.run(line.offer)
    first = line.people[0]
    until = db.run(lambda: waiting.get_place(first, line.edition.edition_id)).offer_until
    assert until is not None
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        results = together(lambda: make.book(first, line.edition), lambda: waiting.run_clocks(until))
        db.run(lambda: waiting.run_clocks(clock.now()))
    won = isinstance(results[0], bookings.Booking)
    assert db.run(line.states) == (["booked", "waiting"] if won else ["missed", "offered"])
    assert db.run(lambda: catalogue.get_edition(line.edition.edition_id)).taken == 1
    assert_sound(line)


def test_booking_an_offer_against_leaving_the_line_gives_the_seat_to_one() -> None:
    line = db.run(lambda: lines.line(2))
    db.run(line.offer)
    first = line.people[0]
    results = together(lambda: make.book(first, line.edition), lambda: waiting.leave(first, line.edition.edition_id))
    db.run(lambda: waiting.run_clocks(clock.now()))
    won = isinstance(results[0], bookings.Booking)
    assert kinds(results) == (["Booking", "NotFound"] if won else ["Full", "NoneType"])
    assert db.run(line.states) == (["booked", "waiting"] if won else ["left", "offered"])
    assert_sound(line)


def test_everybody_who_joins_at_once_gets_a_place_of_their_own() -> None:
    line = db.run(lambda: lines.line(0))
    people = db.run(lambda: [make.learner() for _ in range(6)])
    results = together(*(lambda person=person: waiting.join(person, line.edition.edition_id) for person in people))
    assert sorted(place.position for place in results if isinstance(place, waiting.Place)) == [1, 2, 3, 4, 5, 6]
    one = people[0]
    together(*[lambda: waiting.join(one, line.edition.edition_id)] * 4)
    assert db.run(lambda: lines.in_line(line.edition.edition_id)) == (6, 6)
    assert_sound(line)


def test_six_clicks_on_an_offer_are_one_booking() -> None:
    line = db.run(lambda: lines.line(1))
    db.run(line.offer)
    person = line.people[0]
    results = together(*[lambda: make.book(person, line.edition)] * 6)
    assert sorted(kinds(results)) == ["BookedAlready"] * 5 + ["Booking"]
    assert_sound(line)
