"""Signing in works at all, on pages and over the API."""

import flask.testing
import pytest

from leerloket import db
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def test_a_person_signs_in_and_goes_home(client: flask.testing.FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    db.session.commit()
    answer = client.post("/inloggen", data={"email": person.email, "password": make.PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/start")
    assert client.get("/start").location == "/saldo"
    assert client.post("/uitloggen").status_code == 303
    assert client.get("/start").location == "/inloggen?naar=/start"


def test_an_employee_is_found(client: flask.testing.FlaskClient) -> None:
    employer = make.employer()
    make.employee(employer)
    headers = make.bearer(make.manager(employer))
    me = client.get("/api/v1/me", headers=headers).json
    assert me is not None
    assert (me["role"], me["organisationName"]) == ("employer", employer.name)


def test_the_sign_in_page_is_shown(client: flask.testing.FlaskClient) -> None:
    make.sign_in(client, make.person())
    assert client.get("/inloggen").status_code == 200
    assert client.get("/").status_code == 200
