"""The second step of signing in: on pages and over the API, once per code, throttled, and told by mail."""

import dataclasses
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import flask
import html5lib
import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from leerloket import clock, config, db, errors, outbox
from leerloket.people import rules, vault
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.models import RecoveryCode, SecondFactor
from tests.conftest import Database
from tests.people import make

NOW = datetime(2026, 11, 24, 10, 0, 5, tzinfo=UTC)
STEP = timedelta(seconds=30)
WRONG = "22222"
"""Too short for any code, so that it is never right by chance."""


@dataclasses.dataclass
class Holder:
    """A person with a second step, their app and their paper."""

    person: people.Person
    secret: str
    codes: list[str]

    def code(self) -> str:
        """What the app says now."""
        return pyotp.TOTP(self.secret).at(clock.now())

    def sign_in(self) -> dict[str, str | None]:
        return {"email": self.person.email, "password": make.PASSWORD}


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def in_app(app: flask.Flask, session: None) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def strict(app: flask.Flask) -> None:
    """A site where staff must have a second step."""
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], require_otp=True)


def holder(role: str | None = "worker") -> Holder:
    person = make.person(role, password=make.PASSWORD)
    people.begin_second_step(person.person_id)
    secret = people.get_second_step(person.person_id).secret
    assert secret
    made = Holder(person, secret, [])
    made.codes = people.confirm_second_step(person.person_id, made.code())
    return made


def committed_holder(app: flask.Flask, time: time_machine.Traveller, role: str | None = "worker") -> Holder:
    """The same, saved, a step later: the code of the set-up is used, a new one is there."""
    with app.app_context():
        made = holder(role)
        db.session.commit()
        db.session.remove()
    time.shift(STEP)
    return made


def changes() -> list[str]:
    kind = outbox.Message.kind == "second-step"
    messages = db.session.scalars(sa.select(outbox.Message).where(kind).order_by(outbox.Message.message_id))
    return [str(message.facts["change"]) for message in messages]


def refused(answer: TestResponse) -> str:
    """What a page says of a refusal, without tokens of this form."""
    return re.sub(r'value="[^"]*"', "", answer.text.split("<main")[1].split("</main")[0])


# --- the verbs ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_app")
def test_a_code_counts_once_and_none_before_it(time: time_machine.Traveller) -> None:
    made = holder()
    person_id, first = made.person.person_id, made.code()
    with pytest.raises(rules.WrongCode):
        people.use_code(person_id, first)
    time.shift(2 * STEP)
    late = pyotp.TOTP(made.secret).at(clock.now() - STEP)
    people.use_code(person_id, f" {made.code()[:3]} {made.code()[3:]} ")
    for used in (made.code(), late):
        with pytest.raises(rules.WrongCode):
            people.use_code(person_id, used)
    time.shift(STEP)
    people.use_code(person_id, made.code())


@pytest.mark.usefixtures("in_app", "time")
def test_a_code_on_paper_counts_once_and_is_kept_as_a_pseudonym() -> None:
    made = holder()
    person_id = made.person.person_id
    people.use_code(person_id, made.codes[0].lower().replace("-", " "))
    assert people.get_second_step(person_id).codes_left == 9
    with pytest.raises(rules.WrongCode):
        people.use_code(person_id, made.codes[0])
    kept = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert {len(code_hash) for code_hash in kept} == {32}
    assert changes() == ["on", "used"]


@pytest.mark.usefixtures("in_app", "time")
def test_a_code_on_paper_is_worth_nothing_to_somebody_else() -> None:
    mine, theirs = holder(), holder()
    with pytest.raises(rules.WrongCode):
        people.use_code(mine.person.person_id, theirs.codes[0])


@pytest.mark.usefixtures("in_app", "time")
def test_the_secret_is_sealed_to_its_person_and_told_only_until_it_counts() -> None:
    mine, theirs = holder(), holder()
    assert people.get_second_step(mine.person.person_id).secret is None
    kept = db.session.get_one(SecondFactor, mine.person.person_id)
    assert mine.secret.encode() not in kept.secret_ciphertext
    kept.secret_ciphertext = db.session.get_one(SecondFactor, theirs.person.person_id).secret_ciphertext
    with pytest.raises(vault.KeyMissing):
        people.use_code(mine.person.person_id, theirs.code())


@pytest.mark.usefixtures("in_app")
def test_tries_are_counted_and_forgotten_after_success_or_time(time: time_machine.Traveller) -> None:
    made = holder()
    person_id = made.person.person_id
    for _round in range(2):
        for _try in range(rules.TRIES_PER_CODE - 1):
            with pytest.raises(rules.WrongCode):
                people.use_code(person_id, WRONG)
        time.shift(STEP)
        people.use_code(person_id, made.code())
    for _try in range(rules.TRIES_PER_CODE):
        with pytest.raises(rules.WrongCode):
            people.use_code(person_id, WRONG)
    time.shift(STEP)
    for code in (made.code(), made.codes[0]):
        with pytest.raises(rules.TooManyTries):
            people.use_code(person_id, code)
    time.shift(rules.TRY_WINDOW)
    people.use_code(person_id, made.code())


