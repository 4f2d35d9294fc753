"""The rule lab in the browser: calculate, look, take a table along, compare, propose."""

from typing import Any

import flask.testing
import pytest

from tests.accounts import reading
from tests.accounts.rights import make
from tests.accounts.rights.test_rule_set_pages import FORM as RULES
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient

FORM: dict[str, Any] = {key: value for key, value in RULES.items() if key not in {"note", "source"}} | {
    "name": "Duurder",
    "who": "drawn",
    "years": "3",
    "people": "100000",
    "seed": "1",
    "never_percent": "40",
    "use_below_4": "20",
    "use_4": "30",
    "use_above_4": "45",
    "spend_cents": "1000",
}


def calculate(client: Client, **change: str) -> str:
    """Calculate; answers the address of what came out."""
    return f"/beheer/regellab/{reading.last_id(client.post('/beheer/regellab/nieuw', data=FORM | change))}"


def test_calculate_compare_and_propose(client: Client) -> None:
    persons.sign_in(client, persons.person("administrator"))
    assert "nog niets doorgerekend" in reading.text(reading.page(client.get("/beheer/regellab")))
    reading.page(client.get("/beheer/regellab/nieuw?voorbeeld=stap"))
    first, second = calculate(client), calculate(client, name="Krap", cap_cents="1000", low_cap_cents="1000")
    page = reading.page(client.get(first))
    words = reading.text(page)
    assert "Gaat erop achteruit" in words
    assert "Zuidoost-Brabant" in words
    assert len(page.findall(".//{http://www.w3.org/2000/svg}svg[@class='ll-gap__bar']")) == 3 + 9 + 7
    ids = [url.rsplit("/", 1)[1] for url in (first, second)]
    words = reading.text(reading.page(client.get(f"/beheer/regellab/vergelijken?scenario={ids[0]}&scenario={ids[1]}")))
    assert "Krijgt minder" in words
    assert "€ 5.000,00" in words
    refused = client.get(f"/beheer/regellab/vergelijken?scenario={ids[0]}")
    assert "Kies 2 tot 4 berekeningen." in reading.text(reading.page(refused, 400))
    proposal = client.post(f"{first}/voorstellen")
    assert proposal.status_code == 303
    assert "Wacht op goedkeuring" in reading.text(reading.page(client.get(proposal.headers["Location"])))
    again = reading.text(reading.page(client.post(f"{first}/voorstellen"), 409))
    assert "al een voorstel gemaakt" in again
    assert "Duurder" in reading.text(reading.page(client.get("/beheer/regellab")))


@pytest.mark.parametrize(("name", "first"), [("kosten", "Jaar"), ("niveau", "Opleiding"), ("leeftijd", "Leeftijd")])
def test_each_table_is_a_file(client: Client, name: str, first: str) -> None:
    persons.sign_in(client, persons.person("administrator"))
    url = calculate(client)
    answer = client.get(f"{url}/{name}.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0].startswith(f"\ufeff{first};")
    assert len({line.count(";") for line in lines}) == 1
    assert client.get(f"{url}/alles.csv").status_code == 404


def test_with_few_real_people_nothing_is_calculated(client: Client) -> None:
    make.persons(3)
    persons.sign_in(client, persons.person("administrator"))
    refused = client.post("/beheer/regellab/nieuw", data=FORM | {"who": "real"})
    assert "te weinig mensen" in reading.text(reading.page(refused, 409))


def test_of_small_groups_of_real_people_nothing_is_shown(client: Client) -> None:
    make.persons(6, nlqf_level=2)
    make.person(nlqf_level=8)
    persons.sign_in(client, persons.person("administrator"))
    lines = client.get(f"{calculate(client, who='real')}/niveau.csv").get_data(as_text=True).splitlines()
    assert [line for line in lines if line.startswith("Niveau 8")] == ["Niveau 8 (promotie);;;;;;;;;"]
    assert next(line for line in lines if line.startswith("Niveau 2")).split(";")[1] == "6"


def test_a_name_is_given_once(client: Client) -> None:
    persons.sign_in(client, persons.person("administrator"))
    calculate(client)
    refused = client.post("/beheer/regellab/nieuw", data=FORM)
    assert "Er is al een berekening met deze naam." in reading.text(reading.page(refused, 409))
