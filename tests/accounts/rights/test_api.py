"""Runs of rights as JSON."""

import uuid
from typing import Any

import flask.testing
import pytest

from leerloket.accounts.rights import service
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.rights import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def post(client: Client, who: people.Person, path: str, body: Any = None, key: str = "k-1") -> Any:
    headers = persons.bearer(who) | {"Idempotency-Key": key}
    return client.post(f"/api/v1{path}", headers=headers, **({"json": body} if body is not None else {}))


def test_count_approve_and_follow_a_run(client: Client) -> None:
    make.persons(3)
    clerk, boss = persons.person("administrator"), persons.person("administrator")
    answer = post(client, clerk, "/rights-runs", {"ruleSet": "leerrecht", "on": "2026-11-24"})
    assert answer.status_code == 201
    run = answer.json
    assert (run["state"], run["dueCount"], run["dueCents"], run["ruleVersion"]) == ("draft", 5, 500_000, "2026-1")
    path = f"/rights-runs/{run['id']}/approve"
    refused = post(client, clerk, path)
    assert (refused.status_code, refused.json["code"]) == (409, "same-approver")
    approved = post(client, boss, path)
    assert (approved.status_code, approved.json["state"]) == (202, "approved")
    assert post(client, boss, path).headers["Idempotency-Replayed"] == "true"
    assert post(client, boss, path, key="k-2").json["code"] == "not-a-draft"
    service.work()
    done = reading.data(client.get(f"/api/v1/rights-runs/{run['id']}", headers=persons.bearer(clerk)))
    assert (done["state"], done["doneCount"], done["doneCents"], done["seenCount"]) == ("done", 5, 500_000, 5)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"ruleSet": "x", "on": "2026-11-24"}, 404, "unknown-rule-set"),
        ({"ruleSet": "leerrecht", "on": "24-11-2026"}, 400, "invalid"),
        ({"ruleSet": "leerrecht"}, 400, "invalid"),
        ({"ruleSet": "leerrecht", "on": "2026-11-24", "year": 2026}, 400, "invalid"),
        ([], 400, "invalid"),
    ],
)
def test_a_run_that_cannot_be_counted_is_refused(client: Client, body: Any, status: int, code: str) -> None:
    answer = post(client, persons.person("administrator"), "/rights-runs", body)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_runs_are_for_administrators(client: Client) -> None:
    body = {"ruleSet": "leerrecht", "on": "2026-11-24"}
    assert client.post("/api/v1/rights-runs", json=body).status_code == 401
    assert post(client, persons.person(), "/rights-runs", body).status_code == 403
    assert post(client, persons.person("controller"), "/rights-runs", body).status_code == 403
    administrator = persons.person("administrator")
    assert client.get(f"/api/v1/rights-runs/{uuid.uuid4()}", headers=persons.bearer(administrator)).status_code == 404
