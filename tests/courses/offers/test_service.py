"""Offers in place of what was booked, on a real PostgreSQL."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import rules as booking_rules
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import service as moves
from leerloket.courses.offers import service as offers
from tests.courses.bookings import make
from tests.courses.moves.make import other_date
from tests.courses.offers.make import change

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture(autouse=True)
def sound(session: None) -> Iterator[None]:
    """Whatever a test does, the books hold at its end."""
    yield
    assert make.broken() == {}


def answer(line: make.Line, *, agree: bool) -> bookings.Booking:
    with db.session.begin_nested():
        return offers.answer(line.person_id, line.booking.booking_id, agree=agree, actor_id=line.person_id)


def propose(line: make.Line, edition: catalogue.Edition) -> offers.Offer:
    return offers.propose_date(
        line.school.provider_id,
        line.booking.booking_id,
        edition.edition_id,
        reason="Vol.",
        actor_id=line.school.staff_id,
    )


def told(booking: bookings.Booking) -> list[str]:
    query = sa.text("SELECT kind FROM outbox WHERE booking_id = :id AND kind LIKE 'offer%' ORDER BY kind")
    return list(db.session.scalars(query, {"id": booking.booking_id}))


def run_out(line: make.Line) -> None:
    over = line.now.offer_until
    assert over is not None
    with time_machine.travel(over):
        assert offers.run_clocks(clock.now()).silent == 1
        assert offers.run_clocks(clock.now()).silent == 0


def test_a_change_asks_everybody_who_booked_and_says_who_acts_by_when() -> None:
    line = make.line()
    make.book(make.learner(), line.edition)
    assert change(line) == 2
    booking = line.now
    assert (booking.state, booking.turn.who, booking.starts_at) == ("confirmed", "person", line.edition.starts_at)
    assert booking.turn.by == booking.offer_until
    assert catalogue.get_edition(line.edition.edition_id).starts_at > line.edition.starts_at
    assert told(booking) == ["offer-made"]


def test_a_yes_to_another_date_and_price_passes_the_seat_on_though_others_wait() -> None:
    line = make.line(capacity=1, right_cents=70_000)
    change(line, price_cents=64_000)
    db.session.execute(sa.text("UPDATE editions SET in_line = 1"))
    new = answer(line, agree=True)
    db.session.execute(sa.text("UPDATE editions SET in_line = 0"))
    edition = catalogue.get_edition(line.edition.edition_id)
    assert (new.state, new.price_cents, new.starts_at) == ("confirmed", 64_000, edition.starts_at)
    assert edition.taken == 1
    assert ledger.get_balance(line.person_id).held_cents == 64_000
    with pytest.raises(offers.NoOffer):
        answer(line, agree=True)


@pytest.mark.parametrize("is_silent", [False, True])
def test_a_no_or_silence_to_another_date_ends_free_of_cost(is_silent: bool) -> None:
    line = make.line()
    change(line)
    assert line.now.cancel_cost(line.booking.free_until + timedelta(days=1)) == 0
    if is_silent:
        run_out(line)
    else:
        answer(line, agree=False)
    assert (line.now.state, line.now.offer_kind) == ("cancelled", None)
    assert ledger.get_balance(line.person_id).held_cents == 0
    assert told(line.booking) == ["offer-made", "offer-refused", "offer-refused-here"]


def test_silence_to_another_price_keeps_the_booking_at_its_own_price() -> None:
    line = make.line()
    change(line, days=0, price_cents=70_000)
    run_out(line)
    assert (line.now.state, line.now.price_cents, line.now.turn.who) == ("confirmed", 60_000, "provider")


def test_a_request_whose_provider_changed_it_waits_for_the_person_and_a_yes_confirms_it() -> None:
    line = make.line(accepted=False)
    change(line, place="Helmond")
    with pytest.raises(booking_rules.OfferOpen):
        bookings.accept(line.school.provider_id, line.booking.booking_id, actor_id=line.school.staff_id)
    with time_machine.travel(line.booking.respond_by):
        assert bookings.run_clocks(clock.now()).expired == 0
    assert (answer(line, agree=True).state, line.now.state) == ("confirmed", "cancelled")


def test_the_provider_proposes_another_date_even_when_the_person_can_no_longer_move() -> None:
    line = make.line(starts_in=timedelta(days=15))
    target = other_date(line.edition)
    with time_machine.travel(line.booking.free_until + timedelta(hours=1)):
        assert not moves.may_move(line.now)
        propose(line, target)
        assert line.now.turn.who == "person"
        assert answer(line, agree=True).edition_id == target.edition_id


def test_a_no_to_a_proposal_leaves_the_booking_as_it_is() -> None:
    line = make.line()
    propose(line, other_date(line.edition))
    propose(line, other_date(line.edition))
    assert answer(line, agree=False).state == "confirmed"
    assert line.now.turn.who == "provider"


def test_an_offer_to_who_cancelled_or_moved_is_closed_by_the_clock() -> None:
    line = make.line()
    change(line)
    until = line.now.offer_until
    bookings.cancel(line.person_id, line.booking.booking_id, by="person", actor_id=line.person_id)
    assert until is not None
    with time_machine.travel(until):
        assert offers.run_clocks(clock.now()).silent == 0
        assert offers.run_clocks(clock.now()).silent == 0
    assert line.now.offer_kind is None


def test_what_refuses_a_change() -> None:
    line, stranger = make.line(), make.school()
    with pytest.raises(offers.NothingChanges):
        change(line, days=0)
    with pytest.raises(offers.NewDateInPast):
        change(line, days=-90)
    with pytest.raises(errors.NotFound):
        offers.propose_date(
            stranger.provider_id, line.booking.booking_id, line.edition.edition_id, reason="", actor_id=line.person_id
        )
    with time_machine.travel(line.edition.starts_at), pytest.raises(offers.EditionBegan):
        change(line)
