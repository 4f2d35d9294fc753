"""What employers and people paid in over a year, on a real PostgreSQL."""

import uuid
from datetime import date

import pytest
import time_machine

from leerloket import clock, db, errors
from leerloket.accounts.contributions import service
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import service as pots
from leerloket.people.employers import service as employers
from tests.accounts.contributions import make
from tests.accounts.ledger import make as money
from tests.accounts.ledger.test_service import PROVIDER

pytestmark = pytest.mark.usefixtures("session")
AUTUMN, WINTER = "2026-10-05T09:00:00Z", "2027-02-01T09:00:00Z"


def test_deposits_are_per_employee_and_purpose_and_corrections_beside_them() -> None:
    with time_machine.travel(AUTUMN):
        company = make.gave(2)
        person = company.people["101"]
        make.correct(person, ledger.list_entries(person)[0].transfer_id, 2_500)
        found = service.get_employer_year(company.employer_id, 2026)
    assert {(one.personnel_number, *one.purposes, one.deposited_cents, one.corrected_cents) for one in found.given} == {
        ("101", "job", 10_000, -2_500),
        ("102", "job", 10_000, 0),
    }
    assert [(one.purposes, one.people, one.total_cents) for one in found.purposes] == [(["job"], 2, 17_500)]
    assert (found.people, found.deposited_cents, found.corrected_cents, found.total_cents) == (
        2,
        20_000,
        -2_500,
        17_500,
    )
    assert found.used.percent is None


def test_a_correction_of_a_later_year_leaves_the_closed_one_as_it_was() -> None:
    with time_machine.travel(AUTUMN):
        company = make.gave(1)
    person = company.people["101"]
    with time_machine.travel(WINTER):
        make.correct(person, ledger.list_entries(person)[0].transfer_id, 10_000)
        assert service.get_employer_year(company.employer_id, 2026).total_cents == 10_000
        later = service.get_employer_year(company.employer_id, 2027)
        assert (later.deposited_cents, later.total_cents) == (0, -10_000)


def test_who_left_is_still_named() -> None:
    with time_machine.travel(AUTUMN):
        company = make.gave(1)
        (employee,) = employers.list_employees(company.employer_id)
        employers.end_employment(company.employer_id, employee.employment_id, date(2026, 10, 31))
    with time_machine.travel(WINTER):
        (one,) = service.get_employer_year(company.employer_id, 2026).given
        assert (one.name, one.personnel_number) == (employee.name, "101")


def test_use_changes_nothing_per_employee_and_what_returns_is_one_total() -> None:
    with time_machine.travel(AUTUMN):
        company = make.gave(5, "100;werk;2026-11-30", "personeelsnummer;bedrag;potje;geldig tot\n")
        person = company.people["101"]
        before = service.get_employer_year(company.employer_id, 2026)
        ledger.hold(person, db.new_id(), 4_000, "job", actor_id=person, key="k")
        assert service.get_employer_year(company.employer_id, 2026) == before
    with time_machine.travel("2026-12-02T09:00:00Z"):
        pots.work(clock.business_date())
        after = service.get_employer_year(company.employer_id, 2026)
        assert after.given == before.given
        assert after.returned_cents == 46_000
        assert (after.used.percent, after.used.on) == (8, date(2026, 11, 30))


@pytest.mark.parametrize("year", [2019, 2028])
def test_a_year_without_a_statement_does_not_exist(year: int) -> None:
    with time_machine.travel(WINTER), pytest.raises(errors.NotFound):
        service.get_worker_year(db.random_id(), year)


def paid(person_id: uuid.UUID, cents: int) -> uuid.UUID:
    """A booking that was paid to its provider."""
    booking_id = db.new_id()
    ledger.hold(person_id, booking_id, cents, "study", actor_id=person_id, key=str(db.new_id()))
    ledger.settle(
        person_id,
        booking_id,
        PROVIDER,
        cents,
        kind="capture",
        actor_id=None,
        rule="test",
        rule_version="1",
        key=str(db.new_id()),
    )
    return booking_id


def test_a_person_sees_what_came_in_and_what_own_money_paid() -> None:
    with time_machine.travel(AUTUMN):
        company = make.gave(1)
        person = company.people["101"]
        money.own(person, 30_000)
        ledger.hold(person, db.new_id(), 5_000, "study", actor_id=person, key="waits")
        booking_id = paid(person, 20_000)
        found = service.get_worker_year(person, 2026)
    (given,), (own,) = found.received, found.paid_in
    assert (given.kind, given.purposes, given.amount_cents) == ("topup", ["job"], 10_000)
    assert (own.kind, own.on, own.amount_cents) == ("own", date(2026, 10, 5), 30_000)
    assert found.spent == [ledger.Spent(booking_id, date(2026, 10, 5), 20_000)]
    assert (found.received_cents, found.paid_in_cents, found.spent_cents) == (10_000, 30_000, 20_000)
