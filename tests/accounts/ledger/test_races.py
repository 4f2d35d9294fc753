"""Real threads with real commits: nothing is lost, doubled or overdrawn."""

import uuid

import pytest

from leerloket import db, errors
from leerloket.accounts.ledger import rules, service
from tests.accounts.ledger import make
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")

ACTOR = uuid.UUID("33333333-3333-4333-8333-333333333333")
PROVIDER = uuid.UUID("22222222-2222-4222-8222-222222222222")


def hold(person: uuid.UUID, cents: int, key: str, booking: uuid.UUID | None = None) -> service.Hold:
    return service.hold(person, booking or db.new_id(), cents, "job", actor_id=ACTOR, key=key)


def person_with(cents: int) -> uuid.UUID:
    person = db.random_id()
    db.run(lambda: make.right(person, cents))
    return person


def test_two_holds_on_one_balance_and_one_gets_it() -> None:
    person = person_with(60_000)
    results = together(*(lambda k=k: hold(person, 40_000, k) for k in "ab"))
    assert [type(result) for result in results if isinstance(result, errors.Refusal)] == [rules.BalanceTooLow]
    balance = db.run(lambda: service.get_balance(person))
    assert (balance.available_cents, balance.held_cents) == (20_000, 40_000)


def test_eight_holds_take_exactly_what_is_there() -> None:
    person = person_with(50_000)
    results = together(*(lambda k=k: hold(person, 10_000, str(k)) for k in range(8)))
    assert sum(isinstance(result, service.Hold) for result in results) == 5
    assert db.run(lambda: service.get_balance(person)).available_cents == 0


def test_six_clicks_with_one_key_hold_once() -> None:
    person, booking = person_with(10_000), db.new_id()
    results = together(*(lambda: hold(person, 10_000, "click", booking) for _ in range(6)))
    assert all(result == results[0] for result in results)
    assert db.run(lambda: service.get_balance(person)).held_cents == 10_000


@pytest.mark.parametrize("_time", range(5))
def test_a_cancel_against_a_capture_settles_once(_time: int) -> None:
    person, booking = person_with(10_000), db.new_id()
    db.run(lambda: hold(person, 10_000, "h", booking))
    db.run(lambda: service.open_account(PROVIDER, "provider"))

    def release() -> object:
        return service.release(person, booking, key="release", actor_id=ACTOR, rule="t", rule_version="1")

    def capture() -> object:
        return service.settle(
            person,
            booking,
            PROVIDER,
            10_000,
            kind="capture",
            key="capture",
            actor_id=ACTOR,
            rule="t",
            rule_version="1",
        )

    results = together(release, capture)
    assert sum(result is not None for result in results) == 1
    balance = db.run(lambda: service.get_balance(person))
    assert balance.held_cents == 0
    assert balance.available_cents in {0, 10_000}


def test_a_credit_while_holding_loses_nothing() -> None:
    person = person_with(10_000)
    together(lambda: make.own(person, 5_000), lambda: hold(person, 10_000, "h"), lambda: make.own(person, 7_000))
    balance = db.run(lambda: service.get_balance(person))
    assert (balance.balance_cents, balance.held_cents) == (22_000, 10_000)
