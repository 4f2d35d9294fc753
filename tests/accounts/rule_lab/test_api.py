"""The rule lab as JSON."""

from typing import Any

import flask.testing
import pytest

from tests.accounts import reading
from tests.accounts.rights import make
from tests.accounts.rights.test_api import post, version
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def scenario(name: str = "Meer per jaar", **assumed: Any) -> dict[str, Any]:
    return {
        "name": name,
        "rules": version()["rules"],
        "assumptions": {"startsOn": "2028-01-01", "years": 2, "isReal": True, **assumed},
    }


def test_a_scenario_is_calculated_kept_and_proposed(client: Client) -> None:
    make.persons(4, nlqf_level=4, region_code="zeeland")
    clerk, boss = persons.person("administrator"), persons.person("administrator")
    answer = post(client, clerk, "/scenarios", scenario(neverPercent=100))
    assert answer.status_code == 201
    made = answer.json
    assert [year["year"] for year in made["outcome"]["years"]] == [2028, 2029]
    assert made["outcome"]["everybody"]["winners"] == 6
    assert made["outcome"]["region"]["zeeland"] is None
    assert made["assumptions"]["neverPercent"] == 100
    assert post(client, clerk, "/scenarios", scenario()).json["code"] == "name-is-taken"
    proposed = post(client, clerk, f"/scenarios/{made['id']}/propose")
    assert (proposed.status_code, proposed.json["state"]) == (201, "proposed")
    assert post(client, clerk, f"/scenarios/{made['id']}/propose").json["code"] == "proposed-already"
    assert post(client, boss, f"/rule-sets/{proposed.json['id']}/approve").json["state"] == "approved"
    kept = reading.data(client.get(f"/api/v1/scenarios/{made['id']}", headers=persons.bearer(clerk)))
    assert kept["ruleSetId"] == proposed.json["id"]
    listed = reading.data(client.get("/api/v1/scenarios", headers=persons.bearer(clerk)))
    assert [each["name"] for each in listed["items"]] == ["Meer per jaar"]
    assert "outcome" not in listed["items"][0]


@pytest.mark.parametrize(
    ("assumed", "status", "code"),
    [
        ({}, 409, "too-few-people"),
        ({"people": 99_999}, 400, "invalid"),
        ({"years": 11}, 400, "invalid"),
        ({"startsOn": "2020-01-01"}, 404, "unknown-rule-set"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(client: Client, assumed: Any, status: int, code: str) -> None:
    answer = post(client, persons.person("administrator"), "/scenarios", scenario(**assumed))
    assert (answer.status_code, answer.json["code"]) == (status, code)
