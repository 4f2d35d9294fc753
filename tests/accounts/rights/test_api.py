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


def test_a_run_is_paused_and_resumed(client: Client) -> None:
    clerk, boss = persons.person("administrator"), persons.person("administrator")
    run = post(client, clerk, "/rights-runs", {"ruleSet": "leerrecht", "on": "2026-11-24"}).json
    assert post(client, boss, f"/rights-runs/{run['id']}/pause").json["code"] == "not-busy"
    post(client, boss, f"/rights-runs/{run['id']}/approve")
    assert post(client, boss, f"/rights-runs/{run['id']}/pause").json["state"] == "paused"
    assert post(client, boss, f"/rights-runs/{run['id']}/resume").json["state"] == "running"
    assert post(client, boss, f"/rights-runs/{run['id']}/resume").json["code"] == "not-paused"
    listed = reading.data(client.get("/api/v1/rights-runs", headers=persons.bearer(clerk)))
    assert [each["reference"] for each in listed["items"]] == [run["reference"]]


def version(**change: Any) -> dict[str, Any]:
    figures = {
        "startCents": 100_000,
        "yearlyCents": 60_000,
        "capCents": 500_000,
        "lowYearlyCents": 80_000,
        "lowCapCents": 800_000,
        "fromAge": 18,
        "untilMonths": 804,
    }
    return {"name": "leerrecht", "startsOn": "2028-01-01", "rules": figures | change}


def test_a_version_is_written_changed_proposed_and_approved(client: Client) -> None:
    clerk, boss = persons.person("administrator"), persons.person("administrator")
    answer = post(client, clerk, "/rule-sets", version())
    assert answer.status_code == 201
    made = answer.json
    assert (made["version"], made["state"]) == ("2028-1", "draft")
    assert made["changes"] == [{"name": "yearly_cents", "before": 50_000, "after": 60_000}]
    path = f"/rule-sets/{made['id']}"
    body = {key: value for key, value in version(yearlyCents=55_000).items() if key != "name"}
    changed = reading.data(client.put(f"/api/v1{path}", headers=persons.bearer(clerk), json=body))
    assert changed["rules"]["yearlyCents"] == 55_000
    assert post(client, clerk, f"{path}/approve").json["code"] == "not-proposed"
    assert post(client, clerk, f"{path}/propose").json["state"] == "proposed"
    assert post(client, clerk, f"{path}/approve").json["code"] == "same-approver"
    assert post(client, boss, f"{path}/send-back").json["state"] == "draft"
    assert post(client, clerk, f"{path}/propose").json["state"] == "proposed"
    assert post(client, boss, f"{path}/approve").json["state"] == "approved"
    late = client.put(f"/api/v1{path}", headers=persons.bearer(clerk), json=body)
    assert reading.data(late, 409)["code"] == "version-is-fixed"
    listed = reading.data(client.get("/api/v1/rule-sets", headers=persons.bearer(clerk)))
    assert [each["version"] for each in listed["items"]] == ["2028-1", "2026-1"]
    assert reading.data(client.get(f"/api/v1{path}", headers=persons.bearer(clerk)))["approvedBy"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"capCents": 0}, "nothing-is-given"), ({"fromAge": 200}, "invalid"), ({"expiresAfterYears": 0}, "invalid")],
)
def test_a_version_that_cannot_be_is_refused(client: Client, change: Any, code: str) -> None:
    answer = post(client, persons.person("administrator"), "/rule-sets", version(**change))
    assert (answer.status_code, answer.json["code"]) == (400, code)


def test_presets_name_their_source(client: Client) -> None:
    headers = persons.bearer(persons.person("controller"))
    presets = {
        each["code"]: each for each in reading.data(client.get("/api/v1/rule-set-presets", headers=headers))["items"]
    }
    assert set(presets) == {"leerrecht", "cpf", "cpf-low-qualified", "skillsfuture", "stap"}
    assert presets["stap"]["closedOn"] == "2024-01-01"
    assert all(each["source"] for each in presets.values())
