"""Adding own money, as JSON."""

from typing import Any

import flask.testing
import pytest

from leerloket.people import service as people
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def post(client: Client, who: people.Person, path: str, key: str | None = "k-1", **body: Any) -> Any:
    headers = persons.bearer(who) | ({"Idempotency-Key": key} if key else {})
    return client.post(f"/api/v1{path}", headers=headers, **body)


@pytest.mark.parametrize("cents", [999, 250_001])
def test_own_money_outside_the_limits_is_refused(client: Client, cents: int) -> None:
    answer = post(client, persons.person(), "/accounts/me/top-ups", json={"amountCents": cents})
    assert (answer.status_code, answer.json["code"]) == (400, "own-amount-out-of-range")
    assert (answer.json["leastCents"], answer.json["mostCents"]) == (1_000, 250_000)


@pytest.mark.parametrize("body", [{"amountCents": "5000"}, {"amountCents": 5000.0}, {}, {"amountCents": 5000, "x": 1}])
def test_wrong_bodies_are_refused(client: Client, body: Any) -> None:
    answer = post(client, persons.person(), "/accounts/me/top-ups", json=body)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid")


def test_money_needs_a_key(client: Client) -> None:
    answer = post(client, persons.person(), "/accounts/me/top-ups", key=None, json={"amountCents": 5_000})
    assert (answer.status_code, answer.json["code"]) == (400, "key-missing")