@pytest.mark.usefixtures("in_app", "time")
def test_setting_up_goes_in_order() -> None:
    person_id = make.person().person_id
    with pytest.raises(rules.NothingToConfirm):
        people.confirm_second_step(person_id, "123456")
    with pytest.raises(rules.WrongCode):
        people.use_code(person_id, "123456")
    people.begin_second_step(person_id)
    first = people.get_second_step(person_id).secret
    people.begin_second_step(person_id)
    second = people.get_second_step(person_id).secret
    assert first
    assert second
    assert first != second
    assert not people.has_second_step(person_id)
    with pytest.raises(rules.WrongCode):
        people.confirm_second_step(person_id, WRONG)
    people.confirm_second_step(person_id, pyotp.TOTP(second).at(NOW))
    with pytest.raises(rules.SecondStepThere):
        people.begin_second_step(person_id)
    with pytest.raises(rules.NothingToConfirm):
        people.confirm_second_step(person_id, pyotp.TOTP(second).at(NOW))


@pytest.mark.usefixtures("in_app", "time")
def test_new_codes_on_paper_replace_the_old_and_off_takes_all_away() -> None:
    made = holder()
    person_id = made.person.person_id
    fresh = people.new_recovery_codes(person_id, made.codes[0])
    assert not set(fresh) & set(made.codes)
    with pytest.raises(rules.WrongCode):
        people.switch_off_second_step(person_id, made.codes[1])
    people.switch_off_second_step(person_id, fresh[0])
    assert not people.has_second_step(person_id)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RecoveryCode)) == 0
    assert changes() == ["on", "used", "codes", "used", "off"]


@pytest.mark.usefixtures("in_app", "time")
def test_an_administrator_takes_it_away_from_another_with_a_reason() -> None:
    admin, other = holder("administrator"), holder()
    token = people.open_session(other.person.person_id)
    by = admin.person.person_id
    with pytest.raises(rules.SamePerson):
        people.reset_second_step(by, by=by, reason="telefoon kwijt")
    assert audit.list_lines(by)[0].result == "refused"
    people.reset_second_step(other.person.person_id, by=by, reason="telefoon kwijt")
    line = audit.list_lines(other.person.person_id)[0]
    assert (line.action, line.reason, line.result) == ("reset second step", "telefoon kwijt", "done")
    assert people.find_identity(token, "page") is None
    assert changes()[-1] == "reset"
    with pytest.raises(rules.NoSecondStep):
        people.reset_second_step(other.person.person_id, by=by, reason="nog eens")


@pytest.mark.usefixtures("in_app")
def test_what_was_never_confirmed_and_what_was_erased_is_gone(time: time_machine.Traveller) -> None:
    begun, made = make.person(), holder()
    people.begin_second_step(begun.person_id)
    people.erase_person(made.person.person_id)
    assert db.session.scalars(sa.select(SecondFactor.account_id)).all() == [begun.person_id]
    time.shift(rules.SET_UP_LASTS + STEP)
    people.forget_old_attempts()
    assert db.session.scalars(sa.select(SecondFactor.account_id)).all() == []


def test_a_code_that_two_send_at_once_counts_for_one(app: flask.Flask, committed: Database) -> None:
    with app.app_context():
        made = db.run(holder)
    results: list[str] = []
    start = threading.Barrier(2)

    def send() -> None:
        with app.app_context():
            start.wait()
            try:
                db.run(people.use_code, made.person.person_id, made.codes[0])
                results.append("passed")
            except rules.WrongCode:
                results.append("refused")

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["passed", "refused"]


