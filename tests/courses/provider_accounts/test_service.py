"""A changed bank account takes four eyes, and nothing is paid out meanwhile."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from leerloket import db, errors
from leerloket.courses.bookings import service as bookings
from leerloket.courses.provider_accounts import rules, service
from leerloket.courses.providers import service as providers
from leerloket.courses.settlement import service as settlement
from tests.courses.bookings import make
from tests.people import make as people
from tests.races import together

NEW = "NL02 ABNA 0123 4567 89"
TIDY = "NL02ABNA0123456789"


def clerk() -> uuid.UUID:
    return people.person("administrator").person_id


def ask(school: make.School, iban: str = NEW) -> uuid.UUID:
    asked = service.ask(school.provider_id, iban, holder="Technohub BV", reason="Andere bank", asked_by=school.staff_id)
    return asked.change_id


def iban_of(school: make.School) -> str | None:
    return providers.get_provider(school.provider_id).iban


@pytest.mark.usefixtures("session")
def test_two_administrators_change_it_and_the_provider_is_told_each_time() -> None:
    school = make.school()
    change_id = ask(school)
    assert service.approve(change_id, by=clerk()).state == "approved_once"
    assert iban_of(school) == "NL91ABNA0417164300"
    assert service.approve(change_id, by=clerk()).state == "changed"
    assert iban_of(school) == TIDY
    told = db.session.scalars(sa.text("SELECT facts ->> 'state' FROM outbox WHERE kind = 'provider-account'"))
    assert sorted(told) == ["asked", "changed"]


@pytest.mark.usefixtures("session")
def test_one_person_is_not_two_and_who_asked_does_not_look() -> None:
    school, first = make.school(), clerk()
    change_id = ask(school)
    with pytest.raises(rules.SamePersonLooks):
        service.approve(change_id, by=school.staff_id)
    service.approve(change_id, by=first)
    with pytest.raises(rules.SamePersonLooks):
        service.approve(change_id, by=first)
    assert iban_of(school) == "NL91ABNA0417164300"


@pytest.mark.usefixtures("session")
def test_what_was_rejected_or_withdrawn_is_over_and_the_old_account_stays() -> None:
    school = make.school()
    rejected = ask(school)
    service.reject(rejected, by=clerk(), reason="De naam klopt niet.")
    with pytest.raises(rules.ChangeIsOver):
        service.approve(rejected, by=clerk())
    withdrawn = ask(school)
    with pytest.raises(errors.NotFound):
        service.withdraw(make.school().provider_id, withdrawn)
    service.withdraw(school.provider_id, withdrawn)
    assert service.find_open(school.provider_id) is None
    assert iban_of(school) == "NL91ABNA0417164300"


@pytest.mark.usefixtures("session")
def test_a_wrong_number_the_same_account_and_a_second_request_are_refused() -> None:
    school = make.school()
    with pytest.raises(rules.WrongAccountNumber):
        ask(school, "NL02ABNA0123456780")
    with pytest.raises(rules.SameAccount):
        ask(school, "nl91 abna 0417 1643 00")
    ask(school)
    with pytest.raises(rules.AccountAskedAlready):
        ask(school, "NL20INGB0001234567")


@pytest.mark.usefixtures("session")
def test_an_account_of_another_provider_is_a_reason_to_look_twice() -> None:
    other = make.school(iban=TIDY)
    school = make.school()
    ask(school)
    (change,) = service.list_open()
    assert service.list_also_paid_on(change) == [providers.get_provider(other.provider_id).name]


@pytest.mark.usefixtures("session")
def test_nothing_is_paid_out_while_a_change_waits() -> None:
    line = make.line()
    with time_machine.travel(line.edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(
            line.school.provider_id, line.booking.booking_id, 100, actor_id=line.school.staff_id
        )
        bookings.answer_attendance(line.person_id, line.booking.booking_id, agree=True, actor_id=line.person_id)
    change_id = ask(line.school)
    assert [one.is_payable for one in settlement.list_waiting()] == [False]
    service.withdraw(line.school.provider_id, change_id)
    assert [one.is_payable for one in settlement.list_waiting()] == [True]


@pytest.mark.usefixtures("committed")
def test_two_approvals_at_once_by_one_person_are_one() -> None:
    school = db.run(make.school)
    change_id, first = db.run(ask, school), db.run(clerk)
    results = together(*(lambda: service.approve(change_id, by=first) for _ in range(4)))
    assert sum(isinstance(result, rules.SamePersonLooks) for result in results) == 3
    assert db.run(iban_of, school) == "NL91ABNA0417164300"
