"""Asking, confirming and stopping in a browser, and the look of the next newsletter."""

import uuid

import flask.testing
import pytest

from leerloket import clock, db
from leerloket.advice.newsletter import service
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
REGION = "zuidoost-brabant"


def asked() -> uuid.UUID:
    reader = service.NewsletterReader(
        reader_id=db.random_id(),
        email="lezer@voorbeeld.nl",
        email_norm="lezer@voorbeeld.nl",
        region_code=REGION,
        language="nl",
        asked_at=clock.now(),
    )
    db.session.add(reader)
    db.session.commit()
    db.session.remove()
    return reader.reader_id


def test_the_link_of_the_mail_has_a_button_and_that_counts(client: Client) -> None:
    reader_id = asked()
    link = f"/nieuwsbrief/bevestigen/{reader_id}"
    assert "Ja, stuur mij" in client.get(link).get_data(as_text=True)
    assert service.count_readers() == {}
    assert client.post(link).status_code == 303
    assert service.count_readers() == {REGION: 1}


def test_a_mail_program_stops_it_without_a_token_of_ours(client: Client) -> None:
    reader_id = asked()
    assert client.get(f"/nieuwsbrief/stop/{reader_id}").status_code == 200
    client.application.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(f"/nieuwsbrief/stop/{reader_id}", data={"List-Unsubscribe": "One-Click"})
    finally:
        client.application.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 303
    assert client.get(f"/nieuwsbrief/bevestigen/{reader_id}").status_code == 404


def test_a_person_chooses_it_at_their_details(client: Client) -> None:
    person = people.person()
    people.sign_in(client, person)
    assert "/gegevens/nieuwsbrief" in client.get("/gegevens/meldingen").get_data(as_text=True)
    client.post("/gegevens/nieuwsbrief", data={"regio": REGION})
    assert "Stop de nieuwsbrief" in client.get("/gegevens/nieuwsbrief").get_data(as_text=True)
    client.post("/gegevens/nieuwsbrief", data={})
    assert service.find_own(person.person_id) is None


def test_the_administrator_sees_the_next_one_in_both_languages(client: Client) -> None:
    people.sign_in(client, people.person("administrator"))
    assert f"/beheer/nieuwsbrief/{REGION}" in client.get("/beheer/nieuwsbrief").get_data(as_text=True)
    page = client.get(f"/beheer/nieuwsbrief/{REGION}").get_data(as_text=True)
    assert "Nieuw om te leren in" in page
    assert "New to learn in" in page
    assert client.get("/beheer/nieuwsbrief/atlantis").status_code == 404


def test_over_the_api_a_person_chooses_a_region_or_none(client: Client) -> None:
    headers = people.bearer(people.person())
    assert client.get("/api/v1/newsletter", headers=headers).get_json() == {"regionCode": None}
    put = client.put("/api/v1/newsletter", headers=headers, json={"regionCode": REGION})
    assert put.get_json() == {"regionCode": REGION}
