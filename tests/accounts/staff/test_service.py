"""An employer keeps the list of employees up to date."""

from datetime import date, timedelta

import flask
import pytest

from leerloket import clock, db
from leerloket.accounts.staff import rules, service
from leerloket.people.employers import service as employers
from tests.accounts.topups import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def imported(company: make.Company, text: str) -> service.Imported:
    return service.import_file(company.employer_id, text.encode())


def by_number(company: make.Company) -> dict[str, employers.Employee]:
    return {one.personnel_number: one for one in employers.list_employees(company.employer_id)}


def test_a_file_adds_changes_and_ends_and_removes_nobody() -> None:
    company = make.company(3)
    new = people.person(birth_on=date(1990, 5, 1))
    last = clock.business_date() + timedelta(days=10)
    done = imported(
        company,
        "personeelsnummer;e-mail;geboortedatum;percentage;uit dienst\n"
        f"104;{new.email};01-05-1990;60;\n101;;;80;\n102;;;100;{last:%d-%m-%Y}\n",
    )
    assert (done.added, done.changed, done.ended, done.same, done.wrong) == (1, 1, 1, 0, [])
    found = by_number(company)
    assert {number: one.fte_pct for number, one in found.items()} == {"101": 80, "102": 100, "103": 100, "104": 60}
    assert (found["102"].ends_on, found["103"].ends_on) == (last, None)


def test_the_same_file_again_changes_nothing() -> None:
    company = make.company(2)
    text = "personeelsnummer;fte\n101;0,8\n102;1\n"
    assert (imported(company, text).changed, imported(company, text).same) == (1, 2)


def test_wrong_rows_are_named_and_the_others_carried_out(app: flask.Flask) -> None:
    company = make.company(2)
    known = people.person()
    with app.app_context():
        done = imported(
            company,
            "personeelsnummer;e-mail;geboortedatum;percentage;uit dienst\n"
            f"101;;;90;\n201;{known.email};02-02-2000;;\n202;niemand@voorbeeld.nl;02-02-2000;;\n203;;;;\n102;;;0;\n"
            "102;;;;01-01-2019\n",
        )
    assert (done.changed, [(one.row, one.refusal.code()) for one in done.wrong]) == (
        1,
        [
            (3, "nobody-like-that"),
            (4, "nobody-like-that"),
            (5, "unclear"),
            (6, "unclear"),
            (7, "ends-before-start"),
        ],
    )
    assert service.list_wrong(done, "nl")[0][2].startswith("We vinden niemand met deze gegevens.")


def test_too_many_rows_and_a_file_without_numbers_are_refused_whole() -> None:
    company = make.company(1)
    with pytest.raises(rules.TooManyRows):
        imported(company, "personeelsnummer\n" + "1\n" * 5_001)
    with pytest.raises(rules.NumberMissing):
        imported(company, "naam\nx\n")


def test_the_list_is_searched_and_paged_by_name() -> None:
    company = make.company(5)
    first = service.list_staff(company.employer_id, limit=2)
    rest = service.list_staff(company.employer_id, after=first.next_after, limit=5)
    names = [one.name for one in [*first.employees, *rest.employees]]
    assert (len(first.employees), names, rest.next_after) == (2, sorted(names), None)
    found = service.list_staff(company.employer_id, "103").employees
    assert {one.personnel_number for one in found if "103" not in one.number} == {"103"}
    assert service.list_staff(company.employer_id, "niemand zo").employees == []
    assert service.list_staff(company.employer_id, "100%").employees == []


def test_who_left_is_listed_apart_and_keeps_the_money() -> None:
    company = make.company(2)
    one = by_number(company)["101"]
    employers.end_employment(company.employer_id, one.employment_id, clock.business_date() - timedelta(days=1))
    db.session.flush()
    now = service.list_staff(company.employer_id).employees
    former = service.list_staff(company.employer_id, is_former=True).employees
    assert ([e.personnel_number for e in now], [e.personnel_number for e in former]) == (["102"], ["101"])
