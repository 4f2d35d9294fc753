"""The OpenAPI document: valid, whole, and kept by the answers."""

import re
from typing import Any

import flask
import html5lib
import openapi_spec_validator
import pytest
from flask.testing import FlaskClient

from leerloket import errors, openapi
from leerloket.app import CONTENT_SECURITY_POLICY
from leerloket.people.keys import service as keys
from tests.api import world as worlds

METHODS = ("get", "post", "put", "patch", "delete")
NOT_THE_API = {"openapi.document_json", "openapi.docs", "openapi.error"}


@pytest.fixture(scope="session")
def document(site: flask.Flask) -> dict[str, Any]:
    found: dict[str, Any] = site.test_client().get("/api/v1/openapi.json").get_json()
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): item[method] for path, item in document["paths"].items() for method in METHODS if method in item
    }


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    openapi_spec_validator.validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["servers"][0]["url"] == "/api/v1"
    assert set(document["info"]["contact"]) == {"name", "email", "url"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])


def test_every_route_is_in_it(document: dict[str, Any], app: flask.Flask) -> None:
    routes = {
        (method.lower(), re.sub(r"<(?:\w+:)?\w+>", "{}", rule.rule.removeprefix("/api/v1")))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/") and rule.endpoint not in NOT_THE_API
    }
    assert routes == {(method, re.sub(r"\{\w+\}", "{}", path)) for method, path in operations(document)}


def test_every_operation_says_what_it_is_and_what_can_be_answered(document: dict[str, Any]) -> None:
    wrong = []
    for (method, path), operation in operations(document).items():
        responses = operation["responses"]
        needs = {"503"}
        if {} not in operation["security"]:
            needs |= {"401", "403"}
        if "{" in path:
            needs.add("404")
        if "requestBody" in operation:
            needs |= {"400", "413", "415"}
        if operation.get("parameters"):
            needs.add("400")
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        if "Idempotency-Key" in names:
            needs |= {"409", "422"}
        if "If-Match" in names:
            needs |= {"412", "428"}
        missing = needs - set(responses)
        if missing or not any(status[0] in "23" for status in responses) or not operation.get("summary"):
            wrong.append((method, path, missing, operation.get("summary")))
        for status, response in responses.items():
            kinds = set(response.get("content", {}))
            if "API-Version" not in response["headers"] or (status[0] in "45") != (
                kinds == {"application/problem+json"}
            ):
                wrong.append((method, path, status, kinds))
    assert wrong == []


def test_what_a_key_may_do_names_its_scope(document: dict[str, Any]) -> None:
    scopes = {
        key: scope["key"][0]
        for key, operation in operations(document).items()
        for scope in operation["security"]
        if "key" in scope
    }
    assert set(scopes.values()) <= {scope for some in keys.SCOPES.values() for scope in some}
    assert scopes["get", "/employers/{employerId}/employees"] == "employees:read"
    assert scopes["post", "/employers/{employerId}/top-ups"] == "top-ups:write"
    assert scopes["put", "/bookings/{bookingId}/attendance"] == "attendance:write"
    without = {key for key in operations(document) if key[1].startswith("/employers/{employerId}")} - set(scopes)
    people_only = {key for key in without if "/officers" in key[1]}
    assert without - people_only == set(), "say with which scope a payroll system may do this"
    assert not any(path.startswith("/api-keys") for _method, path in scopes), "a key makes no keys"


def test_what_moves_money_or_a_seat_wants_a_key(document: dict[str, Any]) -> None:
    wants = {
        key
        for key, operation in operations(document).items()
        if "Idempotency-Key" in {parameter["name"] for parameter in operation.get("parameters", ())}
    }
    assert {
        ("post", "/accounts/me/top-ups"),
        ("post", "/bookings"),
        ("post", "/bookings/{bookingId}/cancel"),
        ("post", "/clients/{accountId}/bookings"),
        ("post", "/employers/{employerId}/top-ups"),
        ("post", "/employers/{employerId}/top-up-batches/{batchId}/confirm"),
        ("post", "/bank-statements"),
        ("post", "/rights-runs/{runId}/approve"),
        ("post", "/payout-batches"),
        ("post", "/payout-batches/{batchId}/approve"),
    } <= wants


def test_every_refusal_it_names_has_a_page(document: dict[str, Any], client: FlaskClient) -> None:
    text = " ".join(
        response["description"]
        for operation in operations(document).values()
        for response in operation["responses"].values()
    )
    named = set(re.findall(r"`([a-z0-9-]+)`:", text))
    known = [kind.code() for kind in errors.all_refusals()]
    assert named <= set(known)
    for code in sorted(named):
        page = client.get(f"/api/v1/errors/{code}")
        assert page.status_code == 200, code
        html5lib.HTMLParser(strict=True).parse(page.text)
    assert client.get("/api/v1/errors/never-heard-of").status_code == 404


