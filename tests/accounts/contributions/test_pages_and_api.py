"""Statements for the tax on screen, for a spreadsheet, on paper and as JSON."""

import io

import flask.testing
import pikepdf
import pytest

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.contributions import make
from tests.accounts.ledger import make as money
from tests.accounts.topups.make import Company
from tests.people import make as people_made
from tests.printing.pdf import tags, text_of

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def year() -> int:
    return clock.business_date().year


def clerk(company: Company) -> people.Person:
    return people.get_person(company.clerk_id)


def test_an_employer_reads_deposits_per_employee_and_the_rule_of_the_tax(client: Client) -> None:
    company = make.gave(1)
    person = company.people["101"]
    make.correct(person, ledger.list_entries(person)[0].transfer_id, 2_500)
    people_made.sign_in(client, clerk(company))
    words = reading.text(reading.page(client.get("/werkgever/overzichten")))
    assert f"Overzicht van stortingen {year()}" in words
    assert "101 leren voor het werk € 100,00 − € 25,00 € 75,00" in words
    assert "artikel 31a" in words
    assert "geen belastingadvies" in words
    assert "U stortte niets" in reading.text(reading.page(client.get(f"/werkgever/overzichten?jaar={year() - 1}")))
    assert client.get("/werkgever/overzichten?jaar=1999").status_code == 404


def test_the_file_of_an_employer_ends_with_its_totals(client: Client) -> None:
    company = make.gave(2)
    people_made.sign_in(client, clerk(company))
    answer = client.get(f"/werkgever/overzichten/{year()}.csv")
    lines = answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert lines[0] == "Personeelsnummer;Naam;Doel;Gestort;Correctie;Samen"
    assert {line.split(";")[0] for line in lines[1:-1]} == {"101", "102"}
    assert lines[-1] == f";Totaal {year()};;200,00;0,00;200,00"


@pytest.mark.usefixtures("patient")
def test_both_sheets_are_tagged_and_name_the_seal(client: Client) -> None:
    company = make.gave(1)
    person = people.get_person(company.people["101"])
    money.own(person.person_id, 5_000)
    db.session.flush()
    for who, url in [(clerk(company), "/werkgever/overzichten"), (person, "/saldo/bijdragen")]:
        pdf = people_made.sign_in(client, who).get(f"{url}/{year()}.pdf").data
        text = " ".join(text_of(pdf))
        assert "leren voor het werk" in text
        assert "Het zegel" in text
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert {"/Table", "/TH", "/H1"} <= {tag for tag, _node in tags(opened)}


def test_a_worker_finds_what_came_in(client: Client) -> None:
    company = make.gave(1)
    person = people.get_person(company.people["101"])
    money.own(person.person_id, 5_000)
    people_made.sign_in(client, person)
    assert "Bekijk wat u kreeg" in reading.text(reading.page(client.get("/saldo/jaaroverzichten")))
    words = reading.text(reading.page(client.get("/saldo/bijdragen")))
    assert "Van werkgevers € 100,00 Zelf ingelegd € 50,00" in words
    assert "studiekosten niet meer aftrekken" in words
    lines = client.get(f"/saldo/bijdragen/{year()}.csv").get_data(as_text=True).splitlines()
    assert [line.rsplit(";", 1)[1] for line in lines[1:]] == ["100,00", "50,00"]


def test_the_same_as_json_for_who_it_is_of(client: Client) -> None:
    company = make.gave(1)
    person = people.get_person(company.people["101"])
    url = f"/api/v1/employers/{company.employer_id}/contributions"
    found = reading.data(client.get(f"{url}?year={year()}", headers=people_made.bearer(clerk(company))))
    (employee,) = found["employees"]
    assert set(employee) == {
        *("personId", "name", "personnelNumber", "purposes", "depositedCents", "correctedCents", "totalCents")
    }
    assert (found["totalCents"], found["returnedCents"], found["usedPercent"]) == (10_000, 0, None)
    assert client.get(url, headers=people_made.bearer(clerk(make.gave(1)))).status_code == 404
    headers = people_made.bearer(clerk(company))
    assert reading.data(client.get(f"{url}?year=2019", headers=headers), 404)["code"] == "not-found"
    assert reading.data(client.get(f"{url}?year=x", headers=headers), 400)["code"] == "invalid"
    mine = reading.data(client.get("/api/v1/accounts/me/contributions", headers=people_made.bearer(person)))
    assert [(line["kind"], line["amountCents"]) for line in mine["received"]] == [("topup", 10_000)]
    assert (mine["receivedCents"], mine["spent"]) == (10_000, [])
