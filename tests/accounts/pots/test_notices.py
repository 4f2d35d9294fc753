"""People are told before money ends: each notice once, and after missed nights only the latest."""

from datetime import date, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import rules, service
from tests.accounts.ledger import make as money
from tests.accounts.pots import make
from tests.accounts.pots.make import TODAY, days
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def told() -> list[tuple[int, str]]:
    return [(mail.facts["months"], mail.facts["day"]) for mail in make.mails("money-ends")]


def test_four_notices_on_the_way_to_the_end() -> None:
    person = people.person()
    money.right(person.person_id, 100_000, TODAY() + relativedelta(months=12, days=3))
    for later in range(0, 380, 2):
        service.tell_all(TODAY() + days(later))
    assert [months for months, _ in told()] == [12, 6, 3, 1]


def test_after_missed_nights_only_the_latest_notice_is_sent() -> None:
    person = people.person()
    money.right(person.person_id, 100_000, TODAY() + relativedelta(months=12))
    assert service.tell_all(TODAY()) == 1
    assert service.tell_all(TODAY() + relativedelta(months=11, days=5)) == 1
    assert [months for months, _ in told()] == [12, 1]


def test_a_second_run_on_the_same_day_tells_nobody_again() -> None:
    money.right(people.person().person_id, 100_000, TODAY() + days(20))
    assert [service.tell_all(TODAY()), service.tell_all(TODAY())] == [1, 0]


def test_the_mail_says_how_much_of_whom_and_until_when() -> None:
    person = people.person(language="en")
    money.employer(person.person_id, 50_000, date(2026, 12, 31))
    with time_machine.travel("2026-12-10T09:00:00+01:00"):
        service.tell_all(TODAY())
    (mail,) = make.mails("money-ends")
    assert (mail.to_address, mail.language) == (person.email, "en")
    assert mail.facts["amount"] == "€500.00"
    assert mail.facts["employer"] == "Bakker Metaal"
    assert mail.facts["day"] == "31 December 2026"


def test_nothing_is_said_of_empty_pots_own_money_and_ends_far_away() -> None:
    person = people.person().person_id
    money.right(person, 10_000, TODAY() + days(20))
    make.hold(person, 10_000)
    money.own(person, 5_000)
    money.employer(person, 5_000, TODAY() + days(400))
    assert service.tell_all(TODAY()) == 0


def test_who_reads_no_mail_keeps_the_notice_and_stops_no_one() -> None:
    money.right(db.random_id(), 1_000, TODAY() + days(5))
    money.right(people.person().person_id, 1_000, TODAY() + days(5))
    assert service.tell_all(TODAY()) == 2
    assert len(told()) == 1


def test_a_pot_that_opens_again_is_announced_again() -> None:
    person = people.person().person_id
    money.right(person, 10_000, TODAY())
    booking = make.hold(person, 10_000)
    with time_machine.travel(clock.now() + days(5)):
        make.release(person, booking)
        assert service.tell_all(TODAY()) == 1
    assert [months for months, _ in told()] == [3]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-3, 400), st.integers(0, 400))
def test_sql_and_rule_say_the_same(ends_in: int, later: int) -> None:
    """`ledger.select_ending` for everybody and `rules.notice_due` for one agree."""
    today = TODAY() + timedelta(days=later)
    expires_on = today + timedelta(days=ends_in)
    savepoint = db.session.begin_nested()
    person = db.random_id()
    money.right(person, 1_000, expires_on)
    ending = ledger.select_ending(rules.notice_windows(today), today).subquery()
    found = db.session.execute(ending.select().where(ending.c.account_id == person)).one_or_none()
    savepoint.rollback()
    assert (found.months if found else None) == rules.notice_due(expires_on, today)
