"""The pages and the API of taking along, leaving and keeping."""

import re

import flask.testing
import html5lib
import pytest

from leerloket.own_data import exports, rules
from leerloket.people import service as people
from tests.advice import make as advice
from tests.courses.bookings import make as bookings
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.text[:2000]
    html5lib.HTMLParser(strict=True).parse(response.text)
    assert len(re.findall(r"<h1[ >]", response.text)) == 1
    return str(response.text)


def test_a_file_is_asked_for_and_fetched_from_the_page(client: Client) -> None:
    person, other = make.person(), make.person()
    make.sign_in(client, person)
    assert "/gegevens/downloaden" in page(client, "/gegevens")
    assert client.post("/gegevens/downloaden").status_code == 303
    assert "We maken het nu" in page(client, "/gegevens/downloaden")
    assert client.post("/gegevens/downloaden").status_code == 409
    (asked,) = exports.list_files(person.person_id)
    exports._keep(person.person_id, asked.export_id, b"PK\x05\x06")
    url = f"/gegevens/downloaden/{asked.export_id}.zip"
    assert url in page(client, "/gegevens/downloaden")
    response = client.get(url)
    assert response.content_type == "application/zip"
    assert response.headers["Cache-Control"] == "no-store"
    make.sign_in(client, other)
    assert client.get(url).status_code == 404


def test_who_wants_to_leave_sees_what_goes_and_ticks_a_box(client: Client) -> None:
    person = make.person()
    make.sign_in(client, person)
    shown = page(client, "/gegevens/verwijderen")
    assert "7 jaar" in shown
    assert client.post("/gegevens/verwijderen").status_code == 400
    assert client.post("/gegevens/verwijderen", data={"understood": "ja"}).status_code == 303
    assert "Trek mijn verzoek in" in page(client, "/gegevens/verwijderen")
    assert client.post("/gegevens/verwijderen/intrekken").status_code == 303
    assert "Trek mijn verzoek in" not in page(client, "/gegevens/verwijderen")
    assert advice.mails(person.person_id) == ["erasure-asked"] * 2


def test_what_is_in_the_way_stands_where_the_button_would(client: Client) -> None:
    line = bookings.line()
    make.sign_in(client, people.get_person(line.person_id))
    shown = page(client, "/gegevens/verwijderen")
    assert "1 boeking(en)" in shown
    assert 'name="understood"' not in shown


def test_the_api_does_the_same(client: Client) -> None:
    headers = make.bearer(make.person())
    asked = client.post("/api/v1/exports", headers=headers)
    assert (asked.status_code, asked.json["state"]) == (202, "waiting")  # type: ignore[index]
    again = client.post("/api/v1/exports", headers=headers)
    assert (again.status_code, again.json["code"]) == (409, "file-being-made")  # type: ignore[index]
    one = client.get(f"/api/v1/exports/{asked.json['id']}", headers=headers)  # type: ignore[index]
    assert one.json == asked.json
    assert client.get(f"/api/v1/exports/{asked.json['id']}/file.zip", headers=headers).status_code == 404  # type: ignore[index]
    assert client.post("/api/v1/erasure", json={"understood": False}, headers=headers).status_code == 400
    request = client.post("/api/v1/erasure", json={"understood": True}, headers=headers)
    assert request.status_code == 202
    shown = client.get("/api/v1/erasure", headers=headers).json
    assert shown is not None
    assert (shown["request"], shown["inTheWay"]) == (request.json, [])
    assert client.delete("/api/v1/erasure", headers=headers).status_code == 204
    assert client.delete("/api/v1/erasure", headers=headers).status_code == 404


def test_the_administrator_reads_the_rules_of_keeping(client: Client) -> None:
    staff = make.person("administrator")
    make.sign_in(client, staff)
    shown = page(client, "/beheer/bewaartermijnen")
    assert "24 maanden" in shown
    assert "AVG art. 5" in shown
    listed = client.get("/api/v1/retention", headers=make.bearer(staff)).json
    assert listed is not None
    assert {"reads", "advice", "sign-ins"} <= {rule["name"] for rule in listed["items"]}
    assert rules.WAITING.days == 14
