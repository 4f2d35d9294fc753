"""The pages of employees."""

import io
import uuid
from datetime import date, timedelta

import flask.testing
import pytest

from leerloket import clock, db
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import service as topups
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from tests.accounts import reading
from tests.accounts.topups import make
from tests.accounts.topups.test_service import pay
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
LIST = "/werkgever/werknemers"


@pytest.fixture
def company() -> make.Company:
    made = make.company(3)
    db.session.commit()
    return made


@pytest.fixture
def hr(client: Client, company: make.Company) -> Client:
    return persons.sign_in(client, people.get_person(company.clerk_id))


def url_of(company: make.Company, number: str) -> str:
    found = {one.personnel_number: one for one in employers.list_employees(company.employer_id)}
    return f"{LIST}/{found[number].employment_id}"


def test_the_list_shows_own_deposits_only(hr: Client, company: make.Company) -> None:
    pay(make.confirmed(company, "personeelsnummer;bedrag;kenmerk\n101;250;november\n"))
    topups.work()
    db.session.commit()
    words = reading.text(reading.page(hr.get(LIST)))
    assert "€ 250,00" in words
    words = reading.text(reading.page(hr.get(url_of(company, "101"))))
    assert "€ 250,00" in words
    assert "november" in words
    assert "U stortte nog niets" in reading.text(reading.page(hr.get(url_of(company, "102"))))
    assert payments.list_payments(company.employer_id)


def test_the_list_is_searched(hr: Client) -> None:
    assert "103" in reading.text(reading.page(hr.get(f"{LIST}?q=103")))
    assert "Niemand gevonden met “zzz”." in reading.text(reading.page(hr.get(f"{LIST}?q=zzz")))
    assert "Er is nog niemand bij u weg." in reading.text(reading.page(hr.get(f"{LIST}?wie=weg")))


def test_somebody_with_an_account_is_added_by_date_of_birth(hr: Client, company: make.Company) -> None:
    new = persons.person(birth_on=date(1990, 5, 1))
    db.session.commit()
    reading.page(hr.get(f"{LIST}/toevoegen"))
    form = {"wie": new.number, "geboortedatum": "1990-05-02", "personeelsnummer": "104", "percentage": "60"}
    words = reading.text(reading.page(hr.post(f"{LIST}/toevoegen", data=form), 400))
    assert "We vinden niemand met deze gegevens." in words
    answer = hr.post(f"{LIST}/toevoegen", data=form | {"geboortedatum": "1990-05-01"})
    assert answer.headers["Location"] == url_of(company, "104")
    assert "60 %" in reading.text(reading.page(hr.get(answer.headers["Location"])))
    again = form | {"geboortedatum": "1990-05-01"}
    assert "staat al in deze periode" in reading.text(reading.page(hr.post(f"{LIST}/toevoegen", data=again), 409))


def test_number_hours_and_last_day_are_changed(hr: Client, company: make.Company) -> None:
    url = url_of(company, "101")
    assert hr.post(url, data={"personeelsnummer": "0101", "percentage": "50"}).status_code == 303
    words = reading.text(reading.page(hr.get(url)))
    assert "0101" in words
    assert "50 %" in words
    assert hr.post(url, data={"personeelsnummer": "102", "percentage": "50"}).status_code == 409
    assert hr.post(url, data={"personeelsnummer": "101", "percentage": "101"}).status_code == 400
    yesterday = clock.business_date() - timedelta(days=1)
    assert hr.post(f"{url}/uit-dienst", data={"laatste_dag": yesterday.isoformat()}).status_code == 303
    assert "0101" in reading.text(reading.page(hr.get(f"{LIST}?wie=weg")))
    assert hr.post(f"{url}/uit-dienst", data={"laatste_dag": "2019-01-01"}).status_code == 400
    assert hr.post(f"{url}/uit-dienst", data={"laatste_dag": ""}).status_code == 303
    assert "0101" in reading.text(reading.page(hr.get(LIST)))


def test_a_file_is_read_and_the_page_says_what_was_done(hr: Client) -> None:
    assert hr.get(f"{LIST}/voorbeeld.csv").get_data(as_text=True).startswith("\ufeffpersoneelsnummer;")
    content = b"personeelsnummer;fte\n101;0,8\n999;1\n"
    answer = hr.post(f"{LIST}/bestand", data={"bestand": (io.BytesIO(content), "nov.csv")})
    words = reading.text(reading.page(answer))
    assert "Uw bestand is gelezen" in words
    assert "Dit personeelsnummer is nieuw." in words
    assert "Kies een bestand." in reading.text(reading.page(hr.post(f"{LIST}/bestand"), 400))


def test_another_employers_employee_does_not_exist(client: Client, company: make.Company) -> None:
    url = url_of(company, "101")
    persons.sign_in(client, people.get_person(make.company(1).clerk_id))
    for path in (url, f"{LIST}/{uuid.uuid4()}"):
        assert client.get(path).status_code == 404
        assert client.post(path, data={"personeelsnummer": "1", "percentage": "1"}).status_code == 404
        assert client.post(f"{path}/uit-dienst", data={"laatste_dag": ""}).status_code == 404
    assert client.get(f"{LIST}?na={url[-36:]}").status_code == 404
