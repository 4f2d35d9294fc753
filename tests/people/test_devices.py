"""A sign-in on a device that is not known is told by mail."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from leerloket import clock, db, outbox
from leerloket.people import service as people
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def sign_in(client: FlaskClient, person: people.Person) -> None:
    answer = client.post("/inloggen", data={"email": person.email, "password": make.PASSWORD})
    assert answer.status_code == 303
    client.post("/uitloggen")


def told() -> int:
    db.session.expire_all()
    query = sa.select(sa.func.count()).where(outbox.Message.kind == "new-device")
    return db.session.scalar(query) or 0


def test_the_first_device_is_no_news_and_the_second_is(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    sign_in(client, person)
    sign_in(client, person)
    assert told() == 0
    client.delete_cookie("toestel")
    sign_in(client, person)
    sign_in(client, person)
    assert told() == 1


def test_a_device_that_two_people_share_is_known_for_each_of_them(client: FlaskClient) -> None:
    one, other = (make.person(password=make.PASSWORD) for _ in range(2))
    for person in (one, other, one, other):
        sign_in(client, person)
    assert told() == 0


def test_a_device_that_somebody_made_up_is_a_new_one(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    sign_in(client, person)
    client.set_cookie("toestel", "verzonnen")
    sign_in(client, person)
    assert told() == 1
    cookie = client.get_cookie("toestel")
    assert cookie is not None
    assert len(cookie.value) == 43


def test_the_cookie_is_for_the_server_only(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    answer = client.post("/inloggen", data={"email": person.email, "password": make.PASSWORD})
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("toestel="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_device_that_was_not_used_for_long_is_forgotten(client: FlaskClient) -> None:
    sign_in(client, make.person(password=make.PASSWORD))
    with time_machine.travel(clock.now() + timedelta(days=401)):
        people.forget_old_attempts()
        sign_in(client, make.person(password=make.PASSWORD))
    assert told() == 0
