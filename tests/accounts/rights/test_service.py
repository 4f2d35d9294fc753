"""Counting, approving and running the credit of learning rights."""

import itertools
import threading
import time
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.rights import judging, rules, service
from leerloket.accounts.rights.models import Grant, RuleSet
from leerloket.people.audit import service as audit
from tests.accounts.ledger import make as money
from tests.accounts.rights import make
from tests.conftest import Database

ON = date(2026, 11, 24)
CLERK = uuid.UUID("44444444-4444-4444-8444-444444444444")
BOSS = uuid.UUID("55555555-5555-4555-8555-555555555555")
in_session = pytest.mark.usefixtures("session")


def approved(on: date = ON) -> service.Run:
    """Count, and approve by another."""
    made = service.dry_run("leerrecht", on, created_by=CLERK)
    return service.approve(made.run_id, approved_by=BOSS)


def run(on: date = ON) -> service.Run:
    """Count, approve and carry the run to its end."""
    run_id = approved(on).run_id
    service.work()
    return service.get_run(run_id)


def available(person: uuid.UUID) -> int:
    return ledger.get_balance(person).available_cents


@in_session
def test_everybody_gets_the_starting_right_and_later_the_yearly_one() -> None:
    people = make.persons(2) + make.persons(1, nlqf_level=2)
    done = run()
    assert (done.state, done.due_count, done.done_count, done.done_cents) == ("done", 3, 3, 300_000)
    assert [available(person) for person in people] == [100_000] * 3
    assert run(date(2027, 1, 15)).done_cents == 180_000
    assert [available(person) for person in people] == [150_000, 150_000, 180_000]


@in_session
def test_a_second_run_in_a_year_credits_only_who_is_new() -> None:
    old = make.person()
    run()
    new = make.person()
    again = run()
    assert (again.due_count, again.done_count) == (1, 1)
    assert again.exclusions == {"already-credited": 1}
    assert [available(person) for person in (old, new)] == [100_000, 100_000]


@in_session
def test_a_count_says_who_gets_nothing_and_why() -> None:
    make.persons(2)
    make.person(birth_on=date(2010, 1, 1))
    make.person(birth_on=date(1950, 1, 1))
    make.person(birth_on=None)
    make.person(erased_at=clock.now())
    money.right(make.person(), 500_000)
    counted = service.dry_run("leerrecht", ON, created_by=CLERK)
    assert (counted.state, counted.due_count, counted.due_cents) == ("draft", 2, 200_000)
    assert counted.exclusions == {
        "erased": 1,
        "no-birth-date": 1,
        "too-young": 1,
        "pension-age": 1,
        "at-the-cap": 1,
    }
    assert counted.person_count == 7
    service.work()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Grant)) == 0


@in_session
def test_held_money_counts_towards_the_cap() -> None:
    person = make.person()
    money.right(person, 480_000)
    ledger.hold(person, db.new_id(), 400_000, "job", actor_id=person, key="k")
    run()
    balance = ledger.get_balance(person)
    assert (balance.available_cents, balance.held_cents) == (100_000, 400_000)
    assert ledger.list_entries(person, limit=1)[0].rule == "starting-right-up-to-the-cap"


@in_session
def test_the_ledger_knows_rule_version_and_both_people() -> None:
    person = make.person()
    run()
    entry = ledger.list_entries(person)[0]
    assert (entry.kind, entry.rule, entry.rule_version, entry.actor_id) == ("grant", rules.STARTING, "2026-1", CLERK)
    approved_by = db.session.scalar(sa.text("SELECT approved_by FROM transfers WHERE kind = 'grant'"))
    assert approved_by == BOSS


@in_session
def test_a_person_has_one_pot_of_rights_without_an_end() -> None:
    person = make.person()
    run()
    run(date(2027, 1, 15))
    assert [(pot.source, pot.available_cents, pot.expires_on) for pot in ledger.list_pots(person)] == [
        ("right", 150_000, None)
    ]


def end_after(years: int) -> None:
    """From 2027 on a right ends at the end of the birth month."""
    first = db.session.scalars(sa.select(RuleSet)).one()
    data = dict(first.data) | {"expiry": {"kind": "birth-month", "years": years}}
    db.session.add(
        RuleSet(
            name="leerrecht",
            version="2027-1",
            starts_on=date(2027, 1, 1),
            data=data,
            created_by=CLERK,
            created_at=clock.now(),
            approved_by=BOSS,
            approved_at=clock.now(),
            proposed_at=clock.now(),
            note="",
            source="",
        )
    )
    db.session.flush()


