"""Everybody at the same moment: one entry, one result, and nobody both in and out."""

import functools
from concurrent.futures import ThreadPoolExecutor

import pytest

from leerloket import db, errors
from leerloket.accounts.draws import rules, service
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.proof import service as proof
from tests.accounts.draws import make
from tests.accounts.draws.make import AMOUNT, KEYS
from tests.races import together

THREADS = 16
pytestmark = pytest.mark.usefixtures("committed")


def listed(draw: service.Draw) -> set[str]:
    return {place.code for place in db.run(service.list_places, draw.draw_id, limit=1_000)}


def assert_right(draw: service.Draw) -> None:
    with db.transaction(read_only=True):
        assert [str(finding) for finding in service.verify(draw.draw_id) if not finding.holds] == []
        assert {f.invariant.name: f.examples for f in proof.check_all() if not f.holds} == {}


def test_sixteen_clicks_of_one_person_are_one_entry() -> None:
    draw, person = db.run(make.opened), db.run(make.worker)
    results = together(*(functools.partial(service.enter, person, draw.draw_id) for _ in range(THREADS)))
    assert sum(isinstance(result, service.MyEntry) for result in results) == 1
    assert sum(isinstance(result, rules.EnteredAlready) for result in results) == THREADS - 1
    assert db.run(service.count_entries, draw.draw_id) == 1


def test_a_draw_that_is_started_twice_has_one_result() -> None:
    draw = db.run(make.opened)
    db.run(make.entered, draw, 40)
    with make.after(draw.closes_at):
        assert sorted(map(str, together(*[functools.partial(service.draw, draw.draw_id, KEYS)] * 4))) == [
            "False", "False", "False", "True",
        ]  # fmt: skip
    assert len(listed(draw)) == 40
    assert_right(draw)


@pytest.mark.parametrize("_time", range(4))
def test_whoever_goes_out_while_the_draw_is_made_is_out_or_in_never_both(_time: int) -> None:
    """The draw runs a moment after the close; whoever goes out had clicked a moment before it."""
    draw = db.run(make.opened)
    people = db.run(make.entered, draw, 12)
    codes = {person: db.run(service.get_entry, person, draw.draw_id).code for person in people}

    def draw_it() -> bool:
        with make.after(draw.closes_at):
            return service.draw(draw.draw_id, KEYS)

    results = together(draw_it, *(functools.partial(service.withdraw, person, draw.draw_id) for person in people))
    if results[0] is not True:
        with make.after(draw.closes_at):
            assert db.run(service.draw, draw.draw_id, KEYS)
    out = {person for person, result in zip(people, results[1:], strict=True) if result is None}
    assert listed(draw) == {codes[person] for person in people if person not in out}
    assert_right(draw)


def test_whoever_enters_while_the_draw_is_made_is_in_the_list_or_refused() -> None:
    draw = db.run(make.opened)
    people = [db.run(make.worker) for _ in range(12)]

    def draw_it() -> bool:
        with make.after(draw.closes_at):
            return service.draw(draw.draw_id, KEYS)

    results = together(draw_it, *(functools.partial(service.enter, person, draw.draw_id) for person in people))
    if results[0] is not True:
        with make.after(draw.closes_at):
            assert db.run(service.draw, draw.draw_id, KEYS)
    assert listed(draw) == {result.code for result in results if isinstance(result, service.MyEntry)}
    assert_right(draw)


def test_all_winners_take_the_money_at_the_same_moment() -> None:
    draw = db.run(make.opened, grants=48)
    people = db.run(make.entered, draw, 60)
    with make.after(draw.closes_at):
        db.run(service.draw, draw.draw_id, KEYS)

        def take(person: object) -> None:
            try:
                db.run(service.claim, person, draw.draw_id)  # type: ignore[arg-type]
            except errors.Refusal:
                return

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(take, people))
        while db.run(ledger.pay_shares, draw.draw_id):
            pass
    paid = [person for person in people if db.run(ledger.get_balance, person).available_cents == AMOUNT]
    assert len(paid) == 48
    assert db.run(ledger.get_left_cents, draw.draw_id) == 0
    assert_right(draw)


def test_taking_and_leaving_it_at_the_same_moment_is_one_of_both() -> None:
    draw = db.run(make.opened, grants=10)
    people = db.run(make.entered, draw, 10)
    with make.after(draw.closes_at):
        db.run(service.draw, draw.draw_id, KEYS)
        for person in people:
            together(
                functools.partial(service.claim, person, draw.draw_id),
                functools.partial(service.decline, person, draw.draw_id),
            )
        while db.run(ledger.pay_shares, draw.draw_id):
            pass
    states = {person: db.run(service.get_entry, person, draw.draw_id).state for person in people}
    assert set(states.values()) <= {"claimed", "declined"}
    for person, state in states.items():
        assert db.run(ledger.get_balance, person).available_cents == (AMOUNT if state == "claimed" else 0)
