"""Pay by iDEAL: start, be told, be credited once; and what else can become of it."""

import dataclasses
import threading

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db, errors, outbox
from leerloket.accounts.bank import service as statements
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.online_payments import rules, service
from leerloket.accounts.payments import service as payments
from leerloket.accounts.proof import service as proof
from leerloket.seed import payment_service
from tests.accounts.bank.make import Entry, statement
from tests.accounts.ledger import make as money
from tests.conftest import Database
from tests.people import make as people

in_session = pytest.mark.usefixtures("session")


def own(cents: int = 5_000) -> payments.Payment:
    return payments.top_up_own(people.person().person_id, cents)


def start(payment: payments.Payment, way: service.Gateway) -> service.OnlinePayment:
    return service.start(payment, way, returns_to="http://localhost/terug", reports_to=None)


def available(payment: payments.Payment) -> int:
    return ledger.get_balance(payment.account_id).available_cents


@in_session
def test_paid_money_is_credited_once_however_often_it_is_reported(
    bank: payment_service.Service, way: service.Gateway
) -> None:
    payment = own()
    online = start(payment, way)
    assert (online.state, online.amount_cents) == ("open", 5_000)
    assert online.checkout_url is not None
    service.take(way.read(online.service_id))
    assert (online.state, available(payment)) == ("open", 0)
    bank.decide(online.service_id, "paid")
    for _ in range(3):
        service.take(way.read(online.service_id))
    assert (online.state, payment.state, available(payment)) == ("paid", "paid", 5_000)
    assert ledger.count_paid_online(clock.business_date()) == 5_000
    assert ledger.count_in_bank(clock.business_date()) == 0
    with pytest.raises(rules.NothingMissing):
        start(payment, way)


@in_session
@pytest.mark.parametrize("state", ["failed", "expired", "canceled"])
def test_what_is_not_paid_credits_nothing_and_can_be_tried_again(
    bank: payment_service.Service, way: service.Gateway, state: str
) -> None:
    payment = own()
    first = start(payment, way)
    assert start(payment, way) is first
    bank.decide(first.service_id, state)
    service.take(way.read(first.service_id))
    assert (first.state, available(payment), service.find_open(payment)) == (state, 0, None)
    assert start(payment, way).service_id != first.service_id


@in_session
def test_what_is_missing_is_paid_online_after_a_part_came_by_bank(way: service.Gateway) -> None:
    payment = own()
    whole = start(payment, way)
    statements.import_statement(statement(Entry(2_000, text=payment.reference)), file_name=None, imported_by=None)
    rest = start(payment, way)
    assert (whole.amount_cents, rest.amount_cents) == (5_000, 3_000)


@in_session
def test_money_the_service_gives_back_leaves_the_own_pot(bank: payment_service.Service, way: service.Gateway) -> None:
    payment = own()
    online = start(payment, way)
    bank.decide(online.service_id, "paid")
    service.take(way.read(online.service_id))
    bank.payments[online.service_id].refunded = "20.00"
    for _ in range(2):
        service.take(way.read(online.service_id))
    assert (online.state, online.refunded_cents, available(payment)) == ("refunded", 2_000, 3_000)
    assert [finding.invariant.name for finding in proof.check_all() if not finding.holds] == []
    assert ledger.count_paid_online(clock.business_date()) == 3_000
    told = sa.select(sa.func.count()).where(outbox.Message.kind == "own-money-returned")
    assert db.session.scalar(told) == 1


@in_session
def test_money_that_was_spent_already_is_taken_back_as_far_as_it_is_there(way: service.Gateway) -> None:
    payment = own()
    online = start(payment, way)
    told = way.read(online.service_id)
    service.take(dataclasses.replace(told, state="paid"))
    ledger.hold(payment.account_id, db.new_id(), 4_000, "job", actor_id=payment.account_id, key="h")
    service.take(dataclasses.replace(told, state="paid", refunded_cents=5_000))
    assert (online.refunded_cents, available(payment)) == (5_000, 0)


@in_session
def test_a_service_that_does_not_answer_is_told_and_changes_nothing() -> None:
    payment = own()
    with pytest.raises(service.PaymentServiceDown):
        start(payment, service.Gateway("test_key", "http://127.0.0.1:9"))
    with pytest.raises(service.NotOnline):
        start(payment, service.Gateway("", ""))
    assert list(service.list_of(payment)) == []


@in_session
def test_a_payment_that_was_not_started_here_is_unknown(way: service.Gateway) -> None:
    told = way.read(start(own(), way).service_id)
    with pytest.raises(errors.NotFound):
        service.take(dataclasses.replace(told, service_id="tr_other"))
    assert not service.is_known("tr_other")


def test_open_payments_are_read_again_for_reports_that_never_came(
    committed: Database, bank: payment_service.Service, way: service.Gateway
) -> None:
    payment = db.run(own)
    online = db.run(start, payment, way)
    bank.decide(online.service_id, "paid")
    assert service.look_after(lambda: way) == 0
    with time_machine.travel(clock.now() + 2 * service.QUIET_FOR):
        assert service.look_after(lambda: way) == 1
        assert service.look_after(lambda: way) == 0
    assert db.run(available, payment) == 5_000


def test_two_reports_at_once_credit_once(
    committed: Database, bank: payment_service.Service, way: service.Gateway
) -> None:
    payment = db.run(own)
    db.run(money.own, payment.account_id, 100)
    online = db.run(start, payment, way)
    bank.decide(online.service_id, "paid")
    told = way.read(online.service_id)
    threads = [threading.Thread(target=db.run, args=(service.take, told)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert db.run(available, payment) == 5_100
