"""The OpenAPI 3.1 document of the JSON API and what the NL API Design Rules 2.2 ask of it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import flask
from apispec import APISpec

from leerloket import errors, web

PREFIX = "/api/v1"
VERSION = "1.0.0"
ACCEPTED_BODIES = frozenset(
    {"application/json", "text/csv", "text/xml", "application/xml", "multipart/form-data", "application/octet-stream"}
)

CONFIG: dict[str, Any] = {
    "API_TITLE": "Leerloket",
    "API_VERSION": VERSION,
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": None,
}

SPEC: dict[str, Any] = {
    "info": {
        "description": "A personal learning account: balance, catalogue, bookings, plans and settlement.",
        "contact": {
            "name": "Leerloket",
            "email": "api@leerloket.example",
            "url": "https://leerloket.example/ontwikkelaars",
        },
        "license": {"name": "EUPL-1.2", "url": "https://interoperable-europe.ec.europa.eu/collection/eupl"},
    },
    "servers": [{"url": PREFIX, "description": "This installation"}],
}

PRIVATE_REFUSALS = (errors.NotSignedIn, errors.Forbidden)


def finish(app: flask.Flask, api: web.Api) -> None:
    """Add to the document what routes cannot say one by one, and serve it with its pages."""
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    with app.app_context():
        document = _complete(app, api.spec)
    bp = flask.Blueprint("openapi", __name__)

    @bp.get(f"{PREFIX}/openapi.json")
    @web.public
    def document_json() -> flask.Response:
        response = flask.jsonify(document)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    @bp.get(f"{PREFIX}/docs")
    @web.public
    def docs() -> str:
        return flask.render_template("openapi.html")

    @bp.get(f"{PREFIX}/errors/<code>")
    @web.public
    def error(code: str) -> str:
        kinds = {kind.code(): kind for kind in errors.all_refusals()}
        if code not in kinds:
            raise errors.NotFound
        return flask.render_template("openapi_error.html", kind=kinds[code])

    app.register_blueprint(bp)


def _complete(app: flask.Flask, spec: APISpec) -> dict[str, Any]:
    document: dict[str, Any] = spec.to_dict()
    views = {
        (_path_of(rule), method.lower()): app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith(PREFIX)
    }
    paths: dict[str, Any] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                _complete_operation(operation, views[path, method])
        paths[path.removeprefix(PREFIX)] = operations
    document["paths"] = paths
    return document


def _path_of(rule: Any) -> str:
    return "".join("{" + part + "}" if is_argument else part for is_argument, part in rule._trace if part != "|")


def _complete_operation(operation: dict[str, Any], view: Any) -> None:
    responses = operation["responses"]
    responses.pop("default", None)
    refusals: list[type[errors.Refusal]] = list(getattr(view, "refusals", ()))
    if getattr(view, "requires_roles", None) is not None:
        operation["security"] = [{"bearer": []}]
        refusals += PRIVATE_REFUSALS
    if getattr(view, "is_idempotent", False):
        operation.setdefault("parameters", []).append(IDEMPOTENCY_PARAMETER)
        refusals += (web.KeyMissing, web.KeyUsedOtherwise, web.StillRunning)
    if operation.get("requestBody") or operation.get("parameters"):
        refusals.append(errors.Invalid)
    if "{" in str(operation.get("parameters", "")) or any(
        p.get("in") == "path" for p in operation.get("parameters", ())
    ):
        refusals.append(errors.NotFound)
    if operation.get("requestBody"):
        responses.setdefault("413", _problem("The body is too large."))
        responses.setdefault("415", _problem("The body is of a kind this call does not take."))
    responses.pop("422", None)
    for status, text in _by_status(refusals):
        responses[str(status)] = _problem(text)
    for status, response in responses.items():
        if str(status)[0] in "23":
            response.setdefault("headers", {})["API-Version"] = API_VERSION_HEADER


IDEMPOTENCY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "The same key and body give the same answer; another body is refused. Kept as long as the ledger.",
}
API_VERSION_HEADER = {"schema": {"type": "string"}, "description": "The full version of the API."}


def _by_status(refusals: Iterable[type[errors.Refusal]]) -> list[tuple[int, str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for kind in refusals:
        line = f"`{kind.code()}`: {kind.en}"
        if line not in found[kind.status]:
            found[kind.status].append(line)
    return [(status, "\n\n".join(lines)) for status, lines in sorted(found.items())]


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
