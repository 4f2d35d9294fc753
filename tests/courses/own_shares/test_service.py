"""A booking waits for the own share, goes on by itself, or lets go in time."""

import threading
import uuid
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors, outbox
from leerloket.accounts.bank import service as bank
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.proof import service as proof
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.own_shares import rules, service
from tests.accounts.bank.make import Entry, statement
from tests.accounts.ledger import make as money
from tests.conftest import Database
from tests.courses.bookings import make

in_session = pytest.mark.usefixtures("session")


def start(person_id: uuid.UUID, edition: catalogue.Edition) -> service.OwnShare:
    with db.session.begin_nested():
        return service.start(person_id, edition.edition_id, actor_id=person_id)


def pay(own_share: service.OwnShare, cents: int | None = None) -> None:
    payment = payments.get_payment(own_share.payment_id)
    content = statement(Entry(cents or payment.missing_cents, text=payment.reference), message=f"MSG-{db.new_id()}")
    bank.import_statement(content, file_name=None, imported_by=None)


def go_on(own_share: service.OwnShare, at: datetime | None = None) -> str:
    return service.go_on(own_share.account_id, own_share.own_share_id, at or clock.now())


def seats(edition: catalogue.Edition) -> int:
    return catalogue.lock_seats(edition.edition_id).taken


def told(kind: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(outbox.Message.kind == kind)) or 0


def books_are_right() -> bool:
    return [finding.invariant.name for finding in proof.check_all() if not finding.holds] == []


@in_session
def test_what_the_pots_pay_and_the_seat_are_held_until_the_money_is_in_and_then_it_is_booked() -> None:
    edition, person = make.edition(price_cents=60_000), make.learner(right_cents=50_000)
    own_share = start(person, edition)
    assert (own_share.state, own_share.own_cents, seats(edition)) == ("waiting", 10_000, 1)
    balance = ledger.get_balance(person)
    assert (balance.available_cents, balance.held_cents) == (0, 50_000)
    assert (bookings.list_bookings(person), told("own-share-waiting")) == ([], 1)
    assert books_are_right()
    assert go_on(own_share) == "waiting"
    pay(own_share)
    assert service.list_due(clock.now()) == [(person, own_share.own_share_id)]
    assert go_on(own_share) == "booked"
    (booking,) = bookings.list_bookings(person)
    assert (booking.state, booking.booking_id, booking.price_cents) == ("reserved", own_share.booking_id, 60_000)
    assert (seats(edition), ledger.get_balance(person).held_cents) == (1, 60_000)
    assert go_on(own_share) == "booked"
    assert books_are_right()


@in_session
def test_somebody_without_any_money_pays_it_all() -> None:
    edition, person = make.edition(price_cents=30_000), make.learner(right_cents=0)
    own_share = start(person, edition)
    assert (own_share.own_cents, own_share.hold_id) == (30_000, None)
    pay(own_share)
    assert go_on(own_share) == "booked"


@in_session
def test_a_part_waits_for_the_rest_and_when_the_time_is_over_all_is_free_again() -> None:
    edition, person = make.edition(price_cents=60_000), make.learner(right_cents=50_000)
    own_share = start(person, edition)
    pay(own_share, 4_000)
    assert go_on(own_share, own_share.pay_by - timedelta(seconds=1)) == "waiting"
    assert go_on(own_share, own_share.pay_by) == "lapsed"
    balance = ledger.get_balance(person)
    assert (balance.available_cents, balance.held_cents, seats(edition)) == (54_000, 0, 0)
    assert told("own-share-lapsed") == 1
    pay(own_share)
    assert ledger.get_balance(person).available_cents == 60_000
    assert go_on(own_share) == "lapsed"
    assert books_are_right()


@in_session
def test_money_that_came_in_before_anybody_looked_counts_after_the_time_as_well() -> None:
    edition, person = make.edition(price_cents=60_000, capacity=1), make.learner(right_cents=50_000)
    own_share = start(person, edition)
    pay(own_share)
    with time_machine.travel(own_share.pay_by + timedelta(minutes=5)):
        assert go_on(own_share) == "booked"
    assert seats(edition) == 1


@in_session
def test_a_seat_that_is_kept_is_full_for_others_and_free_after_withdrawal() -> None:
    edition = make.edition(price_cents=60_000, capacity=1)
    person, other = make.learner(right_cents=50_000), make.learner()
    own_share = start(person, edition)
    with pytest.raises(catalogue.Full):
        make.book(other, edition)
    assert service.withdraw(person, own_share.own_share_id).state == "withdrawn"
    make.book(other, edition)
    with pytest.raises(rules.NotWaiting):
        service.withdraw(person, own_share.own_share_id)


@in_session
def test_a_paid_booking_that_is_no_longer_possible_leaves_the_money_with_the_person() -> None:
    school = make.school()
    edition, person = make.edition(school, price_cents=60_000), make.learner(right_cents=50_000)
    own_share = start(person, edition)
    bookings.cancel_edition(school.provider_id, edition.edition_id, actor_id=school.staff_id, reason="Ziek")
    pay(own_share)
    assert go_on(own_share) == "refused"
    assert own_share.why_nl
    assert told("own-share-refused") == 1
    balance = ledger.get_balance(person)
    assert (balance.available_cents, balance.held_cents) == (60_000, 0)
    assert books_are_right()


@in_session
def test_an_edition_that_is_called_off_waits_for_no_money() -> None:
    school = make.school()
    edition, person = make.edition(school, price_cents=60_000), make.learner(right_cents=50_000)
    own_share = start(person, edition)
    bookings.cancel_edition(school.provider_id, edition.edition_id, actor_id=school.staff_id, reason="Ziek")
    assert service.list_due(clock.now()) == [(person, own_share.own_share_id)]
    assert go_on(own_share) == "refused"
    assert ledger.get_balance(person).available_cents == 50_000


@in_session
def test_what_cannot_wait_is_refused() -> None:
    edition = make.edition(price_cents=60_000)
    with pytest.raises(rules.EnoughMoney):
        start(make.learner(), edition)
    person = make.learner(right_cents=10_000)
    own_share = start(person, edition)
    assert start(person, edition) is own_share
    start(person, make.edition())
    with pytest.raises(rules.TooManyOwnShares):
        start(person, make.edition())
    with pytest.raises(rules.OwnShareChanged), db.session.begin_nested():
        service.start(make.learner(right_cents=10_000), edition.edition_id, actor_id=person, expected_own_cents=1)
    with pytest.raises(errors.NotFound):
        service.get(make.learner(), own_share.own_share_id)


def test_money_at_the_moment_the_time_is_over_books_or_is_own_money_and_never_both(committed: Database) -> None:
    for _ in range(5):
        edition = db.run(make.edition, price_cents=60_000)
        person = db.run(make.learner, 50_000)
        own_share = db.run(service.start, person, edition.edition_id, actor_id=person)
        threads = [
            threading.Thread(target=db.run, args=args)
            for args in ((pay, own_share), (go_on, own_share, own_share.pay_by), (go_on, own_share, own_share.pay_by))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        state = db.run(go_on, own_share)
        balance = db.run(ledger.get_balance, person)
        booked = len(db.run(bookings.list_bookings, person))
        assert (state, booked, balance.held_cents) in {("booked", 1, 60_000), ("lapsed", 0, 0)}
        assert balance.balance_cents == 60_000
    db.run(money.own, person, 100)
    with db.transaction(read_only=True):
        assert books_are_right()
