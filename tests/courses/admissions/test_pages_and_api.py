"""Admission and sanctions, on screen and as JSON."""

from typing import Any

import flask.testing
import pytest

from leerloket import clock
from leerloket.courses.admissions import sanctions, service
from leerloket.courses.providers import service as providers
from tests.courses.admissions import make
from tests.courses.bookings import make as bookings
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient
FORM = {
    "naam": "Lasschool Strijp",
    "soort": "technohub",
    "kvk": "62000001",
    "iban": "NL91 ABNA 0417 1643 00",
    "rekeningnaam": "Lasschool Strijp BV",
    "place": "Eindhoven",
    "email": "kantoor@lasschool.example",
}


def test_from_application_to_admission_on_screen(client: Client) -> None:
    assert "Log in om u aan te melden" in text_of(client.get("/aanbieder/aanmelden"))
    people.sign_in(client, people.person())
    wrong = client.post("/aanbieder/aanmelden", data=FORM | {"kvk": "123", "key": "a"})
    assert wrong.status_code == 400
    assert "Een KvK-nummer heeft 8 cijfers." in text_of(wrong)
    assert client.post("/aanbieder/aanmelden", data=FORM | {"key": "b"}).location == "/aanbieder/erkenning"
    shown = text_of(client.get("/aanbieder/erkenning"))
    assert "U bent nog niet erkend." in shown
    provider = providers.find_provider_by_kvk("62000001")
    assert provider
    slug, here = provider.slug, f"/beheer/aanbieders/{provider.provider_id}"
    assert client.get(f"/aanbieders/{slug}").status_code == 404
    people.sign_in(client, people.person("administrator"))
    assert "5 taken te doen" in text_of(client.get("/beheer/aanbieders/erkenning"))
    task = {"state": "met", "note": "Uittreksel gezien.", "evidence_on": clock.business_date().isoformat()}
    assert client.post(f"{here}/taken/register", data=task).status_code == 303
    unsaid = client.post(f"{here}/taken/visit", data=task | {"note": ""})
    assert (unsaid.status_code, "Schrijf op wat u zag." in text_of(unsaid)) == (400, True)
    shown = text_of(client.get(here))
    assert "Uittreksel gezien." in shown
    assert "Nog 4 taken zijn niet in orde." in shown
    assert client.post(f"{here}/goedkeuren").status_code == 409
    assert client.post(f"{here}/afwijzen", data={"reden": "Geen keurmerk."}).status_code == 303
    assert "Geen keurmerk." in text_of(client.get(here))


def test_two_administrators_admit_on_screen(client: Client) -> None:
    provider_id = make.applied().provider_id
    make.look(provider_id)
    for said in ("Nu moet nog iemand anders goedkeuren.", "De aanbieder is erkend."):
        people.sign_in(client, people.person("administrator"))
        assert client.post(f"/beheer/aanbieders/{provider_id}/goedkeuren").status_code == 303
        assert said in text_of(client.get(f"/beheer/aanbieders/{provider_id}"))
    assert client.post(f"/beheer/aanbieders/{provider_id}/beoordelen").status_code == 303
    assert service.find_open(provider_id)


def test_a_sanction_with_objection_and_answer_on_screen(client: Client) -> None:
    school = bookings.school()
    here = f"/beheer/aanbieders/{school.provider_id}"
    people.sign_in(client, people.person("administrator"))
    given = {"stap": "warning", "reden": "U antwoordt te laat."}
    assert client.post(f"{here}/maatregelen", data=given | {"reden": ""}).status_code == 400
    assert client.post(f"{here}/maatregelen", data=given).status_code == 303
    (made,) = sanctions.list_sanctions(school.provider_id)
    sanction_id = made.sanction_id
    one = f"{here}/maatregelen/{sanction_id}"
    assert client.post(f"{one}/bevestigen").status_code == 409
    people.sign_in(client, people.person("administrator"))
    assert client.post(f"{one}/bevestigen").status_code == 303
    sign_in(client, school.staff_id)
    assert "U antwoordt te laat." in text_of(client.get("/aanbieder/erkenning"))
    objecting = f"/aanbieder/erkenning/{sanction_id}/bezwaar"
    assert client.post(objecting, data={"bezwaar": ""}).status_code == 400
    assert client.post(objecting, data={"bezwaar": "Wij waren op tijd."}).status_code == 303
    people.sign_in(client, people.person("administrator"))
    assert "Wij waren op tijd." in text_of(client.get(here))
    said = {"besluit": "ja", "antwoord": "U heeft gelijk."}
    assert client.post(f"{one}/bezwaar", data=said).status_code == 303
    sign_in(client, school.staff_id)
    assert "U heeft gelijk." in text_of(client.get("/aanbieder/erkenning"))


def test_two_administrators_admit_over_the_api(client: Client) -> None:
    provider_id = make.applied().provider_id
    make.look(provider_id, *service.TASKS[:-1])
    first, second = (Caller(client, make.clerk()) for _ in range(2))
    here = f"/providers/{provider_id}"
    status, refused, _ = first.post(f"{here}/admission", json={})
    assert (status, refused["code"], refused["left"]) == (409, "tasks-open", 1)
    seen: dict[str, Any] = {"state": "met", "note": "Gezien.", "evidenceOn": clock.business_date().isoformat()}
    headers = people.bearer(people.person("administrator"))
    noted = client.put(f"/api/v1{here}/admission/tasks/visit", json=seen, headers=headers)
    assert (noted.status_code, noted.get_json()["state"]) == (200, "met")
    assert first.post(f"{here}/admission", json={})[1]["state"] == "approved_once"
    assert first.post(f"{here}/admission", json={})[1]["code"] == "same-person-admits"
    assert second.post(f"{here}/admission", json={})[1]["state"] == "admitted"
    _status, proposed, _ = first.post(f"{here}/sanctions", json={"step": "warning", "reason": "Te laat."})
    confirm = f"{here}/sanctions/{proposed['id']}/confirm"
    assert first.post(confirm)[1]["code"] == "same-person-sanctions"
    assert second.post(confirm)[1]["state"] == "in_force"


def test_somebody_applies_over_the_api_and_reads_how_far_it_is(client: Client) -> None:
    person = Caller(client, people.person().person_id)
    asked = {
        "name": "Lasschool",
        "kind": "private",
        "kvk": "62000002",
        "iban": "NL91ABNA0417164300",
        "holder": "Lasschool BV",
        "place": "Eindhoven",
        "email": "kantoor@lasschool.example",
    }
    status, made, _ = person.post("/provider-applications", json=asked)
    assert (status, made["state"], len(made["tasks"])) == (201, "open", 5)
    assert person.get("/provider/admission")[1]["tasks"][0] == {"task": "register", "state": "open", "note": ""}
    assert person.get("/provider/sanctions")[1]["items"] == []
