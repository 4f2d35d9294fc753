"""Draws as JSON: what a page can do, a program can."""

from datetime import timedelta
from typing import Any

import flask.testing
import pytest

from leerloket import clock
from leerloket.accounts.draws import receipts, service
from leerloket.people import vault
from tests.accounts import reading
from tests.accounts.draws import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
API = "/api/v1/draws"


def body(**given: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "name": "Omscholing naar techniek",
        "funder": "Provincie Noord-Brabant",
        "amountCents": 75_000,
        "grants": 2,
        "purposes": ["job"],
        "endsOn": str(clock.business_date() + timedelta(days=200)),
        "opensAt": (now - timedelta(hours=1)).isoformat(),
        "closesAt": (now + timedelta(days=1)).isoformat(),
        "mayEnter": {"ageFrom": 18},
        "priorities": [{"when": {"nlqfBelow": 4}, "weight": 3}],
    } | given


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


def test_from_preparation_to_money(client: Client, app: flask.Flask) -> None:
    anja, bram = (persons.bearer(persons.person("administrator")) for _ in range(2))
    worker = persons.person("worker", nlqf_level=2)
    samira = persons.bearer(worker)
    made = reading.data(client.post(API, json=body(), headers=anja), 201)
    url = f"{API}/{made['id']}"
    assert (made["state"], made["commitment"], made["claimDays"]) == ("draft", None, 14)
    assert reading.data(client.post(f"{url}/open", headers=anja | key("a")), 409)["code"] == "same-opener"
    opened = reading.data(client.post(f"{url}/open", headers=bram | key("b")))
    assert len(opened["commitment"]) == 64
    assert reading.data(client.get(API))["items"][0]["id"] == made["id"]
    entered = reading.data(client.post(f"{url}/entries", headers=samira), 201)
    assert (entered["weight"], entered["state"]) == (3, "entered")
    assert receipts.is_genuine(receipts.Receipt(**entered["receipt"]), opened["publicKey"])
    again = reading.data(client.post(f"{url}/entries", headers=samira), 409)
    assert (again["code"], again["possible"][0]["href"]) == ("entered-already", f"/lotingen/mijn/{made['id']}")
    assert reading.data(client.get(f"{url}/entries/me", headers=samira)) == entered
    assert client.delete(f"{url}/entries/me", headers=samira).status_code == 204
    assert client.get(f"{url}/entries/me", headers=samira).status_code == 404
    code = reading.data(client.post(f"{url}/entries", headers=samira), 201)["code"]
    assert reading.data(client.get(f"{url}/entries")) == {"items": [], "next": None}
    assert client.get(f"{url}/result").status_code == 404
    with make.after(service.get_draw(made["id"]).closes_at):
        service.work(vault.open_keys(app.config["SETTINGS"]))
        samira = persons.bearer(worker)
        assert reading.data(client.get(f"{url}/entries"))["items"] == [{"place": 1, "code": code, "weight": 3}]
        late = reading.data(client.post(f"{url}/entries", headers=persons.bearer(persons.person("worker"))), 409)
        assert late["code"] == "entry-closed"
        for _ in range(2):
            paid = reading.data(client.post(f"{url}/claim", headers=samira | key("c")))
            assert paid["state"] == "paid"
        assert reading.data(client.post(f"{url}/decline", headers=samira | key("d")), 409)["code"] == "nothing-to-claim"
        result = client.get(f"{url}/result")
        assert all(finding.holds for finding in service.verify_file(result.get_data()))
        assert reading.data(client.get("/api/v1/accounts/me", headers=samira))["availableCents"] == 75_000


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amountCents": 0}, "amountCents"),
        ({"grants": 0}, "grants"),
        ({"purposes": ["fun"]}, "purposes.0"),
        ({"endsOn": "2020-01-01"}, "endsOn"),
        ({"closesAt": "2020-01-01T00:00:00Z"}, "closesAt"),
        ({"priorities": [{"when": {}, "weight": 1}]}, "priorities.0.weight"),
        ({"mayEnter": {"shoeSize": 42}}, "mayEnter.shoeSize"),
    ],
)
def test_what_cannot_be_names_the_field(client: Client, given: dict[str, Any], field: str) -> None:
    admin = persons.bearer(persons.person("administrator"))
    refused = reading.data(client.post(API, json=body(**given), headers=admin), 400)
    assert [error["field"] for error in refused["errors"]] == [field]
