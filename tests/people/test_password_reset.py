"""A new password by a link in a mail: one link at a time, once, for an hour, and no word about who has an account."""

from datetime import timedelta

import html5lib
import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from leerloket import clock, db, outbox
from leerloket.people import service as people
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")

FRESH = "een heel nieuw wachtwoord"


def ask(client: FlaskClient, email: str | None) -> str:
    """Ask for a link; answers where the newest one leads, or nothing."""
    answer = client.post("/wachtwoord-vergeten", data={"email": email})
    assert (answer.status_code, answer.location) == (303, "/wachtwoord-vergeten/post")
    db.session.expire_all()
    newest = (
        sa.select(outbox.Message)
        .where(outbox.Message.kind == "password-reset")
        .order_by(outbox.Message.message_id.desc())
    )
    mail = db.session.scalars(newest).first()
    return str(mail.facts["path"]) if mail else ""


def sign_in(client: FlaskClient, email: str | None, password: str) -> int:
    return client.post("/inloggen", data={"email": email, "password": password}).status_code


def test_who_forgot_the_password_chooses_a_new_one(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    token = people.open_session(person.person_id)
    link = ask(client, person.email)
    html5lib.HTMLParser(strict=True).parse(client.get(link).text)
    done = client.post(link, data={"password": FRESH})
    assert done.location == "/inloggen"
    assert people.find_identity(token, "page") is None
    assert sign_in(client, person.email, make.PASSWORD) == 400
    assert sign_in(client, person.email, FRESH) == 303
    kinds = set(db.session.scalars(sa.select(outbox.Message.kind)))
    assert "password-changed" in kinds


def test_a_link_works_once(client: FlaskClient) -> None:
    link = ask(client, make.person(password=make.PASSWORD).email)
    client.post(link, data={"password": FRESH})
    again = client.post(link, data={"password": "nog een ander wachtwoord"})
    assert again.status_code == 404


def test_a_link_works_for_an_hour(client: FlaskClient) -> None:
    link = ask(client, make.person(password=make.PASSWORD).email)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert client.post(link, data={"password": FRESH}).status_code == 404


def test_a_new_link_replaces_the_one_before(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    old, fresh = ask(client, person.email), ask(client, person.email)
    assert old != fresh
    assert client.post(old, data={"password": FRESH}).status_code == 404
    assert client.post(fresh, data={"password": FRESH}).status_code == 303


def test_a_password_that_is_too_short_leaves_the_link_good(client: FlaskClient) -> None:
    link = ask(client, make.person(password=make.PASSWORD).email)
    refused = client.post(link, data={"password": "kort"})
    assert refused.status_code == 400
    assert "12 tekens" in refused.text
    assert client.post(link, data={"password": FRESH}).status_code == 303


def test_nobody_learns_who_has_an_account(client: FlaskClient) -> None:
    assert ask(client, "onbekend@voorbeeld.nl") == ""
    person = make.person(password=make.PASSWORD)
    people.disable_sign_in(person.person_id)
    assert ask(client, person.email) == ""


def test_asking_too_often_waits(client: FlaskClient) -> None:
    email = "haast@voorbeeld.nl"
    statuses = [client.post("/wachtwoord-vergeten", data={"email": email}).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 429]


@pytest.mark.parametrize("link", ["/wachtwoord-vergeten/abc", "/wachtwoord-vergeten/" + "0" * 32 + "." + "a" * 43])
def test_what_is_no_link_changes_nothing(client: FlaskClient, link: str) -> None:
    assert client.post(link, data={"password": FRESH}).status_code == 404


def test_old_links_are_forgotten(client: FlaskClient) -> None:
    ask(client, make.person(password=make.PASSWORD).email)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert people.forget_old_attempts() >= 1