@in_session
def test_the_version_of_the_day_counts_and_its_ends_are_spread() -> None:
    march, december = make.person(birth_on=date(1985, 3, 14)), make.person(birth_on=date(1985, 12, 1))
    end_after(3)
    run()
    assert run(date(2027, 1, 15)).rule_version == "2027-1"
    ends = [[pot.expires_on for pot in ledger.list_pots(person)] for person in (march, december)]
    assert ends == [[date(2030, 3, 31), None], [date(2030, 12, 31), None]]


@in_session
def test_an_unapproved_or_later_rule_set_does_not_count() -> None:
    with pytest.raises(rules.UnknownRuleSet):
        service.dry_run("leerrecht", date(2025, 12, 31), created_by=CLERK)
    with pytest.raises(rules.UnknownRuleSet):
        service.dry_run("bestaat-niet", ON, created_by=CLERK)


@in_session
def test_approval_needs_another_person_once() -> None:
    made = service.dry_run("leerrecht", ON, created_by=CLERK)
    with pytest.raises(rules.SameApprover):
        service.approve(made.run_id, approved_by=CLERK)
    service.approve(made.run_id, approved_by=BOSS)
    with pytest.raises(rules.NotADraft):
        service.approve(made.run_id, approved_by=BOSS)
    assert [line.action for line in audit.list_lines(made.run_id)] == ["approve", "count"]


@in_session
def test_one_run_at_a_time() -> None:
    approved()
    with pytest.raises(rules.AnotherRunIsBusy):
        approved()


@in_session
def test_a_count_of_last_week_is_not_approved() -> None:
    made = service.dry_run("leerrecht", ON, created_by=CLERK)
    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(rules.CountTooOld):
        service.approve(made.run_id, approved_by=BOSS)


@in_session
def test_a_run_over_the_budget_is_not_approved() -> None:
    make.persons(3)
    first = db.session.scalars(sa.select(RuleSet)).one()
    first.data = dict(first.data) | {"budget_cents": 250_000}
    db.session.flush()
    made = service.dry_run("leerrecht", ON, created_by=CLERK)
    with pytest.raises(rules.OverBudget) as refusal:
        service.approve(made.run_id, approved_by=BOSS)
    assert refusal.value.facts == {"over_cents": 50_000, "budget_cents": 250_000}
    first.data = dict(first.data) | {"budget_cents": 300_000}
    assert run().done_cents == 300_000


@in_session
def test_a_count_says_what_the_year_costs_and_what_last_year_cost() -> None:
    make.persons(2)
    run()
    make.person()
    again = service.dry_run("leerrecht", ON, created_by=CLERK)
    assert (again.earlier_cents, again.due_cents, again.year_cents) == (200_000, 100_000, 300_000)
    next_year = service.dry_run("leerrecht", date(2027, 1, 15), created_by=CLERK)
    assert (next_year.last_year_count, next_year.last_year_cents) == (2, 200_000)


@in_session
def test_a_run_reports_what_each_rule_gave() -> None:
    make.persons(2)
    money.right(make.person(), 450_000)
    done = run()
    assert done.by_rule == {
        "starting-right": {"people": 2, "cents": 200_000},
        "starting-right-up-to-the-cap": {"people": 1, "cents": 50_000},
    }
    assert done.remaining_seconds in {0, None}


@in_session
def test_a_run_stands_still_and_goes_on_where_it_was() -> None:
    make.persons(5)
    made = approved()
    service.run_batch(made.run_id, size=2)
    service.pause(made.run_id)
    assert service.work() == 0
    with pytest.raises(rules.NotBusy):
        service.pause(made.run_id)
    with pytest.raises(rules.AnotherRunIsBusy):
        approved()
    service.resume(made.run_id)
    with pytest.raises(rules.NotPaused):
        service.resume(made.run_id)
    assert service.work() == 3
    done = service.get_run(made.run_id)
    assert (done.state, done.done_count, done.done_cents) == ("done", 5, 500_000)


@in_session
def test_a_right_without_a_yearly_amount_is_given_once() -> None:
    make.persons(2)
    first = db.session.scalars(sa.select(RuleSet)).one()
    low = {"yearly_cents": 0, "cap_cents": 100_000}
    first.data = dict(first.data) | {"yearly_cents": 0, "below_nlqf_4": low, "pension_age": None}
    make.person(birth_on=date(1930, 1, 1))
    assert run().done_count == 3
    assert service.dry_run("leerrecht", date(2027, 1, 15), created_by=CLERK).exclusions == {"only-once": 3}


