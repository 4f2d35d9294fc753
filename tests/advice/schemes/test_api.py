"""Schemes as JSON."""

from typing import Any

import flask.testing
import pytest
from werkzeug.test import TestResponse

from leerloket.advice.schemes import service
from leerloket.people import service as people_service
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.people import make as people

Client = flask.testing.FlaskClient
QUESTION = {"who": "worker", "pays": "course", "sector": "metalworking", "priceCents": 120_000}


@pytest.fixture(autouse=True)
def shipped(session: None) -> None:
    service.import_schemes()


def bearer(who: people_service.Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {people_service.open_session(who.person_id, 'bearer')}"}


def body(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = answer.get_json()
    return found


def test_every_scheme_is_public(client: Client) -> None:
    items = body(client.get("/api/v1/schemes"))["items"]
    assert {item["slug"] for item in items} == {scheme.slug for scheme in service.list_schemes()}
    one = body(client.get("/api/v1/schemes/slim-scholing"))
    assert one["rates"] == [{"share": "9/10", "levels": [1, 2, 3]}, {"share": "2/5", "levels": [4]}]
    assert one["state"]["status"] == "closed"
    assert body(client.get("/api/v1/schemes/bestaat-niet"))["code"] == "unknown-scheme"


def test_anybody_can_ask_what_fits(client: Client) -> None:
    told = body(client.post("/api/v1/schemes/fits", json=QUESTION))
    first = told["fits"][0]
    assert (first["slug"], first["amountCents"]) == ("oom", 60_000)
    assert first["rest"] == {"restCents": 60_000, "payer": "person", "fromPots": [], "unpaidCents": 60_000}
    assert {"code": "sector", "text": "metaalbewerking"} in first["why"]
    assert client.post("/api/v1/schemes/fits", json={"who": "nobody"}).status_code == 400


def test_the_pots_of_a_worker_pay_the_rest(client: Client) -> None:
    worker = people.employee(people.employer(size="small"))
    money.right(worker.person_id, 20_000)
    told = body(client.post("/api/v1/schemes/fits", json=QUESTION, headers=bearer(worker)))
    assert told["answers"]["size"] == "small"
    assert told["fits"][0]["rest"]["fromPots"] == [{"source": "right", "amountCents": 20_000}]


def test_an_adviser_asks_for_a_client_within_consent(client: Client) -> None:
    pair = make.pair()
    url = f"/api/v1/clients/{pair.client.person_id}/schemes"
    headers = bearer(pair.adviser)
    told = body(client.post(url, json={"sector": "metalworking", "priceCents": 100_000}, headers=headers))
    assert told["answers"]["who"] == "jobseeker"
    assert make.looks(pair.client.person_id)[-1] == ("read", "account")
    assert client.post(url, json={}, headers=bearer(make.pair().adviser)).status_code == 404


def test_a_worker_waits_for_an_opening(client: Client) -> None:
    worker = people.person()
    headers = bearer(worker)
    assert client.put("/api/v1/schemes/stap/watch", headers=headers).status_code == 204
    assert service.list_watched(worker.person_id) == {"stap"}
    assert body(client.put("/api/v1/schemes/slim/watch", headers=headers))["code"] == "open-already"
    assert client.delete("/api/v1/schemes/stap/watch", headers=headers).status_code == 204
    assert service.list_watched(worker.person_id) == set()


def record(slug: str, client: Client) -> dict[str, Any]:
    known = body(client.get(f"/api/v1/schemes/{slug}"))
    return {name: value for name, value in known.items() if name not in {"slug", "state"}}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("validUntil", {"validFrom": "2026-01-01", "validUntil": "2026-01-01"}),
        ("maxAge", {"minAge": 60, "maxAge": 50}),
        ("windows.0.closesOn", {"windows": [{"opensOn": "2026-03-02", "closesOn": "2026-03-01"}]}),
        ("rates.0.share", {"rates": [{"share": "3/2"}]}),
    ],
)
def test_what_the_form_refuses_is_refused_here_too(client: Client, field: str, wrong: dict[str, Any]) -> None:
    headers = bearer(people.person("administrator"))
    sent = record("slim", client) | {"status": "open", "version": 1, "reason": "Nagekeken bij de bron."} | wrong
    answer = client.post("/api/v1/schemes/slim/versions", json=sent, headers=headers)
    assert (answer.status_code, [error["field"] for error in body(answer)["errors"]]) == (400, [field])


def test_what_was_read_can_be_written_as_a_new_version(client: Client) -> None:
    before = service.get_scheme("slim")
    headers = bearer(people.person("administrator", name="Anja Smit"))
    sent = record("slim", client) | {"status": "open", "version": 1, "reason": "Nagekeken bij de bron."}
    made = client.post("/api/v1/schemes/slim/versions", json=sent, headers=headers)
    assert made.status_code == 201, made.text
    assert service.get_scheme("slim") == before
    assert client.post("/api/v1/schemes/slim/versions", json=sent, headers=headers).status_code == 412
    told = body(client.get("/api/v1/schemes/slim/versions", headers=headers))["items"]
    assert [(one["number"], one["changedByName"]) for one in told] == [(2, "Anja Smit"), (1, "Leerloket")]
