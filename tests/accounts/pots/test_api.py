"""The lock and the order of pots, as JSON."""

import uuid

import flask.testing
import pytest

from leerloket.accounts.ledger import service as ledger
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.ledger import make as money
from tests.accounts.pots import make
from tests.accounts.pots.make import TODAY, days
from tests.courses.bookings import make as courses
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
FREEZE, ORDER = "/api/v1/accounts/me/freeze", "/api/v1/accounts/me/pot-order"


@pytest.fixture
def samira() -> people.Person:
    person = persons.person()
    money.right(person.person_id, 50_000, TODAY() + days(300))
    money.own(person.person_id, 40_000)
    return person


def test_freeze_and_unfreeze(client: Client, samira: people.Person) -> None:
    headers = persons.bearer(samira)
    assert reading.data(client.get(FREEZE, headers=headers)) == {"frozenAt": None}
    frozen = reading.data(client.post(FREEZE, headers=headers))
    assert frozen["frozenAt"].endswith("Z")
    assert reading.data(client.post(FREEZE, headers=headers)) == frozen
    assert client.delete(FREEZE, headers=headers).status_code == 204
    assert reading.data(client.get(FREEZE, headers=headers)) == {"frozenAt": None}


def test_a_quote_and_a_booking_of_a_frozen_account_are_refused_with_the_way_out(
    client: Client, samira: people.Person
) -> None:
    edition = courses.edition()
    headers = persons.bearer(samira)
    client.post(FREEZE, headers=headers)
    quote = reading.data(client.post("/api/v1/quotes", headers=headers, json={"editionId": str(edition.edition_id)}))
    assert "frozen" in {refusal["code"] for refusal in quote["refusals"]}
    booking = {"editionId": str(edition.edition_id)}
    answer = client.post("/api/v1/bookings", headers=headers | {"Idempotency-Key": "a"}, json=booking)
    problem = reading.data(answer, 409)
    assert problem["code"] == "frozen"
    assert problem["possible"][0]["href"] == "/saldo/blokkeren"


def test_own_order_counts_in_quote_booking_and_its_way_back(client: Client, samira: people.Person) -> None:
    pots = make.pots(samira.person_id)
    edition = courses.edition(price_cents=60_000)
    headers = persons.bearer(samira)
    assert reading.data(client.get(ORDER, headers=headers)) == {
        "potIds": [str(pots["right"].pot_id), str(pots["own"].pot_id)],
        "isOwn": False,
    }
    wanted = {"potIds": [str(pots["own"].pot_id), str(pots["right"].pot_id)]}
    assert reading.data(client.put(ORDER, headers=headers, json=wanted)) == wanted | {"isOwn": True}
    quote = reading.data(client.post("/api/v1/quotes", headers=headers, json={"editionId": str(edition.edition_id)}))
    own_order = "pays-in-the-order-of-the-person"
    expected = {str(pots["own"].pot_id): (40_000, own_order), str(pots["right"].pot_id): (20_000, own_order)}
    assert {part["potId"]: (part["amountCents"], part["rule"]) for part in quote["split"]} == expected
    assert {part["reasonNl"] for part in quote["split"]} == {"Dit is uw eigen volgorde."}
    booking = reading.data(
        client.post(
            "/api/v1/bookings",
            headers=headers | {"Idempotency-Key": "b"},
            json={"editionId": str(edition.edition_id)},
        ),
        201,
    )
    assert {part["potId"]: (part["amountCents"], part["rule"]) for part in booking["split"]} == expected
    assert {line.part_rule for line in ledger.list_entries(samira.person_id, limit=2)} == {own_order}
    assert client.delete(ORDER, headers=headers).status_code == 204
    assert reading.data(client.get(ORDER, headers=headers))["isOwn"] is False


@pytest.mark.parametrize("doubled", [True, False])
def test_an_order_names_own_pots_once(client: Client, samira: people.Person, doubled: bool) -> None:
    own = make.pots(samira.person_id)["own"].pot_id
    other = own if doubled else uuid.uuid4()
    answer = client.put(ORDER, headers=persons.bearer(samira), json={"potIds": [str(own), str(other)]})
    assert reading.data(answer, 400)["code"] == "not-your-pots"