# --- the pages ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("session")
def test_it_is_set_up_on_the_pages(client: FlaskClient, time: time_machine.Traveller) -> None:
    person = make.person(password=make.PASSWORD)
    make.sign_in(client, person)
    url = "/gegevens/tweede-stap"
    assert client.get(f"{url}/qr.svg").location == url
    assert client.post(f"{url}/beginnen").status_code == 303
    page = client.get(url).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "style=" not in page
    picture = client.get(f"{url}/qr.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert picture.headers["Cache-Control"] == "no-store"
    assert "style" not in picture.text
    assert picture.text.startswith("<svg")
    secret = page.split("<code>")[1].split("</code>")[0].replace(" ", "")
    assert client.post(url, data={"code": WRONG}).status_code == 400
    answer = client.post(url, data={"code": pyotp.TOTP(secret).at(clock.now())})
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text)
    codes = re.findall(r"<code>(.+?)</code>", answer.text)
    assert len(codes) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get(url).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert secret not in page.replace(" ", "")
    assert not [code for code in codes if code in page]
    assert client.get(f"{url}/qr.svg").status_code == 303
    assert client.post(f"{url}/uitzetten", data={"code": WRONG}).status_code == 400
    assert client.post(f"{url}/herstelcodes", data={"code": codes[0]}).status_code == 200
    time.shift(STEP)
    off = {"code": pyotp.TOTP(secret).at(clock.now())}
    assert client.post(f"{url}/uitzetten", data=off).location == url
    assert "staat uit" in client.get(url).text


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("on_paper", [False, True])
def test_signing_in_asks_for_the_code_on_a_second_page(
    app: flask.Flask, client: FlaskClient, time: time_machine.Traveller, on_paper: bool
) -> None:
    made = committed_holder(app, time)
    answer = client.post("/inloggen", data=made.sign_in() | {"naar": "/boekingen"})
    assert (answer.status_code, answer.location) == (303, "/inloggen/code")
    assert client.get("/gegevens").status_code == 302
    page = client.get("/inloggen/code")
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert client.post("/inloggen/code", data={}).status_code == 400
    code = {"code": made.codes[0] if on_paper else made.code()}
    assert client.post("/inloggen/code", data=code).location == "/boekingen"
    assert client.get("/gegevens").status_code == 200
    again = app.test_client()
    again.post("/inloggen", data=made.sign_in())
    assert again.post("/inloggen/code", data=code).status_code == 400
    assert again.get("/gegevens").status_code == 302


@pytest.mark.usefixtures("session")
def test_the_code_comes_within_five_minutes_of_the_password(
    app: flask.Flask, client: FlaskClient, time: time_machine.Traveller
) -> None:
    made = committed_holder(app, time)
    for method in (client.get, client.post):
        assert method("/inloggen/code").location == "/inloggen"
    client.post("/inloggen", data=made.sign_in())
    time.shift(rules.CODE_ASKED_FOR - timedelta(seconds=1))
    assert client.get("/inloggen/code").status_code == 200
    time.shift(1)
    assert client.get("/inloggen/code").location == "/inloggen"
    assert client.post("/inloggen/code", data={"code": made.code()}).location == "/inloggen"
    assert client.get("/gegevens").status_code == 302


@pytest.mark.usefixtures("session")
def test_who_was_switched_off_meanwhile_does_not_come_in(
    app: flask.Flask, client: FlaskClient, time: time_machine.Traveller
) -> None:
    made = committed_holder(app, time)
    client.post("/inloggen", data=made.sign_in())
    people.disable_sign_in(made.person.person_id)
    db.session.commit()
    assert client.post("/inloggen/code", data={"code": made.code()}).status_code == 400


def test_every_wrong_code_gives_the_same_words_and_stays_counted(
    app: flask.Flask, client: FlaskClient, committed: Database
) -> None:
    with app.app_context():
        made = db.run(holder)
        db.run(people.use_code, made.person.person_id, made.codes[0])
    client.post("/inloggen", data=made.sign_in())
    answers = []
    for code in ("22222", "AAAA-AAAA-AAAA", made.codes[0], "ééééé", "x" * 40):
        answer = client.post("/inloggen/code", data={"code": code})
        answers.append((answer.status_code, refused(answer)))
    assert len(set(answers)) == 1
    assert answers[0][0] == 400
    answer = client.post("/inloggen/code", data={"code": made.codes[1]})
    assert answer.status_code == 429
    assert "Wacht 15 minuten" in answer.text


@pytest.mark.usefixtures("session")
def test_the_page_of_the_administrator(app: flask.Flask, client: FlaskClient, time: time_machine.Traveller) -> None:
    made = committed_holder(app, time)
    admin = make.person("administrator")
    make.sign_in(client, admin)
    url = "/beheer/tweede-stap"
    page = client.get(url)
    html5lib.HTMLParser(strict=True).parse(page.text)
    why = {"reason": "telefoon en papier kwijt"}
    assert client.post(url, data={"who": made.person.number}).status_code == 400
    assert client.post(url, data=why | {"who": "LR-000-000-000"}).status_code == 400
    assert client.post(url, data=why | {"who": admin.email}).status_code == 403
    assert client.post(url, data=why | {"who": made.person.number}).location == url
    assert client.post(url, data=why | {"who": made.person.email}).status_code == 409
    answer = app.test_client().post("/inloggen", data=made.sign_in())
    assert answer.location == "/start"


