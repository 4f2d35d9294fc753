"""The life of a place in line."""

from datetime import timedelta

import flask
import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.waiting import rules
from leerloket.courses.waiting import service as waiting
from tests.courses.bookings import make
from tests.courses.waiting import make as lines

pytestmark = pytest.mark.usefixtures("session")


def refused(kind: type[errors.Refusal], person_id: object, edition_id: object) -> errors.Refusal:
    with pytest.raises(kind) as refusal, db.session.begin_nested():
        waiting.join(person_id, edition_id)  # type: ignore[arg-type]
    return refusal.value


def assert_sound(line: lines.Line) -> None:
    stored, counted = lines.in_line(line.edition.edition_id)
    assert stored == counted
    assert make.broken() == {}


def test_a_line_knows_its_order_and_joining_again_keeps_the_place() -> None:
    line = lines.line(3)
    positions = [waiting.get_place(person, line.edition.edition_id).position for person in line.people]
    assert positions == [1, 2, 3]
    assert waiting.join(line.people[1], line.edition.edition_id).position == 2
    waiting.leave(line.people[0], line.edition.edition_id)
    assert waiting.get_place(line.people[2], line.edition.edition_id).position == 2
    assert catalogue.get_edition(line.edition.edition_id).in_line == 2
    assert ledger.get_balance(line.people[2]).held_cents == 0
    assert_sound(line)


def test_who_cannot_book_cannot_wait_but_money_is_not_asked_for() -> None:
    line = lines.line(0)
    open_edition = make.edition(line.school)
    assert refused(rules.SeatsFree, make.learner(), open_edition.edition_id).possible
    refused(bookings.BookedAlready, line.booking.account_id, line.edition.edition_id)
    refused(bookings.OwnProvider, line.school.staff_id, line.edition.edition_id)
    refused(errors.NotFound, make.learner(), db.new_id())
    assert waiting.join(make.learner(0), line.edition.edition_id).position == 1
    with time_machine.travel(line.edition.starts_at):
        refused(bookings.TooLate, make.learner(), line.edition.edition_id)
    bookings.cancel_edition(line.school.provider_id, line.edition.edition_id, actor_id=line.school.staff_id, reason="-")
    refused(catalogue.EditionCancelled, make.learner(), line.edition.edition_id)


def test_nobody_stands_in_more_than_five_lines() -> None:
    person = make.learner()
    for _ in range(rules.MOST_PLACES):
        waiting.join(person, lines.line(0).edition.edition_id)
    refused(rules.TooManyPlaces, person, lines.line(0).edition.edition_id)


def test_a_seat_that_comes_free_is_the_lines_at_once_and_offered_to_the_first() -> None:
    line = lines.line(2)
    line.free()
    assert catalogue.get_edition(line.edition.edition_id).seats_left == 0
    with pytest.raises(catalogue.Full) as refusal:
        make.book(make.learner(), line.edition)
    assert (
        refusal.value.possible[-1].url == f"/opleidingen/{line.edition.slug}/wachtlijst?datum={line.edition.edition_id}"
    )
    before = clock.now()
    assert waiting.run_clocks(before) == waiting.ClockReport(offered=1, missed=0, ended=0)
    place = waiting.get_place(line.people[0], line.edition.edition_id)
    assert (place.state, place.offer_until) == ("offered", before + timedelta(hours=48))
    assert waiting.run_clocks(clock.now()).offered == 0
    with pytest.raises(catalogue.Full):
        make.book(line.people[1], line.edition)
    assert_sound(line)


def test_an_offer_is_booked_as_any_edition_is() -> None:
    line = lines.line(2)
    line.offer()
    assert bookings.quote(line.people[0], line.edition.edition_id).is_possible
    assert not bookings.quote(line.people[1], line.edition.edition_id).is_possible
    make.book(line.people[0], line.edition)
    assert waiting.list_places(line.people[0]) == []
    with pytest.raises(errors.NotFound), db.session.begin_nested():
        waiting.leave(line.people[0], line.edition.edition_id)
    assert_sound(line)
    waiting.run_clocks(clock.now())
    assert line.states() == ["booked", "waiting"]
    assert catalogue.get_edition(line.edition.edition_id).taken == 1
    assert_sound(line)


