"""The ledger on a real PostgreSQL. The first five are the defects of other ledgers (product.md, lessons)."""

import uuid
from datetime import date
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.accounts.ledger import rules, service
from tests.accounts.ledger import make

pytestmark = pytest.mark.usefixtures("session")

PROVIDER = uuid.UUID("22222222-2222-4222-8222-222222222222")
ACTOR = uuid.UUID("33333333-3333-4333-8333-333333333333")


@pytest.fixture
def person() -> uuid.UUID:
    return db.random_id()


def hold(
    person: uuid.UUID, cents: int, key: str = "k", booking: uuid.UUID | None = None, **more: object
) -> service.Hold:
    return service.hold(person, booking or db.new_id(), cents, "job", actor_id=ACTOR, key=key, **more)  # type: ignore[arg-type]


def settle(person: uuid.UUID, booking: uuid.UUID, due: int, kind: str = "capture") -> uuid.UUID | None:
    service.open_account(PROVIDER, "provider")
    return service.settle(
        person, booking, PROVIDER, due, kind=kind, actor_id=ACTOR, rule="t", rule_version="1", key=f"{kind}:{booking}"
    )


def refund(person: uuid.UUID, booking: uuid.UUID, cents: int, key: str) -> uuid.UUID:
    return service.refund(
        person, booking, PROVIDER, cents, actor_id=ACTOR, rule="t", rule_version="1", key=key, reason="korter"
    )


def test_a_retry_is_answered_the_same_when_the_balance_is_gone(person: uuid.UUID) -> None:
    make.right(person, 60_000)
    first = hold(person, 60_000, key="click")
    again = hold(person, 60_000, key="click")
    assert again == first
    assert service.get_balance(person).held_cents == 60_000


def test_a_second_partial_refund_goes_through(person: uuid.UUID) -> None:
    make.right(person, 50_000)
    make.own(person, 10_000)
    booking = db.new_id()
    hold(person, 60_000, booking=booking)
    settle(person, booking, 60_000)
    refund(person, booking, 10_001, "r1")
    refund(person, booking, 20_003, "r2")
    refund(person, booking, 29_996, "r3")
    assert service.get_balance(person).available_cents == 60_000
    assert {pot.source: pot.available_cents for pot in service.list_pots(person)} == {"right": 50_000, "own": 10_000}


def test_a_refund_larger_than_the_booking_is_refused(person: uuid.UUID) -> None:
    make.right(person, 60_000)
    booking = db.new_id()
    hold(person, 60_000, booking=booking)
    settle(person, booking, 60_000)
    refund(person, booking, 40_000, "r1")
    with pytest.raises(rules.MoreThanPaid) as refusal:
        refund(person, booking, 20_001, "r2")
    assert refusal.value.facts == {"left_cents": 20_000}