def test_two_refusals_never_share_a_name(document: dict[str, Any]) -> None:
    """The code is the name of a kind for ever: two kinds with one code would share a page."""
    names: dict[str, set[str]] = {}
    for kind in errors.all_refusals():
        if kind.__module__.startswith("leerloket."):
            names.setdefault(kind.code(), set()).add(f"{kind.__module__}.{kind.__qualname__}")
    assert {code: kinds for code, kinds in names.items() if len(kinds) > 1} == {}


NAMES = {"code", "kind", "schemeSlug", "task"}
"""Arguments that are names of public things, not ids."""


def test_ids_are_uuids_and_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    found = operations(document)
    ids = [operation["operationId"] for operation in found.values()]
    assert len(ids) == len(set(ids))
    wrong = [
        (path, parameter["name"])
        for path, item in document["paths"].items()
        for parameter in item.get("parameters", ())
        if parameter["in"] == "path"
        and parameter["name"] not in NAMES | {"year"}
        and parameter["schema"].get("format") != "uuid"
    ]
    assert wrong == []


def test_long_lists_are_cursor_pages(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    wrong = []
    for (method, path), operation in operations(document).items():
        content = operation["responses"].get("200", {}).get("content", {}).get("application/json")
        if method != "get" or content is None:
            continue
        schema = content["schema"]
        schema = schemas[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
        properties = schema.get("properties", {})
        if schema.get("type") == "array" or ("items" in properties) != ("next" in properties):
            wrong.append(path)
        if "items" in properties and "cursor" in {p["name"] for p in operation.get("parameters", ())}:
            assert properties["next"]["type"] == ["string", "null"], path
    assert wrong == []


class TestAnswers:
    """What the document promises about every answer."""

    @pytest.mark.parametrize(
        ("path", "status"),
        [("/api/v1/desks", 200), ("/api/v1/me", 401), ("/api/v1/nothing", 404), ("/api/v1/openapi.json", 200)],
    )
    def test_headers(self, client: FlaskClient, world: worlds.World, path: str, status: int) -> None:
        with world.untouched():
            answer = client.get(path)
        assert answer.status_code == status
        assert answer.headers["API-Version"] == openapi.VERSION
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert ("Access-Control-Allow-Origin" in answer.headers) == (path == "/api/v1/openapi.json")

    def test_the_document_may_be_read_from_any_site(self, client: FlaskClient) -> None:
        answer = client.get("/api/v1/openapi.json", headers={"Origin": "https://elders.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.content_type == "application/json"

    def test_https_is_kept_for_a_year_where_the_site_is_https(
        self, app: flask.Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "Strict-Transport-Security" not in app.test_client().get("/api/v1/openapi.json").headers
        monkeypatch.setattr(type(app.config["SETTINGS"]), "secure_cookies", True)
        answer = app.test_client().get("/api/v1/openapi.json")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")

    def test_no_path_answers_with_a_slash_behind_it(
        self, client: FlaskClient, document: dict[str, Any], world: worlds.World
    ) -> None:
        statuses = set()
        with world.untouched():
            for method, path in operations(document):
                url = "/api/v1" + re.sub(r"\{\w+\}", "01a20d6b-8c7a-7429-beeb-a09480f42c2b", path)
                statuses.add(client.open(f"{url}/", method=method.upper()).status_code)
        assert statuses == {404}

    def test_what_is_no_uuid_names_nothing(
        self, app: flask.Flask, document: dict[str, Any], world: worlds.World
    ) -> None:
        wrong = []
        with world.untouched():
            for method, path in operations(document):
                if "{" in path and not NAMES & set(re.findall(r"\{(\w+)\}", path)):
                    url = "/api/v1" + re.sub(r"\{\w+\}", "12", path)
                    answer = app.test_client().open(url, method=method.upper(), headers=world.headers("worker"))
                    if (answer.status_code, answer.content_type) != (404, "application/problem+json"):
                        wrong.append((method, path, answer.status))
        assert wrong == []


class TestPages:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_the_docs_are_readable_without_script_and_hold_nothing_inline(
        self, client: FlaskClient, document: dict[str, Any], language: str
    ) -> None:
        client.set_cookie("taal", language)
        page = client.get("/api/v1/docs")
        assert page.status_code == 200
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert "style=" not in page.text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
        for method, path in operations(document):
            assert f"<code>{method.upper()} {path}</code>" in page.text

    def test_a_refusal_with_facts_is_explained_with_their_names(self, client: FlaskClient) -> None:
        page = client.get("/api/v1/errors/balance-too-low")
        assert page.status_code == 200
        assert "[shortCents]" in page.text
        assert "POST /bookings" in page.text