def test_an_offer_that_ran_out_goes_to_the_next_and_cannot_be_booked() -> None:
    line = lines.line(2)
    line.offer()
    until = waiting.get_place(line.people[0], line.edition.edition_id).offer_until
    assert until is not None
    with time_machine.travel(until, tick=False):
        with pytest.raises(catalogue.Full):
            make.book(line.people[0], line.edition)
        assert waiting.list_places(line.people[0]) == []
        assert waiting.run_clocks(clock.now()) == waiting.ClockReport(offered=1, missed=1, ended=0)
        assert line.states() == ["missed", "offered"]
        assert waiting.join(line.people[0], line.edition.edition_id).position == 2
    assert_sound(line)


def test_leaving_an_offer_gives_the_seat_to_the_next_and_the_last_leaves_it_to_everybody() -> None:
    line = lines.line(2)
    line.offer()
    waiting.leave(line.people[0], line.edition.edition_id)
    with pytest.raises(catalogue.Full):
        make.book(make.learner(), line.edition)
    waiting.run_clocks(clock.now())
    assert line.states() == ["left", "offered"]
    waiting.leave(line.people[1], line.edition.edition_id)
    make.book(make.learner(), line.edition)
    assert_sound(line)


def test_rejected_and_lapsed_requests_free_their_seat_for_the_line() -> None:
    rejected, lapsed = lines.line(1), lines.line(1)
    bookings.reject(
        rejected.school.provider_id, rejected.booking.booking_id, reason="Nee", actor_id=rejected.school.staff_id
    )
    with time_machine.travel(lapsed.booking.respond_by):
        bookings.run_clocks(clock.now())
        waiting.run_clocks(clock.now())
        assert rejected.states() == lapsed.states() == ["offered"]
        assert_sound(lapsed)


def test_more_seats_are_offered_to_the_line_first_and_the_rest_is_for_everybody() -> None:
    line = lines.line(2)
    catalogue.change_edition(line.school.provider_id, line.edition.edition_id, capacity=4)
    assert catalogue.get_edition(line.edition.edition_id).seats_left == 1
    make.book(line.people[1], line.edition)
    waiting.run_clocks(clock.now())
    assert line.states() == ["offered", "booked"]
    assert_sound(line)


def test_a_line_ends_with_its_edition() -> None:
    line, started = lines.line(2), lines.line(2)
    line.offer()
    bookings.cancel_edition(line.school.provider_id, line.edition.edition_id, actor_id=line.school.staff_id, reason="-")
    assert waiting.run_clocks(clock.now()).ended == 2
    assert line.states() == ["ended", "ended"]
    assert_sound(line)
    with time_machine.travel(started.edition.starts_at):
        waiting.run_clocks(clock.now())
        assert started.states() == ["ended", "ended"]
        assert_sound(started)


def test_nothing_is_offered_of_a_suspended_module() -> None:
    line = lines.line(1)
    catalogue.suspend_module(line.edition.module_id)
    line.offer()
    assert line.states() == ["waiting"]
    catalogue.put_online(line.edition.module_id)
    waiting.run_clocks(clock.now())
    assert line.states() == ["offered"]


def test_every_message_reads_well_in_both_languages(app: flask.Flask) -> None:
    line = lines.line(3)
    line.offer()
    with time_machine.travel(clock.now() + timedelta(hours=48)):
        waiting.run_clocks(clock.now())
        waiting.leave(line.people[1], line.edition.edition_id)
    with time_machine.travel(line.edition.starts_at):
        waiting.run_clocks(clock.now())
    query = sa.select(outbox.Message).where(outbox.Message.kind.startswith("waiting-"))
    messages = list(db.session.scalars(query))
    assert {message.kind for message in messages} == set(waiting.MAILS.values())
    for message in messages:
        for language in ("nl", "en"):
            message.language = language
            text = outbox.render(app, message)
            subject, body = text.subject, text.body
            assert 10 < len(subject) < 70
            assert body.strip().endswith("Leerloket")
            assert "asrobot" not in subject + body
            assert "None" not in subject + body
