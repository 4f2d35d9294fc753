"""A shared pot: exactly as many shares as it holds, one per person, whoever comes at the same moment."""

import functools
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import db
from leerloket.accounts.ledger import service
from leerloket.accounts.proof import service as proof
from tests.conftest import Database
from tests.races import together

ANJA, BRAM = uuid.UUID(int=1), uuid.UUID(int=2)
SHARE = 50_000
EVERYBODY = (
    sa.select(sa.column("account_id", sa.Uuid)).select_from(sa.table("accounts")).where(sa.column("kind") == "person")
)
THREADS = 16


def fill(shares: int, share_cents: int = SHARE) -> uuid.UUID:
    shared_id = db.new_id()
    terms = service.Terms("right", None, "Fonds", ("job",), date(2030, 12, 31))
    service.fill_shared_pot(
        shared_id, share_cents, shares, terms, actor_id=ANJA, approved_by=BRAM, rule="test", rule_version="1"
    )
    return shared_id


def available(person: uuid.UUID) -> int:
    return service.get_balance(person).available_cents


def state(shared_id: uuid.UUID, person: uuid.UUID) -> str | None:
    share = service.find_share(shared_id, person)
    return share.state if share else None


@pytest.mark.usefixtures("session")
class TestOneAfterTheOther:
    def test_a_share_goes_to_a_pot_with_the_terms_of_the_shared_pot(self) -> None:
        shared_id, person = fill(3), db.random_id()
        service.ask_share(shared_id, person)
        (pot,) = service.list_pots(person)
        assert (pot.available_cents, pot.funder_id, pot.expires_on) == (SHARE, shared_id, date(2030, 12, 31))
        assert service.get_left_cents(shared_id) == 2 * SHARE
        assert [(entry.kind, entry.amount_cents) for entry in service.list_entries(person)] == [("grant", SHARE)]

    def test_who_asks_again_keeps_the_one_share(self) -> None:
        shared_id, person = fill(3), db.random_id()
        service.ask_share(shared_id, person)
        first = service.find_share(shared_id, person)
        service.ask_share(shared_id, person)
        assert service.find_share(shared_id, person) == first
        assert available(person) == SHARE

    def test_when_it_is_empty_people_are_told_so_and_keep_nothing(self) -> None:
        shared_id, first, second = fill(1), db.random_id(), db.random_id()
        for person in (first, second):
            service.ask_share(shared_id, person)
        service.pay_shares(shared_id)
        assert (state(shared_id, first), state(shared_id, second)) == ("paid", "refused")
        assert (available(first), available(second)) == (SHARE, 0)

    def test_many_ask_at_once_and_are_paid_in_steps(self) -> None:
        shared_id, people = fill(30), [db.random_id() for _ in range(40)]
        for person in people:
            service.open_account(person)
        service.ask_shares(shared_id, EVERYBODY)
        assert service.list_pots_with_waiting() == [shared_id]
        assert [service.pay_shares(shared_id, 25) for _ in range(3)] == [25, 15, 0]
        assert sorted(available(person) for person in people) == [0] * 10 + [SHARE] * 30
        assert service.list_pots_with_waiting() == []

    def test_what_nobody_asked_for_goes_back_once(self) -> None:
        shared_id, late = fill(5), db.random_id()
        service.ask_share(shared_id, db.random_id())
        assert service.close_shared_pot(shared_id, rule="test", rule_version="1") == 4 * SHARE
        assert service.close_shared_pot(shared_id, rule="test", rule_version="1") == 0
        service.ask_share(shared_id, late)
        service.pay_shares(shared_id)
        assert state(shared_id, late) == "refused"

    def test_in_a_rush_people_are_paid_together_by_who_comes_after_the_rest(self) -> None:
        shared_id, people = fill(9), [db.random_id() for _ in range(4)]
        with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as time:
            for person in people[:3]:
                service.ask_share(shared_id, person)
            assert [state(shared_id, person) for person in people[:3]] == ["paid", "waiting", "waiting"]
            time.shift(timedelta(milliseconds=51))
            service.ask_share(shared_id, people[3])
        assert [state(shared_id, person) for person in people] == ["paid"] * 4


def pay_everybody(shared_id: uuid.UUID) -> None:
    while db.run(service.pay_shares, shared_id):
        pass


def test_sixteen_threads_get_exactly_what_is_there(committed: Database) -> None:
    shared_id, people = db.run(fill, 200), [db.random_id() for _ in range(320)]
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda person: db.run(service.ask_share, shared_id, person), people))
    pay_everybody(shared_id)
    assert sum(db.run(available, person) > 0 for person in people) == 200
    assert db.run(service.get_left_cents, shared_id) == 0
    assert {db.run(state, shared_id, person) for person in people} == {"paid", "refused"}
    with db.transaction(read_only=True):
        assert {f.invariant.name: f.examples for f in proof.check_all() if not f.holds} == {}


def test_sixteen_clicks_of_one_person_give_one_share(committed: Database) -> None:
    shared_id, person = db.run(fill, 20), db.random_id()
    together(*(functools.partial(service.ask_share, shared_id, person) for _ in range(THREADS)))
    pay_everybody(shared_id)
    assert db.run(available, person) == SHARE
    assert db.run(service.get_left_cents, shared_id) == 19 * SHARE


def test_two_who_pay_at_once_pay_everybody_once(committed: Database) -> None:
    shared_id, people = db.run(fill, 100), [db.random_id() for _ in range(60)]

    def ask() -> None:
        for person in people:
            service.open_account(person)
        service.ask_shares(shared_id, EVERYBODY)

    db.run(ask)
    together(*(functools.partial(service.pay_shares, shared_id) for _ in range(4)))
    pay_everybody(shared_id)
    assert {db.run(available, person) for person in people} == {SHARE}
    assert db.run(service.get_left_cents, shared_id) == 40 * SHARE