# --- staff ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("session", "strict")
@pytest.mark.parametrize("role", ["adviser", "administrator", "controller"])
def test_staff_without_a_second_step_is_led_to_it_first(
    app: flask.Flask, client: FlaskClient, time: time_machine.Traveller, role: str
) -> None:
    person = make.person(role)
    make.sign_in(client, person)
    for url in ("/start", "/gegevens", rules.HOMES[role], "/rol"):
        answer = client.get(url)
        assert (answer.status_code, answer.location) == (303, "/gegevens/tweede-stap")
    page = client.get("/gegevens/tweede-stap")
    assert "Stel eerst de tweede stap in" in page.text
    headers = make.bearer(person)
    problem = client.get("/api/v1/me", headers=headers)
    assert (problem.status_code, (problem.json or {})["code"]) == (403, "second-step-first")
    assert client.delete("/api/v1/tokens/current", headers=headers).status_code == 204
    client.post("/gegevens/tweede-stap/beginnen")
    with app.app_context():
        secret = people.get_second_step(person.person_id).secret
    assert secret
    assert client.post("/gegevens/tweede-stap", data={"code": pyotp.TOTP(secret).at(NOW)}).status_code == 200
    assert client.get("/start").location == rules.HOMES[role]


@pytest.mark.usefixtures("session", "strict")
def test_a_role_of_staff_counts_also_when_another_is_worn(client: FlaskClient) -> None:
    person = make.person("worker")
    make.sign_in(client, person)
    assert client.get("/gegevens").status_code == 200
    people.grant_role(person.person_id, "controller")
    db.session.commit()
    assert client.get("/gegevens").location == "/gegevens/tweede-stap"


@pytest.mark.parametrize(
    ("environ", "required"),
    [
        ({"LEERLOKET_DEMO": "on"}, False),
        ({"LEERLOKET_DEMO": "on", "LEERLOKET_REQUIRE_OTP": "on"}, True),
        ({"LEERLOKET_SECRET_KEY": "s" * 32, "LEERLOKET_BANK_IBAN": "NL91ABNA0417164300"}, True),
        (
            {
                "LEERLOKET_SECRET_KEY": "s" * 32,
                "LEERLOKET_BANK_IBAN": "NL91ABNA0417164300",
                "LEERLOKET_REQUIRE_OTP": "off",
            },
            False,
        ),
    ],
)
def test_it_is_required_outside_the_demo(environ: dict[str, str], required: bool) -> None:
    assert config.from_environment(environ).require_otp is required


# --- the API --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("session")
def test_over_the_api_the_code_comes_with_the_password(
    app: flask.Flask, client: FlaskClient, time: time_machine.Traveller
) -> None:
    made = committed_holder(app, time)

    def ask(**more: str) -> TestResponse:
        return client.post("/api/v1/tokens", json=made.sign_in() | more)

    missing = ask()
    assert (missing.status_code, missing.content_type) == (401, "application/problem+json")
    assert missing.json
    assert missing.json["code"] == "otp-needed"
    assert ask(otp="x" * 41).status_code == 400
    good = made.code()
    assert ask(otp=good).status_code == 201
    unlike = [ask(otp=good), ask(otp=WRONG), ask(password="niet dit wachtwoord", otp=made.codes[0]), ask(password="x")]
    problems = [
        {name: value for name, value in (answer.json or {}).items() if name != "requestId"} for answer in unlike
    ]
    assert [answer.status_code for answer in unlike] == [400] * 4
    assert problems[0]["code"] == "wrong-sign-in"
    assert all(problem == problems[0] for problem in problems)
    assert ask(otp=made.codes[0]).status_code == 201


def test_over_the_api_codes_are_throttled(app: flask.Flask, client: FlaskClient, committed: Database) -> None:
    with app.app_context():
        made = db.run(holder)
    statuses = [
        client.post("/api/v1/tokens", json=made.sign_in() | {"otp": WRONG}).status_code
        for _try in range(rules.TRIES_PER_CODE + 1)
    ]
    assert statuses == [400] * rules.TRIES_PER_CODE + [429]


@pytest.mark.usefixtures("session", "strict", "time")
def test_over_the_api_staff_without_a_second_step_gets_no_token(app: flask.Flask, client: FlaskClient) -> None:
    staff = make.person("controller", password=make.PASSWORD)
    worker = make.person(password=make.PASSWORD)
    db.session.commit()
    sent = {"email": worker.email, "password": make.PASSWORD, "otp": "123456"}
    answer = client.post("/api/v1/tokens", json={"email": staff.email, "password": make.PASSWORD})
    assert (answer.status_code, (answer.json or {})["code"]) == (403, errors.SecondStepFirst.code())
    assert client.post("/api/v1/tokens", json=sent).status_code == 201
