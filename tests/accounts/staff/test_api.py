"""The employees of an employer, as JSON."""

from datetime import date
from typing import Any

import flask.testing
import pytest

from leerloket import db
from leerloket.people import service as people
from tests.accounts.topups import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")


class Api:
    """A payroll system of an employer."""

    def __init__(self, client: flask.testing.FlaskClient, company: make.Company) -> None:
        self.client = client
        self.headers = persons.bearer(people.get_person(company.clerk_id))
        self.root = f"/api/v1/employers/{company.employer_id}"

    def __call__(self, method: str, path: str, status: int = 200, **more: Any) -> Any:
        answer = self.client.open(self.root + path, method=method, headers=self.headers, **more)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json


@pytest.fixture
def api(client: flask.testing.FlaskClient) -> Api:
    return Api(client, make.company(3))


def test_employees_are_listed_searched_and_paged(api: Api) -> None:
    employees = api("GET", "/employees")["items"]
    assert sorted(e["personnelNumber"] for e in employees) == ["101", "102", "103"]
    assert "birthOn" not in employees[0]
    assert [e["ftePct"] for e in api("GET", "/employees?q=102")["items"]] == [100]
    after = api("GET", f"/employees?cursor={employees[1]['id']}")
    assert ([e["id"] for e in after["items"]], after["next"]) == ([employees[2]["id"]], None)
    assert api("GET", "/employees?former=true")["items"] == []


def test_an_employee_is_added_changed_and_ended(api: Api) -> None:
    new = persons.person(birth_on=date(1990, 5, 1))
    email, name = new.email, new.name
    db.session.commit()
    body = {"called": email, "birthOn": "1990-05-01", "personnelNumber": "104", "ftePct": 60}
    assert api("POST", "/employees", 400, json=body | {"birthOn": "1990-05-02"})["code"] == "nobody-like-that"
    assert api("POST", "/employees", 400, json=body | {"called": "x@y.nl"})["code"] == "nobody-like-that"
    made = api("POST", "/employees", 201, json=body)
    assert (made["name"], made["ftePct"], made["endsOn"]) == (name, 60, None)
    assert api("POST", "/employees", 409, json=body)["code"] == "employed-already"
    path = f"/employees/{made['id']}"
    changed = api("PATCH", path, json={"ftePct": 80, "endsOn": "2030-01-01"})
    assert (changed["ftePct"], changed["endsOn"]) == (80, "2030-01-01")
    assert api("PATCH", path, json={"endsOn": None}) == api("GET", path)
    assert api("PATCH", path, 409, json={"personnelNumber": "101"})["code"] == "employed-already"
    assert api("PATCH", path, 400, json={"endsOn": "2000-01-01"})["code"] == "ends-before-start"
    assert api("PATCH", path, 400, json={"ftePct": 0})["code"] == "invalid"


def test_a_file_of_employees(api: Api) -> None:
    done = api("POST", "/employee-files", data=b"personnel number;fte\n101;0.8\n999;1\n", content_type="text/csv")
    assert (done["changed"], done["added"], [w["code"] for w in done["wrong"]]) == (1, 0, ["unclear"])
    assert api("POST", "/employee-files", 400, data=b"x", content_type="text/csv")["code"] == "unreadable-file"


def test_another_employer_does_not_exist(api: Api, client: flask.testing.FlaskClient) -> None:
    employee = api("GET", "/employees")["items"][0]["id"]
    stranger = Api(client, make.company(1))
    assert stranger("GET", f"/employees/{employee}", 404)["code"] == "not-found"
    stranger.root = api.root
    assert stranger("GET", "/employees", 404)["code"] == "not-found"
    assert stranger("PATCH", f"/employees/{employee}", 404, json={"ftePct": 1})["code"] == "not-found"
