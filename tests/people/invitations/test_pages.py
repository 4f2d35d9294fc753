"""From a list of people to letters, and from a letter to an account."""

import io
import re

import flask
import flask.testing
import pikepdf
import pytest
import sqlalchemy as sa

from leerloket import db, outbox
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from tests.accounts import reading
from tests.people import make as persons
from tests.people.invitations import make
from tests.printing.pdf import patient, tags, text_of, worker

__all__ = ["patient", "worker"]

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient

NEW = {
    "name": "Jan de Vries",
    "email": "jan@voorbeeld.nl",
    "birth_on": "1980-02-01",
    "password": persons.PASSWORD,
}


def enter_code(client: Client, code: str) -> None:
    assert client.post("/aanmelden/code", data={"code": code}).headers["Location"] == "/aanmelden/code/wie"


def test_an_employer_invites_and_the_letters_are_one_tagged_pdf(client: Client, patient: None) -> None:
    employer = persons.employer(name="Bakker & Zoon")
    persons.sign_in(client, persons.manager(employer))
    answer = client.post("/werkgever/uitnodigingen", data={"mensen": "0412;Jan de Vries\n0413;Anna <b>Kaya</b>;80"})
    url = answer.headers["Location"]
    assert "2 brieven in 1 PDF" in reading.text(reading.page(client.get(url)))
    pdf = client.get(f"{url}/brieven.pdf").data
    first, second = text_of(pdf)
    assert "Anna <b>Kaya</b>" in first
    assert re.search(r"[2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4}", second)
    assert "Bakker & Zoon doet mee" in second
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kinds = [kind for kind, _node in tags(document)]
        assert kinds.count("/H1") == 2
        assert all(str(node.get("/Alt", "")) for kind, node in tags(document) if kind == "/Figure")
        assert document.Root.Lang == "nl"
    words = reading.text(reading.page(client.get("/werkgever/uitnodigingen")))
    assert "Nog niet gebruikt" in words


def test_wrong_lines_are_shown_with_what_was_typed(client: Client) -> None:
    persons.sign_in(client, persons.manager(persons.employer()))
    page = reading.page(client.post("/werkgever/uitnodigingen", data={"mensen": "Jan\n1;Jan;900"}), 400)
    words = reading.text(page)
    assert "Regel 1: schrijf personeelsnummer en naam" in words
    assert "Regel 2: het percentage" in words
    assert "1;Jan;900" in words


def test_a_letter_leads_to_an_account_that_joins_the_employer(app: flask.Flask, client: Client) -> None:
    made = make.inviting(app)
    assert "letter" not in reading.text(reading.page(client.get("/aanmelden/code")))
    assert client.get("/aanmelden/code/wie").headers["Location"] == "/aanmelden/code"
    enter_code(client, made.codes[0])
    assert made.employer.name in reading.text(reading.page(client.get("/aanmelden/code/wie")))
    assert client.post("/aanmelden/code/nieuw", data=NEW | {"password": "kort"}).status_code == 400
    assert client.post("/aanmelden/code/nieuw", data=NEW).headers["Location"] == "/aanmelden/post"
    mail = db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "sign_up")).one()
    assert client.post(mail.facts["path"]).status_code == 303
    jan = people.find_person_by_email("jan@voorbeeld.nl")
    assert jan is not None
    assert employers.get_employee(made.employer.employer_id, jan.person_id).personnel_number == "I-1"
    assert f"U hoort nu bij {made.employer.name}." in client.get("/gegevens").get_data(as_text=True)


def test_who_has_an_account_signs_in_and_joins(app: flask.Flask, client: Client) -> None:
    made = make.inviting(app)
    worker = persons.person(email="an@voorbeeld.nl", password=persons.PASSWORD)
    db.session.commit()
    enter_code(client, made.codes[0])
    signed_in = client.post(
        "/inloggen",
        data={"email": "an@voorbeeld.nl", "password": persons.PASSWORD, "naar": "/aanmelden/code/wie"},
    )
    assert signed_in.headers["Location"] == "/aanmelden/code/wie"
    words = reading.text(reading.page(client.get("/aanmelden/code/wie")))
    assert f"Ja, ik hoor bij {made.employer.name}" in words
    assert client.post("/aanmelden/code/akkoord").status_code == 303
    assert employers.get_employee(made.employer.employer_id, worker.person_id).personnel_number == "I-1"
    assert client.post("/aanmelden/code/akkoord").headers["Location"] == "/aanmelden/code"


def test_a_wrong_code_says_where_to_look(client: Client) -> None:
    page = reading.page(client.post("/aanmelden/code", data={"code": "abc"}), 400)
    assert "Kijk in de brief van uw werkgever." in reading.text(page)


def test_an_account_is_made_also_when_the_code_ended_meanwhile(app: flask.Flask, client: Client) -> None:
    made = make.inviting(app)
    enter_code(client, made.codes[0])
    client.post("/aanmelden/code/nieuw", data=NEW)
    hr = app.test_client()
    persons.sign_in(hr, made.clerk)
    url = f"/werkgever/uitnodigingen/{made.invitations[0].invitation_id}/intrekken"
    assert hr.post(url).status_code == 303
    mail = db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "sign_up")).one()
    assert client.post(mail.facts["path"]).status_code == 303
    assert people.find_person_by_email("jan@voorbeeld.nl") is not None
    assert "Deze code klopt niet" in client.get("/gegevens").get_data(as_text=True)


def test_the_same_over_the_api(app: flask.Flask, client: Client, patient: None) -> None:
    employer = persons.employer()
    headers = persons.bearer(persons.manager(employer))
    url = f"/api/v1/employers/{employer.employer_id}"
    body = {"people": [{"personnelNumber": "7", "name": "Jan", "ftePct": 50, "startsOn": "2024-03-01"}]}
    (made,) = reading.data(client.post(f"{url}/invitations", json=body, headers=headers), 201)["items"]
    (listed,) = reading.data(client.get(f"{url}/invitations", headers=headers))["items"]
    assert "code" not in listed
    letters = client.get(f"{url}/invitation-batches/{made['batchId']}/letters.pdf", headers=headers)
    assert letters.data.startswith(b"%PDF")
    worker = persons.bearer(persons.person())
    joined = reading.data(client.post("/api/v1/invitations/accept", json={"code": made["code"]}, headers=worker))
    assert joined == {"employerId": str(employer.employer_id), "name": employer.name}
    again = client.post("/api/v1/invitations/accept", json={"code": made["code"]}, headers=worker)
    assert reading.data(again, 400)["code"] == "wrong-invitation-code"
    assert client.delete(f"{url}/invitations/{made['id']}", headers=headers).status_code == 404
