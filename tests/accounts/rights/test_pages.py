"""The administrator counts, another approves, the worker credits."""

import uuid
from datetime import date

import flask.testing
import pytest

from leerloket.accounts.rights import service
from tests.accounts import reading
from tests.accounts.rights import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def test_from_count_to_credited(client: Client) -> None:
    make.persons(4)
    make.person(birth_on=date(2015, 1, 1))
    clerk, boss = persons.person("administrator"), persons.person("administrator")
    persons.sign_in(client, clerk)
    reading.page(client.get("/beheer/leerrechten"))
    answer = client.post("/beheer/leerrechten", data={"regel": "leerrecht", "datum": "2026-11-24"})
    url = f"/beheer/leerrechten/{reading.last_id(answer)}"
    words = reading.text(reading.page(client.get(url)))
    assert "6 personen" in words
    assert "€ 6.000,00" in words
    assert "Nog te jong" in words
    assert "Wie telt, kan niet zelf goedkeuren." in words
    refused = reading.text(reading.page(client.post(f"{url}/goedkeuren", data={"key": "k"}), 409))
    assert "Iemand anders moet dit goedkeuren." in refused
    persons.sign_in(client, boss)
    assert "Keur leerrechten" in reading.text(reading.page(client.get("/beheer")))
    form = {"key": reading.key(reading.page(client.get(url)))}
    assert client.post(f"{url}/goedkeuren", data=form).status_code == 303
    assert client.post(f"{url}/goedkeuren", data=form).status_code == 303
    page = reading.page(client.get(url))
    assert page.find(".//*[@data-poll]") is not None
    progress = reading.data(client.get(f"{url}/voortgang.json"))
    assert (progress["done"], progress["total"]) == (0, 7)
    assert "Loopt nu" in reading.text(reading.page(client.get("/beheer")))
    service.work()
    progress = reading.data(client.get(f"{url}/voortgang.json"))
    assert progress["done"] == progress["total"] == 7
    words = reading.text(reading.page(client.get(url)))
    assert "Kreeg leerrecht" in words
    assert "Klaar" in reading.text(reading.page(client.get("/beheer/leerrechten")))


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"regel": "bestaat-niet", "datum": "2026-11-24"}, "geen goedgekeurde regel"),
        ({"regel": "leerrecht", "datum": "gisteren"}, "Vul een datum in"),
        ({}, "Vul dit in."),
    ],
)
def test_a_count_that_cannot_be_made_says_why(client: Client, form: dict[str, str], message: str) -> None:
    persons.sign_in(client, persons.person("administrator"))
    answer = client.post("/beheer/leerrechten", data=form)
    assert message in reading.text(reading.page(answer, answer.status_code))
    assert answer.status_code in {400, 404}
    assert service.list_runs() == []


def test_an_unknown_run_does_not_exist(client: Client) -> None:
    persons.sign_in(client, persons.person("administrator"))
    assert client.get(f"/beheer/leerrechten/{uuid.uuid4()}").status_code == 404
    assert client.post(f"/beheer/leerrechten/{uuid.uuid4()}/goedkeuren", data={"key": "k"}).status_code == 404


@pytest.mark.parametrize("path", ["/beheer", "/beheer/leerrechten", "/beheer/bankregels"])
def test_who_may_see_these_pages(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    persons.sign_in(client, persons.person("controller"))
    reading.page(client.get(path))
    assert client.post(path, data={}).status_code in {403, 405}
    persons.sign_in(client, persons.person())
    assert client.get(path).status_code == 403
