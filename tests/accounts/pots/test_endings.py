"""The night after a last day, on a real PostgreSQL."""

import uuid
from datetime import date

import pytest
import time_machine
from dateutil.relativedelta import relativedelta

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import service
from tests.accounts.ledger import make as money
from tests.accounts.pots import make
from tests.accounts.pots.make import TODAY, days
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def end(later: int = 1) -> service.Night:
    return service.work(TODAY() + days(later))


def fund() -> int:
    return ledger.get_fund_cents(money.EMPLOYER)


def test_a_right_ends_the_night_after_its_last_day() -> None:
    person = db.random_id()
    money.right(person, 50_000, TODAY())
    assert end(0).ended == 0
    assert end(1).ended == 1
    assert ledger.get_balance(person).balance_cents == 0
    assert make.outside_cents(ledger.ENDED) == 50_000
    (line,) = ledger.list_entries(person, limit=1)
    assert (line.kind, line.rule, line.amount_cents) == ("expiry", ledger.RIGHT_ENDED, -50_000)


def test_money_of_a_group_is_in_the_fund_of_the_employer_the_same_night() -> None:
    persons = make.group(5)
    assert end() == service.Night(lengthened=0, ended=5, employers=1)
    assert fund() == 50_000
    assert make.outside_cents(ledger.RETURNING) == 0
    assert ledger.list_entries(persons[0], limit=1)[0].kind == "return"
    (back,) = ledger.list_entries(money.EMPLOYER, limit=1)
    assert (back.kind, back.rule, back.amount_cents) == ("return", ledger.BACK_IN_FUND, 50_000)


def test_money_of_one_person_waits_for_the_quarter() -> None:
    (person,) = make.group(1)
    assert end() == service.Night(lengthened=0, ended=1, employers=0)
    assert (ledger.get_balance(person).balance_cents, fund()) == (0, 0)
    assert make.outside_cents(ledger.RETURNING) == 10_000
    assert end(93) == service.Night(lengthened=0, ended=0, employers=1)
    assert (fund(), make.outside_cents(ledger.RETURNING)) == (10_000, 0)


def test_money_that_waits_goes_along_with_that_of_others() -> None:
    make.group(1)
    end()
    for _ in range(4):
        money.employer(db.random_id(), 10_000, TODAY() + days(1))
    assert end(2).employers == 1
    assert fund() == 50_000


def test_a_second_run_does_nothing() -> None:
    make.group(5)
    end()
    assert end() == service.Night(0, 0, 0)
    assert end(40) == service.Night(0, 0, 0)


def test_own_money_and_money_without_an_end_stay() -> None:
    person = db.random_id()
    money.right(person, 50_000)
    money.own(person, 7_000)
    assert end(4_000).ended == 0
    assert ledger.get_balance(person).balance_cents == 57_000


def test_what_was_booked_before_the_end_stays_booked() -> None:
    (person,) = make.group(1)
    booking = make.hold(person, 4_000)
    assert end().ended == 1
    pot = make.pots(person)["employer"]
    assert (pot.available_cents, pot.held_cents) == (0, 4_000)
    ledger.open_account(make.PROVIDER, "provider")
    ledger.settle(
        person, booking, make.PROVIDER, 4_000, kind="capture", actor_id=None, rule="t", rule_version="1", key="c"
    )
    assert make.pots(person)["employer"].held_cents == 0


def test_the_whole_circle_of_money_that_comes_back_after_its_end() -> None:
    """Booked, ended, cancelled: the pot opens for 3 months, pays again, and what is left ends once more."""
    (person,) = make.group(1)
    booking = make.hold(person, 4_000)
    assert end().ended == 1
    with time_machine.travel(clock.now() + days(10)):
        make.release(person, booking)
        pot = make.pots(person)["employer"]
        assert (pot.available_cents, pot.expires_on) == (4_000, TODAY() + relativedelta(months=3))
        assert service.work(TODAY()).ended == 0
        make.hold(person, 1_500)
    last_day = make.pots(person)["employer"].expires_on
    assert last_day is not None
    assert service.work(last_day).ended == 0
    assert service.work(last_day + days(1)).ended == 1
    pot = make.pots(person)["employer"]
    assert (pot.available_cents, pot.held_cents) == (0, 1_500)
    service.work(last_day + days(100))
    assert fund() == 10_000 - 1_500


def test_money_that_came_after_its_end_goes_back_the_next_night() -> None:
    person = db.random_id()
    money.employer(person, 3_000, TODAY() - days(20))
    assert service.work(TODAY()).ended == 1
    money.employer(person, 2_000, TODAY() - days(20))
    assert service.work(TODAY()).ended == 1
    assert ledger.get_balance(person).balance_cents == 0


def test_the_person_is_told_and_the_employer_hears_only_a_total() -> None:
    employer = people.employer("Bakker Metaal")
    wilma = people.manager(employer)
    persons = [people.person() for _ in range(5)]
    for person in persons:
        _from(employer.employer_id, person.person_id, 2_000)
    end()
    told = make.mails("money-ended")
    assert {mail.to_address for mail in told} == {person.email for person in persons}
    assert told[0].facts["employer"] == "Bakker Metaal"
    (mail,) = make.mails("unused-money-returned")
    assert mail.to_address == wilma.email
    assert mail.facts == {"name": wilma.name, "amount": "€\u00a0100,00"}
    assert mail.account_id is None


def _from(employer_id: uuid.UUID, person_id: uuid.UUID, cents: int) -> None:
    fund_terms = ledger.Terms("fund", employer_id, "Bakker Metaal")
    money.credit(employer_id, cents, fund_terms, "deposit", ledger.BANK, holder="employer")
    ledger.send_from_fund(employer_id, cents, actor_id=None, rule="t", rule_version="1", key=str(db.new_id()))
    terms = ledger.Terms("employer", employer_id, "Bakker Metaal", expires_on=TODAY())
    money.credit(person_id, cents, terms, "topup", ledger.TRANSIT)


def test_the_day_is_that_of_amsterdam() -> None:
    """At half past eleven at night in London it is the next day here."""
    person = db.random_id()
    with time_machine.travel("2026-07-31T12:00:00+00:00", tick=False):
        money.right(person, 1_000, date(2026, 7, 31))
    with time_machine.travel("2026-07-31T22:30:00+00:00", tick=False):
        assert service.work(TODAY()).ended == 1
