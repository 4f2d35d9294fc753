"""Another bank account, on screen and as JSON."""

import re

import flask.testing
import pytest

from leerloket.courses.providers import service as providers
from tests.courses.bookings import make
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient
HERE, THERE = "/aanbieder/beheer/rekening", "/beheer/aanbieders/rekeningen"
FORM = {"iban": "NL02ABNA0123456789", "naam": "Technohub BV", "reden": "Andere bank"}


def test_from_the_request_of_the_provider_to_the_second_approval(client: Client) -> None:
    school = make.school()
    sign_in(client, school.staff_id)
    wrong = client.post(HERE, data=FORM | {"iban": "NL02ABNA0123456780", "key": "a"})
    assert wrong.status_code == 400
    assert "Dit rekeningnummer klopt niet" in text_of(wrong)
    assert client.post(HERE, data=FORM | {"key": "b"}).status_code == 303
    shown = text_of(client.get(HERE))
    assert "NL02 … 6789" in shown
    assert "NL02ABNA0123456789" not in shown
    for left in (True, False):
        people.sign_in(client, people.person("administrator"))
        page = client.get(THERE).get_data(as_text=True)
        found = re.search(r'action="([^"]+/goedkeuren)"', page)
        assert found
        assert client.post(found[1]).status_code == 303
        assert ("Nu moet nog iemand anders kijken." in text_of(client.get(THERE))) is left
    assert providers.get_provider(school.provider_id).iban == "NL02ABNA0123456789"


def test_a_rejection_needs_a_reason_that_the_provider_reads(client: Client) -> None:
    school = make.school()
    sign_in(client, school.staff_id)
    client.post(HERE, data=FORM | {"key": "a"})
    people.sign_in(client, people.person("administrator"))
    found = re.search(r'action="([^"]+/afwijzen)"', client.get(THERE).get_data(as_text=True))
    assert found
    assert client.post(found[1], data={"reden": ""}).status_code == 400
    assert client.post(found[1], data={"reden": "De naam klopt niet."}).status_code == 303
    sign_in(client, school.staff_id)
    assert "afgewezen: De naam klopt niet." in text_of(client.get(HERE))


def test_the_same_as_json(client: Client) -> None:
    school = make.school()
    office = Caller(client, school.staff_id)
    asked = {"iban": "NL02ABNA0123456789", "holder": "Technohub BV", "reason": "Andere bank"}
    status, change, _ = office.post("/provider/account-changes", json=asked)
    assert (status, change["state"], change["iban"]) == (201, "asked", "NL02 … 6789")
    assert office.post("/provider/account-changes", json=asked)[1]["code"] == "account-asked-already"
    first, second = (Caller(client, people.person("administrator").person_id) for _ in range(2))
    assert [each["id"] for each in first.get("/account-changes")[1]["items"]] == [change["id"]]
    address = f"/account-changes/{change['id']}/approve"
    assert first.post(address)[1]["state"] == "approved_once"
    assert first.post(address)[1]["code"] == "same-person-looks"
    assert second.post(address)[1]["state"] == "changed"
    assert second.post(address)[1]["code"] == "change-is-over"
