"""A hold whose split is known goes in one round trip; it must answer as the careful way does."""

import uuid
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerloket import clock, db, errors
from leerloket.accounts.ledger import rules, service, statements
from tests.accounts.ledger import make
from tests.races import together

ACTOR = uuid.UUID("33333333-3333-4333-8333-333333333333")
Choice = list[tuple[uuid.UUID, int]]


def person_with_three_pots(cents: int, employer_until: date | None = None) -> tuple[uuid.UUID, list[uuid.UUID]]:
    person = db.random_id()
    make.right(person, cents)
    make.employer(person, cents, employer_until)
    make.own(person, cents)
    return person, [pot.pot_id for pot in service.list_pots(person)]


def hold(person: uuid.UUID, price: int, chosen: Choice, purpose: str = "job", key: str = "k") -> service.Hold:
    return service.hold(person, db.new_id(), price, purpose, actor_id=ACTOR, key=key, chosen=chosen)


def carefully(person: uuid.UUID, price: int, chosen: Choice, purpose: str = "job", key: str = "k") -> service.Hold:
    locked = service.lock(person, key)
    return service.hold(person, db.new_id(), price, purpose, actor_id=ACTOR, key=key, chosen=chosen, locked=locked)


def written(person: uuid.UUID) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    postings = db.session.execute(
        sa.text(
            "SELECT t.kind, t.key, t.rule, t.rule_version, t.business_date, l.to_id, l.amount_cents, l.rule, p.source"
            " FROM transfers t JOIN postings l USING (account_id, transfer_id)"
            " JOIN pots p ON p.account_id = t.account_id AND p.pot_id = l.from_id"
            " WHERE t.account_id = :id AND t.kind = 'reserve' ORDER BY posting_id"
        ),
        {"id": person},
    )
    pots = db.session.execute(
        sa.text("SELECT source, available_cents, held_cents FROM pots WHERE account_id = :id ORDER BY source"),
        {"id": person},
    )
    return [tuple(row) for row in postings], [tuple(row) for row in pots]


@pytest.mark.usefixtures("session")
def test_it_writes_what_the_careful_way_writes() -> None:
    one, pots = person_with_three_pots(10_000)
    other, others = person_with_three_pots(10_000)
    amounts = [5_000, 3_000, 1]
    quick = hold(one, 8_001, list(zip(pots, amounts, strict=True)))
    slow = carefully(other, 8_001, list(zip(others, amounts, strict=True)))
    assert written(one) == written(other)
    assert [part.amount_cents for part in quick.parts] == [part.amount_cents for part in slow.parts] == amounts
    assert quick.rule_version == slow.rule_version


@pytest.mark.usefixtures("session")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(-1, 120), min_size=1, max_size=3),
    too_much=st.sampled_from([0, 0, 0, 1]),
    purpose=st.sampled_from(["job", "study"]),
    employer_ends_in=st.sampled_from([None, -1, 0, 1]),
    is_frozen=st.booleans(),
)
def test_it_takes_and_refuses_as_the_careful_way_does(
    amounts: list[int], too_much: int, purpose: str, employer_ends_in: int | None, is_frozen: bool
) -> None:
    until = None if employer_ends_in is None else clock.business_date() + timedelta(days=employer_ends_in)
    answers: list[tuple[object, ...]] = []
    for way in (hold, carefully):
        person, pots = person_with_three_pots(100, until)
        if is_frozen:
            service.freeze(person)
        chosen = list(zip(pots, amounts, strict=False))
        try:
            made = way(person, sum(amounts) + too_much, chosen, purpose)
            outcome: tuple[object, ...] = tuple(part.amount_cents for part in made.parts)
        except errors.Refusal as refusal:
            outcome = (type(refusal), *(each.code for each in refusal.errors))
        answers.append((outcome, written(person)))
    assert answers[0] == answers[1]


@pytest.mark.usefixtures("session")
def test_a_retry_when_the_money_is_gone_answers_the_hold_made_before() -> None:
    person, pots = person_with_three_pots(100)
    chosen = [(pots[0], 100)]
    assert hold(person, 100, chosen) == hold(person, 100, chosen)
    assert service.get_balance(person).held_cents == 100


@pytest.mark.usefixtures("session")
def test_a_pot_of_another_account_pays_nothing() -> None:
    person, _ = person_with_three_pots(100)
    _, others = person_with_three_pots(100)
    with pytest.raises(rules.SplitNotPossible):
        hold(person, 100, [(others[0], 100)])


@pytest.mark.usefixtures("committed")
def test_alone_it_is_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    person, pots = db.run(person_with_three_pots, 100)
    monkeypatch.setattr(statements, "LOCK", "SELECT 'the careful way was taken' / 0")
    made = db.run_alone(hold, person, 150, [(pots[0], 100), (pots[1], 50)])
    assert [part.amount_cents for part in made.parts] == [100, 50]
    assert db.run(service.get_balance, person).held_cents == 150


@pytest.mark.usefixtures("committed")
def test_alone_a_refusal_says_why() -> None:
    person, pots = db.run(person_with_three_pots, 100)
    with pytest.raises(rules.SplitNotPossible):
        db.run_alone(hold, person, 101, [(pots[0], 101)])


@pytest.mark.usefixtures("committed")
def test_eight_at_once_take_exactly_what_is_there() -> None:
    person, pots = db.run(person_with_three_pots, 1_000)
    chosen = [(pot, 200) for pot in pots]
    results = together(*(lambda k=k: hold(person, 600, chosen, key=str(k)) for k in range(8)), run=db.run_alone)
    assert sum(isinstance(result, service.Hold) for result in results) == 5
    assert db.run(service.get_balance, person).available_cents == 0


@pytest.mark.usefixtures("committed")
def test_six_clicks_with_one_key_hold_once() -> None:
    person, pots = db.run(person_with_three_pots, 1_000)
    results = together(*(lambda: hold(person, 1_000, [(pots[0], 1_000)]) for _ in range(6)), run=db.run_alone)
    assert all(result == results[0] for result in results)
    assert db.run(service.get_balance, person).held_cents == 1_000
