"""Every no is a problem document in the API and a readable page on the site; nothing of it is written."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import flask
import html5lib
import markupsafe
import pytest
from flask.testing import FlaskClient

from leerloket import errors, web
from leerloket.app import LARGEST_BODY, OurFault
from tests.people import make
from tests.web import probe

pytestmark = pytest.mark.usefixtures("session", "gate")

BASES = [
    errors.Invalid,
    errors.NotSignedIn,
    errors.Forbidden,
    errors.NotFound,
    errors.Conflict,
    errors.Changed,
    errors.TooMany,
    web.KeyMissing,
    web.KeyUsedOtherwise,
    web.StillRunning,
    web.VersionMissing,
    web.BadRequest,
    web.MethodNotAllowed,
    web.TooLarge,
    web.WrongContentType,
    web.VeryBusy,
]
MEMBERS = {"type", "title", "status", "detail", "detailNl", "code", "requestId"}


@pytest.mark.parametrize("kind", BASES)
class TestEveryBase:
    def test_in_the_api(self, client: FlaskClient, kind: type[errors.Refusal]) -> None:
        answer = client.post(f"{probe.API}/refusals/{kind.__name__}")
        body = answer.get_json()
        assert (answer.status_code, answer.content_type) == (kind.status, "application/problem+json")
        assert set(body) == MEMBERS
        assert (body["status"], body["code"]) == (kind.status, kind.code())
        assert (body["detail"], body["detailNl"]) == (kind.en, kind.nl)
        assert body["requestId"] == answer.headers["X-Request-Id"]
        assert ("WWW-Authenticate" in answer.headers) == (kind.status == 401)
        assert ("Retry-After" in answer.headers) == (kind.status in {429, 503})
        assert answer.headers["API-Version"]
        assert client.get(body["type"]).status_code == 200
        assert probe.messages() == 0

    def test_on_a_page(self, client: FlaskClient, kind: type[errors.Refusal]) -> None:
        answer = client.post(f"/proef/weigering/{kind.__name__}")
        assert probe.messages() == 0
        if kind is errors.NotSignedIn:
            assert (answer.status_code, answer.location) == (302, "/inloggen?naar=/start")
            return
        assert (answer.status_code, answer.mimetype) == (kind.status, "text/html")
        assert str(markupsafe.escape(kind.nl)) in answer.text
        html5lib.HTMLParser(strict=True).parse(answer.text)


class TestContent:
    def test_facts_stand_beside_the_members_and_never_replace_them(self, app: flask.Flask) -> None:
        with app.test_request_context("/api/v1/probe"):
            refusal = probe.Full(
                field="end_on",
                possible=[errors.Possible("Wacht.", "Wait."), errors.Possible("Kies.", "Choose.", "/opleidingen")],
                count=0,
                short_cents=8000,
                by=datetime(2026, 12, 5, 9, 0, tzinfo=UTC),
                last_on=date(2026, 12, 4),
                edition_id=UUID(int=5),
                seats=[UUID(int=6)],
                code="mine",
                status=200,
            )
            body = web.answer_refusal(refusal).get_json()
        assert (body["code"], body["status"]) == ("full", 409)
        assert body["detail"] == "0 seats are left, you are €80.00 short."
        assert body["detailNl"] == "Er zijn nog 0 plekken, u komt € 80,00 tekort.".replace("€ ", "€\u00a0")
        assert (body["count"], body["shortCents"]) == (0, 8000)
        assert (body["by"], body["lastOn"]) == ("2026-12-05T09:00:00Z", "2026-12-04")
        assert (body["editionId"], body["seats"]) == (str(UUID(int=5)), [str(UUID(int=6))])
        assert body["errors"] == [
            {"field": "endOn", "code": "full", "message": body["detail"], "messageNl": body["detailNl"]}
        ]
        assert body["possible"] == [
            {"detail": "Wait.", "detailNl": "Wacht."},
            {"detail": "Choose.", "detailNl": "Kies.", "href": "/opleidingen"},
        ]


class TestHttp:
    """What Flask and Werkzeug refuse themselves."""

    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/api/v1/nothing", 404, "not-found"),
            ("GET", "/api/v1/me/", 404, "not-found"),
            ("GET", "/api/v1//me", 404, "not-found"),
            ("GET", "/api/v1/modules/not-a-uuid", 404, "not-found"),
            ("GET", "/api/v1/modules/x%00y", 404, "not-found"),
            ("GET", "/api/", 404, "not-found"),
            ("PUT", "/api/v1/me", 405, "method-not-allowed"),
            ("TRACE", "/api/v1/me", 405, "method-not-allowed"),
            ("GET", "/ooapi/v5/nothing", 404, "not-found"),
        ],
    )
    def test_in_the_api(self, client: FlaskClient, method: str, path: str, status: int, code: str) -> None:
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert answer.get_json()["code"] == code
        assert ("Allow" in answer.headers) == (status == 405)

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "/niets", 404),
            ("GET", "/inloggen/", 404),
            ("GET", "/over//privacy", 404),
            ("GET", "/opleidingen/x%00y", 404),
            ("GET", "/opleidingen?q=%00", 400),
            ("PUT", "/inloggen", 405),
            ("POST", "/proef", 413),
        ],
    )
    def test_on_pages(self, client: FlaskClient, method: str, path: str, status: int) -> None:
        large = b"naam=" + b"x" * LARGEST_BODY if status == 413 else b""
        kind = "application/x-www-form-urlencoded"
        answer = client.open(path, method=method, data=large, content_type=kind)
        assert (answer.status_code, answer.mimetype) == (status, "text/html")
        html5lib.HTMLParser(strict=True).parse(answer.text)

    def test_a_null_character_in_a_form_is_400(self, client: FlaskClient) -> None:
        make.sign_in(client, make.person())
        answer = client.post("/proef", data={"naam": "x\x00", "bedrag": "5", "key": "k"})
        assert answer.status_code == 400
        assert probe.messages() == 0

    @pytest.mark.parametrize("url", ["/proef", "/api/v1/employers/01a20d6b-8c7a-7429-beeb-a09480f42c2b/top-up-batches"])
    def test_a_null_character_in_the_name_of_a_file_is_400(self, client: FlaskClient, url: str) -> None:
        part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00.csv"\r\n\r\n1\r\n--x--\r\n'
        answer = client.post(url, data=part.encode(), content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 400

    def test_braces_in_what_was_sent_do_no_harm(self, client: FlaskClient) -> None:
        assert client.get("/api/v1/{x}").status_code == 404
        assert client.get(f"{probe.API}/things?%7Bx%7D=1").status_code == 400


class TestOurFault:
    @pytest.fixture
    def broken(self, app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
        monkeypatch.setattr(app, "testing", False)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

        def fail(**_: object) -> None:
            raise RuntimeError("secret of the driver")

        monkeypatch.setitem(app.view_functions, "probe_api.write_in_a_get", fail)
        monkeypatch.setitem(app.view_functions, "probe.form", fail)
        return app.test_client()

    def test_tells_nothing_of_the_cause(self, broken: FlaskClient) -> None:
        in_api = broken.get(f"{probe.API}/peek")
        assert (in_api.status_code, in_api.content_type) == (500, "application/problem+json")
        assert in_api.get_json()["code"] == OurFault.code()
        on_page = broken.get("/proef")
        assert (on_page.status_code, on_page.mimetype) == (500, "text/html")
        assert re.search(r"F-[0-9a-f]{8}", on_page.text)
        for answer in (in_api, on_page):
            assert "secret" not in answer.text
