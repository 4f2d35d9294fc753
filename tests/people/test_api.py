"""Tokens and who I am, over the API."""

import pytest
from flask.testing import FlaskClient

from leerloket import db
from leerloket.people import service as people
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def test_a_token_is_opened_used_and_closed(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    db.session.commit()
    answer = client.post("/api/v1/tokens", json={"email": person.email, "password": make.PASSWORD})
    assert answer.status_code == 201
    assert answer.json
    assert set(answer.json) == {"token", "expiresAt", "personId", "roles"}
    assert (answer.json["personId"], answer.json["roles"]) == (str(person.person_id), ["worker"])
    headers = {"Authorization": f"Bearer {answer.json['token']}"}
    me = client.get("/api/v1/me", headers=headers).json
    assert me
    assert (me["number"], me["role"], me["organisationId"]) == (person.number, "worker", None)
    assert "Set-Cookie" not in answer.headers
    assert client.delete("/api/v1/tokens/current", headers=headers).status_code == 204
    assert client.get("/api/v1/me", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer " + "a" * 32 + "." + "b" * 43]
)
def test_without_a_token_that_counts_one_is_not_known(client: FlaskClient, header: str | None) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"email", "password"}),
        ({"email": "a@b.nl"}, {"password"}),
        ({"email": 1, "password": None}, {"email", "password"}),
        ({"email": "a@b.nl", "password": "x", "admin": True}, {"admin"}),
        ({"email": "a@b.nl", "password": "x" * 200}, {"password"}),
    ],
)
def test_every_wrong_field_is_told_at_once(client: FlaskClient, body: dict[str, object], fields: set[str]) -> None:
    answer = client.post("/api/v1/tokens", json=body)
    assert answer.status_code == 400
    assert answer.json
    assert {error["field"] for error in answer.json["errors"]} == fields


def test_over_the_api_a_person_acts_as_the_role_that_is_asked(client: FlaskClient) -> None:
    employer = make.employer()
    person = make.person("worker")
    people.grant_role(person.person_id, "employer", employer.employer_id)
    token = people.open_session(person.person_id, "bearer")
    identity = people.find_identity(token, "bearer")
    assert identity
    assert (identity.role, identity.organisation_id) == ("worker", None)
    identity.act_as("administrator", "employer")
    assert (identity.role, identity.organisation_id) == ("employer", employer.employer_id)
    identity.act_as("administrator")
    assert identity.role == "employer"


def test_regions_are_open_to_all(client: FlaskClient) -> None:
    answer = client.get("/api/v1/regions")
    assert answer.status_code == 200
    assert answer.json
    assert {"code": "twente", "name": "Twente"} in answer.json["items"]
