"""How an employer answers."""

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.co_payments import service
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.co_payments import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
LIST = "/werkgever/verzoeken"


def test_a_request_is_accepted_and_its_payment_follows(client: Client) -> None:
    made = make.asking(shared_title="Lassen met <robot>")
    persons.sign_in(client, people.get_person(made.company.clerk_id))
    assert "Wacht op u" in reading.text(reading.page(client.get(LIST)))
    url = f"{LIST}/{made.asked.co_payment_id}"
    page = reading.page(client.get(url))
    words = reading.text(page)
    assert "Lassen met <robot>" in words
    assert "€ 80,00" in words
    form = {"key": reading.key(page)}
    answer = client.post(f"{url}/akkoord", data=form)
    assert answer.headers["Location"].startswith("/werkgever/storten/bestand/")
    assert client.post(f"{url}/akkoord", data=form).headers["Location"] == answer.headers["Location"]
    assert "U betaalt mee" in reading.text(reading.page(client.get(url)))


def test_a_refusal_needs_a_reason(client: Client) -> None:
    made = make.asking()
    persons.sign_in(client, people.get_person(made.company.clerk_id))
    url = f"{LIST}/{made.asked.co_payment_id}"
    assert "De werknemer deelt dit niet." in reading.text(reading.page(client.get(url)))
    reading.page(client.post(f"{url}/afwijzen", data={"reden": ""}), 400)
    assert client.post(f"{url}/afwijzen", data={"reden": "Geld is op."}).status_code == 303
    assert "Uw reden: Geld is op." in reading.text(reading.page(client.get(url)))
    assert "Dit verzoek wacht niet meer" in reading.text(
        reading.page(client.post(f"{url}/afwijzen", data={"reden": "nog eens"}), 409)
    )


def test_the_same_over_the_api(client: Client) -> None:
    made = make.asking()
    db.session.flush()
    other = service.ask(made.person_id, made.company.employer_id, db.new_id(), 500, "study")
    headers = persons.bearer(people.get_person(made.company.clerk_id))
    url = f"/api/v1/employers/{made.company.employer_id}/co-payments"
    items = reading.data(client.get(f"{url}?state=open", headers=headers))["items"]
    assert [item["amountCents"] for item in items] == [500, 8_000]
    assert not {"editionId", "edition_id", "personId"} & set(items[0])
    accepted = client.post(f"{url}/{made.asked.co_payment_id}/accept", headers=headers | {"Idempotency-Key": "k-1"})
    assert reading.data(accepted)["batchId"]
    refused = client.post(f"{url}/{other.co_payment_id}/refuse", json={"reason": "Nee."}, headers=headers)
    assert reading.data(refused)["state"] == "refused"
    again = client.post(f"{url}/{other.co_payment_id}/refuse", json={"reason": "Nee."}, headers=headers)
    assert reading.data(again, 409)["code"] == "answered-already"
    assert reading.data(client.get(f"{url}/{other.co_payment_id}", headers=headers))["reason"] == "Nee."