@in_session
def test_the_database_decides_as_the_rules_do() -> None:
    """`rules.decide` and its twin in SQL, over every kind of person at once."""
    births = [None, date(2008, 11, 24), date(2008, 11, 25), date(1959, 11, 24), date(1959, 11, 25), date(1990, 2, 28)]
    situations: dict[uuid.UUID, rules.Situation] = {}
    for birth_on, level, held, before, now in itertools.product(
        births, [None, 0, 3, 4, 8], [0, 470_000, 500_000, 799_999], [False, True], [False, True]
    ):
        person = make.person(birth_on=birth_on, nlqf_level=level)
        if held:
            money.right(person, held)
        for year in [2025] * before + [2026] * now:
            db.session.add(
                Grant(
                    account_id=person,
                    scheme="leerrecht",
                    year=year,
                    transfer_id=db.new_id(),
                    amount_cents=1,
                    rule="r",
                    run_id=CLERK,
                    batch=0,
                )
            )
        situations[person] = rules.Situation(birth_on, level, False, now, before or now, held)
    erased = make.person(erased_at=clock.now())
    situations[erased] = rules.Situation(None, None, True, False, False, 0)
    end_after(2)
    for on in (ON, date(2027, 11, 24)):
        rule_set = service.get_rule_set("leerrecht", on)
        found: dict[uuid.UUID, Any] = {}
        for person, reason, cents, rule, expires_on in db.session.execute(
            judging.judge("leerrecht", rules.of_day(rules.read(rule_set.data), on))
        ):
            found[person] = reason or rules.Due(cents, rule, expires_on)
        its = rules.read(rule_set.data)
        this_year = on.year == 2026
        for person, situation in situations.items():
            seen = (
                situation
                if this_year
                else rules.Situation(
                    situation.birth_on,
                    situation.nlqf_level,
                    situation.is_erased,
                    False,
                    situation.credited_before,
                    situation.right_cents,
                )
            )
            assert found[person] == rules.decide(rules.of_day(its, on), seen), situation


def test_a_run_goes_on_after_a_crash_and_credits_nobody_twice(committed: Database) -> None:
    people = db.run(lambda: make.persons(25))
    run_id = db.run(lambda: approved().run_id)
    assert db.run(lambda: service.run_batch(run_id, size=10)) == 10

    def crash() -> None:
        service.run_batch(run_id, size=10)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        db.run(crash)
    assert db.run(lambda: service.get_run(run_id).seen_count) == 10
    assert service.work() == 15
    assert service.work() == 0
    assert db.run(lambda: {available(person) for person in people}) == {100_000}


def test_a_lost_cursor_credits_nobody_twice(committed: Database) -> None:
    people = db.run(lambda: make.persons(12))
    run_id = db.run(lambda: approved().run_id)
    db.run(lambda: service.run_batch(run_id, size=10))

    def forget() -> None:
        service.get_run(run_id).seen_until = None

    db.run(forget)
    assert service.work() == 2
    assert db.run(lambda: {available(person) for person in people}) == {100_000}


def test_two_workers_share_a_run_without_doubling(committed: Database) -> None:
    people = db.run(lambda: make.persons(40))
    run_id = db.run(lambda: approved().run_id)

    def worker() -> None:
        while db.run(lambda: service.get_run(run_id).state) != "done":
            if db.run(lambda: service.run_batch(run_id, size=4)) is None:
                time.sleep(0.01)

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = db.run(lambda: service.get_run(run_id))
    assert (done.state, done.done_count, done.done_cents) == ("done", 40, 4_000_000)
    assert db.run(lambda: {available(person) for person in people}) == {100_000}


def test_people_book_while_a_run_credits(committed: Database) -> None:
    people = db.run(lambda: make.persons(30))
    for person in people:
        db.run(lambda person=person: money.own(person, 5_000))  # type: ignore[misc]
    run_id = db.run(lambda: approved().run_id)

    def book() -> None:
        for person in people:
            db.run(lambda person=person: ledger.hold(person, db.new_id(), 5_000, "job", actor_id=person, key="b"))  # type: ignore[misc]

    booking = threading.Thread(target=book)
    booking.start()
    service.work()
    booking.join()
    assert db.run(lambda: service.get_run(run_id).done_count) == 30
    assert db.run(lambda: {(b.available_cents, b.held_cents) for b in map(ledger.get_balance, people)}) == {
        (100_000, 5_000)
    }
