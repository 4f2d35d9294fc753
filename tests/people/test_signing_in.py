"""Signing in, out and up: what is told, what is counted, and what acts at once."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta

import argon2
import flask
import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from leerloket import clock, db, outbox
from leerloket.people import passwords, rules
from leerloket.people import service as people
from leerloket.people.identity import IDENTITY
from leerloket.people.models import Login, Session, SignInAttempt
from tests.conftest import Database
from tests.people import make


@pytest.fixture
def in_app(app: flask.Flask, session: None) -> Iterator[None]:
    with app.app_context():
        yield


def messages(kind: str) -> list[outbox.Message]:
    return list(db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == kind)))


@pytest.mark.usefixtures("session")
def test_a_person_signs_in_and_out(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    db.session.commit()
    answer = client.post("/inloggen", data={"email": f" {person.email} ".upper(), "password": make.PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/start")
    assert client.get("/start").location == "/saldo"
    assert client.post("/uitloggen").status_code == 303
    assert client.get("/start").location == "/inloggen?naar=/start"


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("worker", "/saldo"),
        ("employer", "/werkgever"),
        ("provider", "/aanbieder"),
        ("adviser", "/loket"),
        ("administrator", "/beheer"),
        ("controller", "/beheer/boekhouding"),
        (None, "/gegevens"),
    ],
)
def test_each_role_has_its_home(client: FlaskClient, role: str | None, home: str) -> None:
    assert make.sign_in(client, make.person(role)).get("/start").location == home


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("target", "goes_to"), [("/boekingen", "/boekingen"), ("//evil.example", "/start")])
def test_one_goes_where_one_wanted_when_that_is_here(client: FlaskClient, target: str, goes_to: str) -> None:
    person = make.person(password=make.PASSWORD)
    db.session.commit()
    sent = {"email": person.email, "password": make.PASSWORD, "naar": target}
    assert client.post("/inloggen", data=sent).location == goes_to


def test_an_unknown_address_gives_the_same_answer_at_the_same_cost(
    client: FlaskClient, committed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make.person(password=make.PASSWORD)
    without = make.person()
    off = make.person(password=make.PASSWORD)
    people.disable_sign_in(off.person_id)
    db.session.commit()
    verified: list[str] = []

    class Counting:
        def verify(self, password_hash: str, password: str) -> bool:
            verified.append(password)
            return hasher.verify(password_hash, password)

    hasher = passwords.HASHER
    monkeypatch.setattr(passwords, "HASHER", Counting())
    answers = set()
    tries = [
        (known.email, "niet het wachtwoord"),
        ("niemand@voorbeeld.nl", make.PASSWORD),
        (without.email, make.PASSWORD),
        (off.email, make.PASSWORD),
    ]
    for email, password in tries:
        answer = client.post("/inloggen", data={"email": email, "password": password})
        answers.add((answer.status_code, answer.text.replace(str(email), "…").split("<main")[1].split("<form")[0]))
        problem = client.post("/api/v1/tokens", json={"email": email, "password": password})
        assert problem.status_code == 400
        assert problem.json
        assert problem.json["code"] == "wrong-sign-in"
    assert len(answers) == 1
    assert len(verified) == 2 * len(tries)


@pytest.mark.usefixtures("in_app")
def test_tries_are_counted_per_address_and_forgotten_after_success_or_time() -> None:
    person = make.person(password=make.PASSWORD)
    assert person.email
    with time_machine.travel(clock.now(), tick=False) as time:
        for _try in range(rules.TRIES_PER_ADDRESS - 1):
            with pytest.raises(rules.WrongSignIn):
                people.sign_in(person.email, "niet het wachtwoord", origin="192.0.2.1")
        people.sign_in(person.email, make.PASSWORD, origin="192.0.2.1")
        for _try in range(rules.TRIES_PER_ADDRESS):
            with pytest.raises(rules.WrongSignIn):
                people.sign_in(person.email, "niet het wachtwoord", origin="192.0.2.1")
        with pytest.raises(rules.TooManyTries):
            people.sign_in(person.email, make.PASSWORD, origin="192.0.2.1")
        time.shift(rules.TRY_WINDOW)
        people.sign_in(person.email, make.PASSWORD, origin="192.0.2.1")


@pytest.mark.usefixtures("in_app")
def test_an_unknown_address_is_throttled_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "TRIES_PER_ADDRESS", 2)
    for _try in range(2):
        with pytest.raises(rules.WrongSignIn):
            people.sign_in("niemand@voorbeeld.nl", "niet het wachtwoord", origin="192.0.2.1")
    with pytest.raises(rules.TooManyTries):
        people.sign_in("niemand@voorbeeld.nl", "niet het wachtwoord", origin="192.0.2.9")


@pytest.mark.usefixtures("in_app")
def test_tries_are_counted_per_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "TRIES_PER_ORIGIN", 3)
    for number in range(3):
        with pytest.raises(rules.WrongSignIn):
            people.sign_in(f"x{number}@voorbeeld.nl", "niet het wachtwoord", origin="192.0.2.7")
    with pytest.raises(rules.TooManyTries):
        people.sign_in("x9@voorbeeld.nl", "niet het wachtwoord", origin="192.0.2.7")


def test_a_refused_try_stays_counted_after_the_rollback(client: FlaskClient, committed: Database) -> None:
    for _try in range(rules.TRIES_PER_ADDRESS):
        answer = client.post("/inloggen", data={"email": "niemand@voorbeeld.nl", "password": "x"})
        assert answer.status_code == 400
    answer = client.post("/inloggen", data={"email": "Niemand@voorbeeld.nl", "password": "x"})
    assert answer.status_code == 429
    assert "Wacht 15 minuten" in answer.text
    buckets = db.session.scalars(sa.select(SignInAttempt.bucket)).all()
    assert all(b"niemand" not in bucket for bucket in buckets)


@pytest.mark.usefixtures("in_app")
def test_an_old_hash_is_made_anew() -> None:
    person = make.person(password=make.PASSWORD)
    assert person.email
    login = db.session.get_one(Login, rules.normal_email(person.email))
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    login.password_hash = weak.hash(make.PASSWORD)
    people.sign_in(person.email, make.PASSWORD, origin="192.0.2.1")
    assert not passwords.is_old(str(login.password_hash))


@pytest.mark.usefixtures("session")
def test_a_session_ends_at_once_when_it_is_closed_or_disabled() -> None:
    person = make.person()
    ends: list[Callable[[str], None]] = [
        people.close_session,
        lambda _token: people.close_all_sessions(person.person_id),
        lambda _token: people.disable_sign_in(person.person_id),
        lambda _token: people.erase_person(person.person_id),
    ]
    for end in ends:
        token = people.open_session(person.person_id)
        assert people.find_identity(token, "page")
        end(token)
        assert people.find_identity(token, "page") is None


@pytest.mark.usefixtures("session")
def test_a_session_lasts_twelve_hours() -> None:
    token = people.open_session(make.person().person_id)
    with time_machine.travel(clock.now() + timedelta(hours=11, minutes=59)):
        assert people.find_identity(token, "page")
    with time_machine.travel(clock.now() + timedelta(hours=12, seconds=1)):
        assert people.find_identity(token, "page") is None


@pytest.mark.usefixtures("session")
def test_only_the_hash_of_a_token_is_kept() -> None:
    token = people.open_session(make.person().person_id)
    kept = db.session.scalars(sa.select(Session.token_hash)).all()
    assert kept == [rules.token_hash(token)]


@pytest.mark.usefixtures("session")
def test_an_identity_is_one_indexed_query() -> None:
    person = make.person("adviser", organisation_id=db.new_id(), organisation_name="Leerloket Brainport")
    people.grant_role(person.person_id, "worker")
    token = people.open_session(person.person_id)
    identity = people.find_identity(token, "page")
    assert identity
    assert (identity.role, identity.roles) == ("worker", ["worker", "adviser"])
    db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    with db.cursor() as cursor:
        parts = rules.split_token(token)
        assert parts
        plan = cursor.execute("EXPLAIN " + IDENTITY, [*parts, "page", clock.now()]).fetchall()
    assert not [line for (line,) in plan if "Seq Scan" in line]


@pytest.mark.usefixtures("session")
def test_a_cookie_is_worth_nothing_in_the_api_and_a_token_nothing_on_a_page(client: FlaskClient) -> None:
    person = make.person()
    headers = make.bearer(person)
    assert client.get("/api/v1/me", headers=headers).status_code == 200
    assert client.get("/gegevens", headers=headers).status_code == 302
    make.sign_in(client, person)
    assert client.get("/gegevens").status_code == 200
    assert client.get("/api/v1/me").status_code == 401
    page_token = people.open_session(person.person_id, "page")
    db.session.commit()
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {page_token}"}).status_code == 401
    with client.session_transaction() as cookie:
        cookie["_user_id"] = headers["Authorization"].removeprefix("Bearer ")
    assert client.get("/gegevens").status_code == 302


@pytest.mark.usefixtures("session")
def test_the_role_is_switched_and_taken_away_at_once(client: FlaskClient) -> None:
    person = make.person(password=make.PASSWORD)
    adviser = people.grant_role(person.person_id, "adviser", db.new_id(), organisation_name="Leerloket Brainport")
    db.session.commit()
    assert client.post("/inloggen", data={"email": person.email, "password": make.PASSWORD}).location == "/rol"
    assert "Leerloket Brainport" in client.get("/rol").text
    assert client.get("/start").location == "/saldo"
    assert client.post("/rol", data={"grant_id": str(adviser.grant_id)}).status_code == 303
    assert client.get("/start").location == "/loket"
    people.revoke_role(person.person_id, adviser.grant_id)
    db.session.commit()
    assert client.get("/start").location == "/saldo"
    assert client.post("/rol", data={"grant_id": str(adviser.grant_id)}).status_code == 404
    assert client.post("/rol", data={}).status_code == 400


@pytest.mark.usefixtures("session")
def test_the_people_of_the_demo_are_there_only_in_the_demo(app: flask.Flask, client: FlaskClient) -> None:
    person = make.person("adviser", name="Ada de Adviseur")
    db.session.commit()
    assert "Ada de Adviseur" in client.get("/inloggen").text
    assert client.post("/inloggen/als", data={"rol": "controller"}).status_code == 404
    assert client.post("/inloggen/als", data={"rol": "adviser"}).location == "/start"
    assert str(person.name) in client.get("/gegevens").text
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], demo=False)
    other = app.test_client()
    assert "Ada de Adviseur" not in other.get("/inloggen").text
    assert other.post("/inloggen/als", data={"rol": "adviser"}).status_code == 404


@pytest.mark.usefixtures("session")
def test_signing_up_goes_by_mail_and_tells_nothing(client: FlaskClient) -> None:
    known = make.person()
    db.session.commit()
    answers = set()
    for email in ("nieuw@voorbeeld.nl", str(known.email)):
        sent = {"name": "Nieuw Mens", "email": email, "birth_on": "1990-05-01", "password": make.PASSWORD}
        answer = client.post("/aanmelden", data=sent)
        answers.add((answer.status_code, answer.location, answer.text))
    assert len(answers) == 1
    assert [message.to_address for message in messages("email_known")] == [known.email]
    assert people.find_person_by_email("nieuw@voorbeeld.nl") is None
    path = messages("sign_up")[0].facts["path"]
    assert client.get(path).status_code == 200
    assert people.find_person_by_email("nieuw@voorbeeld.nl") is None
    assert client.post(path).location == "/start"
    assert client.get("/start").location == "/saldo"
    assert [message.to_address for message in messages("welcome")] == ["nieuw@voorbeeld.nl"]
    assert client.post(path).status_code == 404
    assert client.post("/inloggen", data={"email": "nieuw@voorbeeld.nl", "password": make.PASSWORD}).status_code == 303


@pytest.mark.usefixtures("in_app")
def test_the_link_of_a_sign_up_ends_or_is_replaced() -> None:
    def ask() -> str:
        people.sign_up("a@b.nl", "Aisha", make.BORN, make.PASSWORD, origin="192.0.2.1")
        newest = max(messages("sign_up"), key=lambda message: message.message_id)
        return str(newest.facts["path"]).rsplit("/", 1)[1]

    first, second = ask(), ask()
    with pytest.raises(rules.LinkTooOld):
        people.confirm_sign_up(first)
    with time_machine.travel(clock.now() + rules.SIGN_UP_LASTS), pytest.raises(rules.LinkTooOld):
        people.confirm_sign_up(second)
    make.person(email="A@B.nl")
    with pytest.raises(rules.LinkTooOld):
        people.confirm_sign_up(second)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "geen adres"}, "email"),
        ({"email": "111222333@voorbeeld.nl"}, "email"),
        ({"birth_on": "1990-02-30"}, "birth_on"),
        ({"birth_on": "2020-01-01"}, "birth_on"),
        ({"password": "te kort"}, "password"),
    ],
)
def test_a_wrong_sign_up_is_asked_again(client: FlaskClient, wrong: dict[str, str], field: str) -> None:
    sent = {"name": "Nieuw", "email": "n@b.nl", "birth_on": "1990-05-01", "password": make.PASSWORD} | wrong
    answer = client.post("/aanmelden", data=sent)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text
    assert make.PASSWORD not in answer.text


@pytest.mark.usefixtures("session")
def test_a_new_password_signs_out_elsewhere(client: FlaskClient, app: flask.Flask) -> None:
    person = make.person(password=make.PASSWORD)
    elsewhere = make.sign_in(app.test_client(), person)
    make.sign_in(client, person)
    new = {"old_password": make.PASSWORD, "password": "een ander lang wachtwoord"}
    assert client.post("/gegevens/wachtwoord", data=new | {"old_password": "onbekend"}).status_code == 400
    assert client.post("/gegevens/wachtwoord", data=new | {"password": "kort"}).status_code == 400
    assert client.post("/gegevens/wachtwoord", data=new).location == "/gegevens"
    assert client.get("/gegevens").status_code == 200
    assert elsewhere.get("/gegevens").status_code == 302
    assert client.post("/inloggen", data={"email": person.email, "password": new["password"]}).status_code == 303


@pytest.mark.usefixtures("in_app")
def test_what_is_over_is_forgotten() -> None:
    people.sign_up("a@b.nl", "Aisha", make.BORN, make.PASSWORD, origin="192.0.2.1")
    people.open_session(make.person().person_id)
    assert people.forget_old_attempts() == 0
    with time_machine.travel(clock.now() + timedelta(days=100)):
        assert people.forget_old_attempts() == 3


def test_a_page_that_does_not_exist_leaves_no_transaction_open(client: FlaskClient, committed: Database) -> None:
    make.sign_in(client, make.person())
    for _again in range(3):
        assert client.get("/bestaat/niet").status_code == 404
        assert not db.session.registry.has()
        assert client.post("/gegevens", data={}).status_code == 400
        assert not db.session.registry.has()
        assert client.get("/gegevens").status_code == 200
