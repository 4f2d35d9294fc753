"""The administrator writes a version, proposes it, and another approves it."""

from typing import Any

import flask.testing
import pytest

from leerloket.accounts.rights import service
from tests.accounts import reading
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient

FORM: dict[str, Any] = {
    "name": "leerrecht",
    "starts_on": "2028-01-01",
    "start_cents": "1000",
    "yearly_cents": "600",
    "cap_cents": "5.000,00",
    "low_yearly_cents": "800",
    "low_cap_cents": "8000",
    "from_age": "18",
    "until_years": "67",
    "until_extra": "3",
    "expires_after_years": "",
    "budget_cents": "",
    "note": "Alles is duurder.",
    "source": "Besluit 12",
}


def test_from_draft_to_approved_by_another(client: Client) -> None:
    clerk, boss = persons.person("administrator"), persons.person("administrator")
    persons.sign_in(client, clerk)
    words = reading.text(reading.page(client.get("/beheer/leerrechten/regels")))
    assert "Geldt nu" in words
    assert "Frankrijk: CPF" in words
    assert "Sinds 1 januari 2024." in words
    form = reading.page(client.get("/beheer/leerrechten/regels/nieuw?voorbeeld=cpf"))
    assert form.find(".//input[@id='start_cents']").get("value") == "0,00"  # type: ignore[union-attr]
    url = f"/beheer/leerrechten/regels/{reading.last_id(client.post('/beheer/leerrechten/regels/nieuw', data=FORM))}"
    words = reading.text(reading.page(client.get(url)))
    assert "Bedrag per jaar: van € 500,00 naar € 600,00 (€ 100,00 meer)" in words
    assert "Tot welke leeftijd: van 67 jaar naar 67 jaar en 3 maanden" in words
    reading.page(client.get(f"{url}/wijzigen"))
    changed = {key: value for key, value in FORM.items() if key != "name"} | {"yearly_cents": "450"}
    assert client.post(f"{url}/wijzigen", data=changed).status_code == 303
    assert "(€ 50,00 minder)" in reading.text(reading.page(client.get(url)))
    assert client.post(f"{url}/voorstellen").status_code == 303
    assert "Wie een regel schrijft of voorstelt" in reading.text(reading.page(client.get(url)))
    refused = reading.text(reading.page(client.post(f"{url}/goedkeuren"), 409))
    assert "Iemand anders moet dit goedkeuren." in refused
    persons.sign_in(client, boss)
    assert "Keur regel leerrecht 2028-1 goed" in reading.text(reading.page(client.get("/beheer")))
    assert client.post(f"{url}/terugsturen").status_code == 303
    assert client.post(f"{url}/voorstellen").status_code == 303
    persons.sign_in(client, persons.person("administrator"))
    assert client.post(f"{url}/goedkeuren").status_code == 303
    assert "Goedgekeurd" in reading.text(reading.page(client.get(url)))
    refused = reading.text(reading.page(client.post(f"{url}/wijzigen", data=changed), 409))
    assert "Maak een nieuwe versie." in refused


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"starts_on": "2020-01-01"}, "Regels veranderen niet met terugwerkende kracht."),
        ({"yearly_cents": "5,005"}, "twee cijfers achter de komma"),
        ({"from_age": "achttien"}, "Vul een heel getal in."),
        ({"name": "Leer Recht"}, "niet de goede vorm"),
        ({"start_cents": "0", "yearly_cents": "0", "low_yearly_cents": "0"}, "Vul een startbedrag"),
    ],
)
def test_a_version_that_cannot_be_says_why(client: Client, change: dict[str, str], message: str) -> None:
    persons.sign_in(client, persons.person("administrator"))
    answer = client.post("/beheer/leerrechten/regels/nieuw", data=FORM | change)
    assert message in reading.text(reading.page(answer, answer.status_code))
    assert answer.status_code == 400
    assert len(service.list_rule_sets()) == 1


def test_the_controller_only_looks(client: Client) -> None:
    persons.sign_in(client, persons.person("controller"))
    words = reading.text(reading.page(client.get("/beheer/leerrechten/regels")))
    assert "Maak een nieuwe versie" not in words
    assert client.post("/beheer/leerrechten/regels/nieuw", data=FORM).status_code == 403