def test_a_balance_is_stored_and_not_summed_at_every_read(person: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    make.right(person, 60_000)
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def note(cursor: Any, query: Any, *more: Any, **options: Any) -> Any:
        sent.append(str(query))
        return execute(cursor, query, *more, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", note)
    assert service.get_balance(person).available_cents == 60_000
    assert len(sent) == 1
    assert "FROM pots" in sent[0]
    assert "postings" not in sent[0]


def test_a_balance_that_is_too_low_is_refused_whole_with_the_gap_and_ways_out(person: uuid.UUID) -> None:
    make.right(person, 52_000)
    with pytest.raises(rules.BalanceTooLow) as refusal:
        hold(person, 60_000)
    assert refusal.value.facts["short_cents"] == 8_000
    assert refusal.value.possible
    assert refusal.value.sentence("nl") == "U komt €\u00a080,00 tekort."
    assert service.get_balance(person).available_cents == 52_000


def test_pots_pay_earliest_end_date_first_then_right_employer_own(person: uuid.UUID) -> None:
    soon, later = date(2027, 3, 1), date(2028, 3, 1)
    make.own(person, 10_000)
    make.right(person, 20_000)
    make.employer(person, 5_000, later)
    make.right(person, 7_000, soon)
    with time_machine.travel("2026-11-24T10:00:00Z"):
        parts = hold(person, 33_000).parts
    pots = {pot.pot_id: pot for pot in service.list_pots(person)}
    paid = [(pots[part.pot_id].source, part.amount_cents, part.rule) for part in parts]
    assert paid == [
        ("right", 7_000, rules.ENDS_FIRST),
        ("employer", 5_000, rules.ENDS_FIRST),
        ("right", 20_000, rules.BY_SOURCE),
        ("own", 1_000, rules.BY_SOURCE),
    ]


def test_a_person_may_choose_the_pots(person: uuid.UUID) -> None:
    make.right(person, 20_000)
    make.own(person, 20_000)
    right, own = service.list_pots(person)
    parts = hold(person, 20_000, chosen=[(own.pot_id, 15_000), (right.pot_id, 5_000)]).parts
    assert [(part.pot_id, part.amount_cents, part.rule) for part in parts] == [
        (own.pot_id, 15_000, rules.CHOSEN),
        (right.pot_id, 5_000, rules.CHOSEN),
    ]


def test_a_choice_that_cannot_be_paid_says_why_for_each_pot(person: uuid.UUID) -> None:
    make.right(person, 20_000)
    make.employer(person, 20_000, purposes=("study",))
    right, employer = service.list_pots(person)
    stranger = db.new_id()
    with pytest.raises(rules.SplitNotPossible) as refusal:
        hold(person, 60_000, chosen=[(right.pot_id, 20_001), (employer.pot_id, 10_000), (stranger, 1)])
    assert [error.code for error in refusal.value.errors] == ["more-than-available", "wrong-purpose", "unknown-pot"]


def test_a_frozen_account_pays_nothing_and_keeps_what_is_booked(person: uuid.UUID) -> None:
    make.right(person, 20_000)
    hold(person, 5_000, key="before")
    service.freeze(person)
    with pytest.raises(rules.Frozen):
        hold(person, 5_000, key="after")
    service.unfreeze(person)
    hold(person, 5_000, key="after")
    assert service.get_balance(person).held_cents == 10_000


def test_a_release_gives_every_cent_back_to_the_pots_it_came_from(person: uuid.UUID) -> None:
    make.right(person, 33_333)
    make.own(person, 33_333)
    before = {pot.pot_id: pot.available_cents for pot in service.list_pots(person)}
    booking = db.new_id()
    hold(person, 50_000, booking=booking)
    service.release(person, booking, actor_id=ACTOR, rule="t", rule_version="1", key="free")
    service.release(person, booking, actor_id=ACTOR, rule="t", rule_version="1", key="free again")
    assert {pot.pot_id: pot.available_cents for pot in service.list_pots(person)} == before
    assert service.get_balance(person).held_cents == 0


def test_a_capture_pays_what_is_due_and_returns_the_rest_by_share(person: uuid.UUID) -> None:
    make.right(person, 20_000)
    make.own(person, 10_000)
    booking = db.new_id()
    hold(person, 30_000, booking=booking)
    settle(person, booking, 10_000)
    assert {pot.source: pot.available_cents for pot in service.list_pots(person)} == {"right": 13_333, "own": 6_667}
    assert service.get_balance(person).held_cents == 0
    assert settle(person, booking, 10_000, kind="fee") is None


def test_a_refund_into_a_pot_that_has_ended_opens_it_for_three_months(person: uuid.UUID) -> None:
    with time_machine.travel("2026-11-24T10:00:00Z"):
        make.right(person, 20_000, date(2026, 12, 31))
        booking = db.new_id()
        hold(person, 20_000, booking=booking)
    with time_machine.travel("2027-02-10T10:00:00Z"):
        service.release(person, booking, actor_id=ACTOR, rule="t", rule_version="1", key="free")
        (pot,) = service.list_pots(person)
        assert pot.expires_on == date(2027, 5, 10)
        hold(person, 20_000, key="second")


def test_many_are_credited_at_once_each_into_one_pot(person: uuid.UUID) -> None:
    people = [person, *(db.random_id() for _ in range(50))]
    terms = service.Terms("right", None, "Overheid")
    rows = [
        sa.select(
            sa.cast(str(who), sa.Uuid).label("account_id"),
            sa.cast(str(db.new_id()), sa.Uuid).label("transfer_id"),
            sa.literal(f"grant:{year}:{who}").label("key"),
            sa.literal(50_000, sa.BigInteger).label("amount_cents"),
            sa.literal(terms.text).label("terms"),
            sa.literal("right").label("source"),
            sa.cast(sa.null(), sa.Uuid).label("funder_id"),
            sa.literal("Overheid").label("funder_name"),
            sa.cast(sa.literal("{job,study}"), sa.ARRAY(sa.Text)).label("purposes"),
            sa.cast(sa.null(), sa.Date).label("expires_on"),
        )
        for who in people
        for year in (2026, 2027)
    ]
    due = sa.union_all(*rows).subquery()
    written = service.credit_many(
        sa.select(due), kind="grant", from_id=service.GOVERNMENT, actor_id=ACTOR, rule="t", rule_version="1"
    )
    assert written == 102
    assert service.get_balance(person).available_cents == 100_000
    assert len(service.list_pots(person)) == 1


def test_bij_en_af_shows_each_change_with_its_rule_and_the_balance_after_it(person: uuid.UUID) -> None:
    make.right(person, 20_000)
    make.own(person, 5_000)
    booking = db.new_id()
    hold(person, 22_000, booking=booking)
    lines = service.list_entries(person)
    assert [(line.kind, line.amount_cents, line.running_cents) for line in lines] == [
        ("reserve", -2_000, 3_000),
        ("reserve", -20_000, 5_000),
        ("own", 5_000, 25_000),
        ("grant", 20_000, 20_000),
    ]
    assert [line.amount_cents for line in service.list_entries(person, before=lines[1].posting_id)] == [5_000, 20_000]
    assert [line.kind for line in service.list_entries(person, kinds=["own"])] == ["own"]
    assert service.list_entries(person, year=clock.business_date().year - 1) == []


def test_an_employer_cannot_send_more_than_the_fund_holds() -> None:
    make.fund(make.EMPLOYER, 10_000)
    with pytest.raises(rules.BalanceTooLow):
        service.send_from_fund(make.EMPLOYER, 10_001, actor_id=ACTOR, rule="t", rule_version="1", key="a")


@pytest.mark.parametrize("table", ["transfers", "postings", "seals", "closed_periods"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET account_id = account_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_service_can_only_add_to_the_ledger(table: str, verb: str) -> None:
    if table == "closed_periods":
        verb = verb.replace("account_id = account_id", "until = until")
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        db.session.execute(sa.text(verb.format(table)))
