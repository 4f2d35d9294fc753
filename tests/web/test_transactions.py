"""One transaction per request: no leaves nothing behind, a deadlock is tried again, GET cannot write."""

import flask
import psycopg
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from leerloket import db
from tests.people import make
from tests.web import probe

pytestmark = pytest.mark.usefixtures("committed")


def test_an_answer_of_400_or_more_writes_nothing(client: FlaskClient) -> None:
    assert client.post(f"{probe.API}/quiet").status_code == 409
    assert client.post(f"{probe.API}/refusals/Conflict").status_code == 409
    assert client.post(f"{probe.API}/open", json={"name": ""}).status_code == 400
    assert probe.messages() == 0
    assert client.post(f"{probe.API}/open", json={"name": "x"}).status_code == 201
    assert probe.messages() == 1


def test_a_get_cannot_write(client: FlaskClient) -> None:
    with pytest.raises((sa.exc.DBAPIError, psycopg.Error)) as refused:
        client.get(f"{probe.API}/peek")
    assert db.sqlstate(refused.value) == "25006"
    assert probe.messages() == 0


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03"])
def test_a_deadlock_or_a_lock_that_took_too_long_is_tried_again(
    client: FlaskClient, gate: probe.Gate, state: str
) -> None:
    gate.failures = [state, state]
    assert client.post(f"{probe.API}/deadlock").status_code == 200
    assert (gate.calls, probe.messages()) == (3, 1)


def test_work_that_never_gets_its_turn_is_told_to_come_back(client: FlaskClient, gate: probe.Gate) -> None:
    gate.failures = ["40P01"] * db.ATTEMPTS
    answer = client.post(f"{probe.API}/deadlock")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "very-busy")
    assert answer.headers["Retry-After"]
    assert (gate.calls, probe.messages()) == (db.ATTEMPTS, 0)


def test_another_fault_of_the_database_is_not_tried_again(client: FlaskClient, gate: probe.Gate) -> None:
    gate.failures = ["22012", "22012"]
    with pytest.raises(sa.exc.DBAPIError):
        client.post(f"{probe.API}/deadlock")
    assert (gate.calls, probe.messages()) == (1, 0)


def test_a_refused_form_writes_nothing_and_its_page_only_reads(app: flask.Flask) -> None:
    client = make.sign_in(app.test_client(), make.person())
    answer = client.post("/proef", data={"naam": "full", "bedrag": "5", "key": "k"})
    assert answer.status_code == 409
    assert probe.messages() == 0
