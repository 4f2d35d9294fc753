"""Book and pay a part yourself: on the pages and over the API."""

import uuid
from typing import Any

import flask.testing
import pytest

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.own_shares import service
from leerloket.people import service as people_service
from leerloket.seed import payment_service
from tests.accounts import reading
from tests.courses.bookings import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session", "paying_app")
Client = flask.testing.FlaskClient


def person_of(account_id: uuid.UUID) -> people_service.Person:
    return people_service.get_person(account_id)


def test_from_the_check_page_to_the_booking(client: Client, bank: payment_service.Service) -> None:
    edition, account_id = make.edition(price_cents=60_000), make.learner(right_cents=50_000)
    people.sign_in(client, person_of(account_id))
    url = f"/opleidingen/{edition.slug}/boeken/controle?datum={edition.edition_id}"
    page = reading.page(client.get(url))
    assert "Boek en betaal € 100,00 zelf" in reading.text(page)
    form = {"datum": str(edition.edition_id), "zelf": "10000", "key": reading.key(page)}
    target = f"/opleidingen/{edition.slug}/boeken/zelf-betalen?datum={edition.edition_id}"
    again = reading.page(client.post(target, data=form), 400)
    assert "Vink aan dat u weet" in reading.text(again)
    answer = client.post(target, data=form | {"weet": "ja", "key": "k-2"})
    own_share_id = uuid.UUID(reading.last_id(answer))
    here = f"/boekingen/zelf-betalen/{own_share_id}"
    words = reading.text(reading.page(client.get(here)))
    assert "Betaal uw deel: € 100,00" in words
    assert "Uit uw potjes, staat vast € 500,00" in words
    assert edition.title in reading.text(reading.page(client.get("/boekingen")))
    assert client.post(f"{here}/ideal").status_code == 303
    service_id = list(bank.payments)[-1]
    assert bank.payments[service_id].redirect_url.endswith(here)
    bank.decide(service_id, "paid")
    client.post("/api/v1/payment-service/reports", data={"id": service_id})
    db.session.expire_all()
    assert "We maken nu uw boeking." in reading.text(reading.page(client.get(here)))
    service.go_on(account_id, own_share_id, clock.now())
    db.session.expire_all()
    words = reading.text(reading.page(client.get(here)))
    assert "Uw geld is binnen en uw boeking is gedaan" in words
    assert "Geboekt" in reading.text(reading.page(client.get("/boekingen/zelf-betalen")))


def test_a_person_withdraws_and_has_the_money_back(client: Client) -> None:
    edition, account_id = make.edition(price_cents=60_000), make.learner(right_cents=50_000)
    people.sign_in(client, person_of(account_id))
    own_share = service.start(account_id, edition.edition_id, actor_id=account_id)
    here = f"/boekingen/zelf-betalen/{own_share.own_share_id}"
    assert client.post(f"{here}/intrekken", data={"key": "k-1"}).status_code == 303
    assert "U heeft deze boeking ingetrokken" in reading.text(reading.page(client.get(here)))
    assert ledger.get_balance(account_id).available_cents == 50_000
    people.sign_in(client, people.person())
    assert client.get(here).status_code == 404


def post(client: Client, account_id: uuid.UUID, path: str, key: str, body: Any = None) -> Any:
    headers = people.bearer(person_of(account_id)) | {"Idempotency-Key": key}
    return client.post(f"/api/v1{path}", headers=headers, json=body)


def test_the_same_over_the_api(client: Client) -> None:
    edition, account_id = make.edition(price_cents=60_000), make.learner(right_cents=50_000)
    body = {"editionId": str(edition.edition_id), "expectedOwnCents": 9_000}
    refused = post(client, account_id, "/own-shares", "k-1", body)
    assert (refused.status_code, refused.json["code"], refused.json["ownCents"]) == (409, "own-share-changed", 10_000)
    made = post(client, account_id, "/own-shares", "k-2", body | {"expectedOwnCents": 10_000})
    assert (made.status_code, made.json["state"], made.json["heldCents"]) == (201, "waiting", 50_000)
    assert made.json["payment"]["reference"].startswith("RF")
    path = f"/own-shares/{made.json['id']}"
    headers = people.bearer(person_of(account_id))
    assert reading.data(client.get(f"/api/v1{path}", headers=headers)) == made.json
    assert reading.data(client.get("/api/v1/own-shares", headers=headers))["items"] == [made.json]
    assert post(client, account_id, f"{path}/withdraw", "k-3", {}).json["state"] == "withdrawn"
    assert post(client, account_id, f"{path}/withdraw", "k-4", {}).json["code"] == "not-waiting"
    other = people.bearer(people.person())
    assert client.get(f"/api/v1{path}", headers=other).status_code == 404
    enough = {"editionId": str(make.edition(price_cents=100).edition_id)}
    assert post(client, account_id, "/own-shares", "k-5", enough).json["code"] == "enough-money"
