"""Every page of this room, as who may see it, read by a strict parser."""

import html5lib
import pytest
from flask.testing import FlaskClient

from leerloket import db
from leerloket.people.consents import service as consents
from leerloket.people.reads import service as reads
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")

PUBLIC = (
    "/",
    "/inloggen",
    "/aanmelden",
    "/aanmelden/post",
    "/aanmelden/bevestigen/abc",
    "/over/privacy",
    "/over/toegankelijkheid",
    "/over/licenties",
    "/over/contact",
)
PRIVATE = ("/gegevens", "/gegevens/inzage", "/gegevens/wachtwoord", "/rol")


def read(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("<h1") == 1
    assert "style=" not in page


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_page_is_whole(client: FlaskClient, url: str, language: str) -> None:
    client.set_cookie("taal", language)
    answer = client.get(url)
    assert answer.status_code == 200
    read(answer.text)


@pytest.mark.parametrize("role", ["worker", "employer", "adviser", "administrator"])
@pytest.mark.parametrize("url", PRIVATE)
def test_a_page_of_ones_own_is_whole(client: FlaskClient, url: str, role: str) -> None:
    answer = make.sign_in(client, make.person(role)).get(url)
    assert answer.status_code == 200
    read(answer.text)


@pytest.mark.parametrize("url", [*PRIVATE, "/gegevens/toestemming", "/start"])
def test_who_is_not_signed_in_is_asked_to(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.location) == (302, f"/inloggen?naar={url}")


def test_the_page_of_consent_with_and_without_any(client: FlaskClient) -> None:
    adviser = make.person("adviser", organisation_id=db.new_id(), organisation_name="Leerloket Brainport")
    worker = make.person()
    make.sign_in(client, worker)
    page = client.get("/gegevens/toestemming").text
    read(page)
    assert "Niemand mag nu iets van u zien" in page
    assert "checked" not in page.split("<form", 2)[2]
    consents.give(worker.person_id, "adviser", adviser.person_id, "plan")
    ended = consents.give(worker.person_id, "adviser", adviser.person_id, "account")
    consents.withdraw(worker.person_id, ended.consent_id)
    db.session.commit()
    page = client.get("/gegevens/toestemming").text
    read(page)
    assert "Stop hiermee" in page
    assert "Vroeger mocht dit" in page


def test_consent_is_given_and_withdrawn_on_the_page(client: FlaskClient) -> None:
    desk_id = db.new_id()
    adviser = make.person("adviser", organisation_id=desk_id, organisation_name="Leerloket Brainport")
    worker = make.person()
    make.sign_in(client, worker)
    sent = {"receiver": f"desk:{desk_id}", "scopes": ["account", "plan"], "until_on": "2027-03-01"}
    assert client.post("/gegevens/toestemming", data=sent).status_code == 303
    consents.check(worker.person_id, adviser.person_id, desk_id, "plan")
    for consent in consents.list_consents(worker.person_id):
        url = f"/gegevens/toestemming/{consent.consent_id}/intrekken"
        assert client.post(url).status_code == 303
    assert not consents.may_see(worker.person_id, adviser.person_id, desk_id, "plan")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"scopes": "plan", "until_on": "2027-03-01"}, "receiver"),
        ({"receiver": "desk:nobody", "scopes": "plan", "until_on": "2027-03-01"}, "receiver"),
        ({"receiver": f"planet:{db.new_id()}", "scopes": "plan", "until_on": "2027-03-01"}, "receiver"),
        ({"receiver": f"desk:{db.new_id()}", "until_on": "2027-03-01"}, "scopes"),
        ({"receiver": f"desk:{db.new_id()}", "scopes": "everything", "until_on": "2027-03-01"}, "scopes"),
        ({"receiver": f"desk:{db.new_id()}", "scopes": "plan", "until_on": "soon"}, "until_on"),
        ({"receiver": f"desk:{db.new_id()}", "scopes": "plan", "until_on": "2020-01-01"}, "until_on"),
    ],
)
def test_a_consent_that_cannot_be_is_asked_again(client: FlaskClient, sent: dict[str, str], field: str) -> None:
    make.person("adviser", organisation_id=db.new_id(), organisation_name="Leerloket Brainport")
    answer = make.sign_in(client, make.person()).post("/gegevens/toestemming", data=sent)
    assert answer.status_code == 400
    read(answer.text)
    assert f'href="#{field}"' in answer.text


def test_a_person_sees_who_looked_page_by_page(client: FlaskClient) -> None:
    worker = make.person()
    for _look in range(30):
        reads.record(worker.person_id, object_type="plan", purpose="gesprek voorbereiden")
    page = make.sign_in(client, worker).get("/gegevens/inzage").text
    read(page)
    assert page.count("gesprek voorbereiden") == 25
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    page = client.get(following).text
    assert page.count("gesprek voorbereiden") == 5
    read(page)


def test_details_are_changed(client: FlaskClient) -> None:
    worker = make.person()
    make.sign_in(client, worker)
    sent = {"name": "Samira El Amrani", "phone": "06 12345678", "region_code": "twente", "language": "en"}
    assert client.post("/gegevens", data=sent).status_code == 303
    page = client.get("/gegevens").text
    assert 'value="06 12345678"' in page
    assert "Uw gegevens zijn opgeslagen" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Jan 111222333"}, "name"),
        ({"phone": "bel mij"}, "phone"),
        ({"region_code": "atlantis"}, "region_code"),
        ({"language": "fr"}, "language"),
    ],
)
def test_wrong_details_are_asked_again(client: FlaskClient, wrong: dict[str, str], field: str) -> None:
    sent = {"name": "Samira", "phone": "", "region_code": "", "language": "nl"} | wrong
    answer = make.sign_in(client, make.person()).post("/gegevens", data=sent)
    assert answer.status_code == 400
    read(answer.text)
    assert f'href="#{field}"' in answer.text


def test_the_language_is_kept_and_one_goes_back(client: FlaskClient) -> None:
    answer = client.get("/taal?naar=en", headers={"Referer": "http://localhost/opleidingen?q=las"})
    assert (answer.status_code, answer.location) == (303, "/opleidingen?q=las")
    assert 'lang="en"' in client.get("/").text
    elsewhere = client.get("/taal?naar=nl", headers={"Referer": "http://evil.example/x"})
    assert elsewhere.location == "/"
    assert "Set-Cookie" not in client.get("/taal?naar=klingon").headers
