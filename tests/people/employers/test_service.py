"""Employers and whom they employ on a day."""

from datetime import date, timedelta

import pytest

from leerloket import clock, db, errors
from leerloket.people.employers import rules
from leerloket.people.employers import service as employers
from leerloket.people.regions.rules import UnknownRegion
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def test_an_employer_is_made_with_numbers_that_fit() -> None:
    employer = employers.create_employer(
        " Bakker Metaal BV ", "6012 3456", "twente", iban="nl91 abna 0417 1643 00", sector="HTSM", size="medium"
    )
    assert (employer.name, employer.kvk, employer.iban) == ("Bakker Metaal BV", "60123456", "NL91ABNA0417164300")
    assert employers.get_employer(employer.employer_id) == employer
    assert employers.list_employers([employer.employer_id]) == [employer]


@pytest.mark.parametrize("kvk", ["", "1234567", "123456789", "1234567x"])
def test_another_kvk_number_is_refused(kvk: str) -> None:
    with pytest.raises(rules.NotAKvkNumber):
        employers.create_employer("X", kvk, "twente")


def test_another_account_number_or_region_is_refused() -> None:
    with pytest.raises(rules.NotAnIban):
        employers.create_employer("X", "60123456", "twente", iban="NL91ABNA0417164301")
    with pytest.raises(UnknownRegion):
        employers.create_employer("X", "60123456", "atlantis")
    with pytest.raises(errors.NotFound):
        employers.get_employer(db.random_id())


def test_an_employee_is_found_in_three_ways_and_only_by_the_employer() -> None:
    employer, other = make.employer(), make.employer()
    person = make.employee(employer)
    (employee,) = employers.list_employees(employer.employer_id)
    found = [
        employers.find_employee(employer.employer_id, personnel_number=f" {employee.personnel_number} "),
        employers.find_employee(employer.employer_id, email=str(person.email).upper()),
        employers.find_employee(employer.employer_id, number=person.number.lower()),
        employers.get_employee(employer.employer_id, person.person_id),
    ]
    assert found == [employee] * 4
    assert employers.find_employee(other.employer_id, email=str(person.email)) is None
    assert employers.find_employee(other.employer_id, number=person.number) is None
    assert employers.find_employee(employer.employer_id, email="niemand@voorbeeld.nl") is None
    with pytest.raises(errors.NotFound):
        employers.get_employee(other.employer_id, person.person_id)
    assert [e.name for _employment, e in employers.list_employments(person.person_id)] == [employer.name]


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    employer, person = make.employer(), make.person()
    today = clock.business_date()
    employment = employers.employ(employer.employer_id, person.person_id, "7", 80, today - timedelta(days=30))
    employers.end_employment(employer.employer_id, employment.employment_id, today)
    assert employers.count_employees(employer.employer_id) == 1
    tomorrow = today + timedelta(days=1)
    assert employers.count_employees(employer.employer_id, tomorrow) == 0
    assert employers.find_employee(employer.employer_id, personnel_number="7", on=tomorrow) is None
    assert employers.find_former_employee(employer.employer_id, personnel_number="7") == today
    assert employers.find_former_employee(employer.employer_id, personnel_number="8") is None
    with pytest.raises(errors.NotFound):
        employers.end_employment(employer.employer_id, db.new_id(), today)


def test_nobody_is_employed_twice_in_the_same_time() -> None:
    employer, one, two = make.employer(), make.person(), make.person()
    employers.employ(employer.employer_id, one.person_id, "7", 100, date(2024, 1, 1), date(2024, 12, 31))
    with pytest.raises(rules.EmployedAlready):
        employers.employ(employer.employer_id, one.person_id, "8", 100, date(2024, 12, 31))
    with pytest.raises(rules.EmployedAlready):
        employers.employ(employer.employer_id, two.person_id, "7", 100, date(2024, 6, 1))
    employers.employ(employer.employer_id, two.person_id, "7", 100, date(2025, 1, 1))
    employers.employ(employer.employer_id, one.person_id, "9", 100, date(2025, 1, 1))


def test_one_person_may_have_two_employers() -> None:
    person = make.person()
    for _employer in range(2):
        employers.employ(make.employer().employer_id, person.person_id, "1", 50)
    assert len(employers.list_employments(person.person_id)) == 2


@pytest.mark.parametrize("fte_pct", [0, 101, -5])
def test_work_is_a_share_of_full_time(fte_pct: int) -> None:
    employer, person = make.employer(), make.person()
    with pytest.raises(rules.NotAShareOfFullTime):
        employers.employ(employer.employer_id, person.person_id, "7", fte_pct)
    employers.employ(employer.employer_id, person.person_id, "7", 50)
    assert [e.fte_pct for e in employers.list_employees(employer.employer_id)] == [50]
