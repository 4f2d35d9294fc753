"""Who may call: signed in or not, as what, by which way, and from where."""

import flask
import pytest
from flask.testing import FlaskClient

from leerloket import web
from leerloket.people import service as people
from tests.people import make
from tests.web import probe

pytestmark = pytest.mark.usefixtures("session", "gate")

SEND = {"naam": "las", "bedrag": "5", "key": "k"}


@pytest.fixture
def guarded(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser of a site that checks where forms come from, as in production."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app.test_client()


def test_what_a_view_asks_is_written_on_it() -> None:
    assert web.public(lambda: "").requires_roles is None  # type: ignore[attr-defined]
    assert web.requires()(lambda: "").requires_roles == ()  # type: ignore[attr-defined]
    assert web.requires("worker", "adviser")(lambda: "").requires_roles == ("worker", "adviser")  # type: ignore[attr-defined]


def test_the_marks_of_a_view_stay_under_its_guards() -> None:
    @web.requires("worker")
    @web.refuses(probe.Full)
    @web.refuses(web.VeryBusy)
    @web.gives_version
    @web.needs_version
    @web.idempotent
    @web.shows_again(lambda: "")
    def view() -> None: ...

    assert view.refusals == (web.VeryBusy, probe.Full)  # type: ignore[attr-defined]
    for mark in ("gives_version", "needs_version", "is_idempotent", "shows_again"):
        assert getattr(view, mark)


class TestTheWayIn:
    def test_a_token_counts_in_the_api_only(self, client: FlaskClient) -> None:
        bearer = make.bearer(make.person())
        assert client.get("/api/v1/me", headers=bearer).status_code == 200
        assert client.get("/gegevens", headers=bearer).status_code == 302

    def test_a_cookie_counts_on_pages_only(self, client: FlaskClient) -> None:
        make.sign_in(client, make.person())
        assert client.get("/gegevens").status_code == 200
        assert client.get("/api/v1/me").status_code == 401

    @pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic dTpw", "Bearer \xe9", "Bearer " + "a" * 9_000])
    def test_what_is_no_token_is_nobody(self, client: FlaskClient, header: str) -> None:
        answer = client.get("/api/v1/me", headers={"Authorization": header})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="leerloket"')

    def test_over_the_api_every_role_counts_and_on_pages_the_chosen_one(self, client: FlaskClient) -> None:
        both = make.person("worker")
        people.grant_role(both.person_id, "controller")
        assert client.post(f"{probe.API}/things", json={}, headers=make.bearer(both)).status_code == 400
        make.sign_in(client, both)
        pages = ("/beheer/boekhouding", "/gegevens/toestemming")
        assert sorted(client.get(page).status_code for page in pages) == [200, 403]


class TestWhereAFormComesFrom:
    def test_a_form_without_its_token_is_shown_again_and_does_nothing(self, guarded: FlaskClient) -> None:
        make.sign_in(guarded, make.person())
        answer = guarded.post("/proef", data=SEND)
        assert answer.status_code == 400
        assert "Deze bladzijde stond te lang open." in answer.text
        assert probe.messages() == 0

    def test_a_form_with_its_token_is_taken(self, guarded: FlaskClient) -> None:
        make.sign_in(guarded, make.person())
        token = guarded.get("/proef").text.split('name="csrf_token" value="')[1].split('"')[0]
        assert guarded.post("/proef", data=SEND | {"csrf_token": token}).status_code == 303

    def test_another_site_cannot_send_it_even_with_a_token(self, guarded: FlaskClient) -> None:
        make.sign_in(guarded, make.person())
        token = guarded.get("/proef").text.split('name="csrf_token" value="')[1].split('"')[0]
        answer = guarded.post("/proef", data=SEND | {"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert probe.messages() == 0

    def test_who_is_not_signed_in_hears_that_the_form_was_too_old(self, guarded: FlaskClient) -> None:
        assert guarded.post("/proef/alleen-werkgever").location == "/inloggen?naar=/proef/alleen-werkgever"
        assert guarded.post("/uitloggen").status_code == 400

    def test_the_api_wants_no_such_token(self, guarded: FlaskClient) -> None:
        assert guarded.post(f"{probe.API}/open", json={"name": "x"}).status_code == 201
