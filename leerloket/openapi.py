"""The OpenAPI 3.1 document of the JSON API and what the NL API Design Rules 2.2 ask of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import flask
from apispec import APISpec
from werkzeug.routing import Rule

from leerloket import errors, web
from leerloket.people.keys import service as keys

PREFIX = "/api/v1"
VERSION = "1.0.0"
ACCEPTED_BODIES = frozenset(
    {"application/json", "text/csv", "text/xml", "application/xml", "multipart/form-data", "application/octet-stream"}
)

TAKES_FORMS = frozenset({"accounts_online_payments_api.report"})
"""The calls whose body is a form: the payment service reports so."""

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

METHODS = ("get", "post", "put", "patch", "delete")
KEY_REFUSALS = (web.ScopeMissing, keys.KeyUsedTooOften)
PRIVATE_REFUSALS = (errors.NotSignedIn, errors.Forbidden)
IDEMPOTENCY_REFUSALS = (web.KeyMissing, web.KeyUsedOtherwise, web.StillRunning)
BODY_REFUSALS = (errors.Invalid, web.TooLarge, web.WrongContentType)
ETAG = {"description": "The version, for `If-Match`.", "schema": {"type": "string"}}
API_VERSION = {"description": "The full version of the API.", "schema": {"type": "string"}}
REPLAYED = {"description": "`true` when this is the answer to an earlier call.", "schema": {"type": "string"}}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "The same key and body give the same answer; another body is refused. Kept as long as the ledger.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[!-~]+$"},
    "description": 'The `ETag` that was seen; `"0"` when there was nothing yet.',
}


def finish(app: flask.Flask, api: web.Api) -> None:
    """Add to the document what routes cannot say one by one, and serve it with its pages."""
    api.spec.components.security_scheme(
        "bearer", {"type": "http", "scheme": "bearer", "description": "A token of `POST /tokens`."}
    )
    scopes = "; ".join(f"{role}: {', '.join(f'`{scope}`' for scope in some)}" for role, some in keys.SCOPES.items())
    api.spec.components.security_scheme(
        "key",
        {
            "type": "http",
            "scheme": "bearer",
            "description": "A key of `POST /api-keys` (`ll_live_…`, in a demo `ll_test_…`) for the system of an "
            f"employer or provider. Scopes, where `:write` includes `:read`: {scopes}.",
        },
    )
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
        kinds = sorted(errors.all_refusals(), key=lambda kind: kind.code())
        return flask.render_template("openapi.html", kinds=kinds, operations=list(_operations(document)))

    @bp.get(f"{PREFIX}/errors/<code>")
    @web.public
    def error(code: str) -> str:
        kinds = [kind for kind in errors.all_refusals() if kind.code() == code]
        if not kinds:
            raise errors.NotFound
        return _explain(kinds[0], document)

    app.register_blueprint(bp)


def _explain(kind: type[errors.Refusal], document: dict[str, Any]) -> str:
    """The page of one refusal. Its sentences show the names of the facts that come with it."""
    facts = re.findall(r"\{(\w+)\}", kind.nl + kind.en)

    def with_names(sentence: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda fact: f"[{web.camel_case(fact[1])}]", sentence)

    return flask.render_template(
        "openapi_error.html",
        code=kind.code(),
        status=kind.status,
        nl=with_names(kind.nl),
        en=with_names(kind.en),
        meaning=" ".join((kind.__doc__ or "").split()),
        facts=sorted({web.camel_case(fact) for fact in facts}),
        operations=[
            (path, method, operation)
            for path, method, operation in _operations(document)
            if f"`{kind.code()}`" in operation["responses"].get(str(kind.status), {}).get("description", "")
        ],
    )


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _complete(app: flask.Flask, spec: APISpec) -> dict[str, Any]:
    """The document as it is served: addresses below the server's, names in camelCase, every refusal in its place."""
    document: dict[str, Any] = spec.to_dict()
    rules = {
        (_path_of(rule), method.lower()): rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith(PREFIX)
    }
    paths: dict[str, Any] = {}
    for path, item in document["paths"].items():
        for parameter in item.get("parameters", ()):
            parameter["name"] = web.camel_case(parameter["name"])
        for method in METHODS:
            if method in item:
                rule = rules[path, method]
                operation = _Operation(item[method], app.view_functions[rule.endpoint], bool(rule.arguments))
                operation.complete(rule.endpoint)
        paths[_in_camel_case(path.removeprefix(PREFIX))] = item
    tags = [{**tag, "name": _tag(tag["name"])} for tag in document["tags"]]
    document["components"]["schemas"].pop("PaginationMetadata", None)
    del document["components"]["responses"]
    return document | {"paths": paths, "tags": tags}


def _path_of(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)


def _in_camel_case(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: "{" + web.camel_case(name[1]) + "}", path)


def _tag(blueprint: str) -> str:
    return blueprint.removesuffix("_api").replace("_", "-")


class _Operation:
    """One operation of the document, and the view that answers it."""

    def __init__(self, operation: dict[str, Any], view: Any, has_path_arguments: bool) -> None:
        self.operation, self.view, self.has_path_arguments = operation, view, has_path_arguments

    def complete(self, endpoint: str) -> None:
        """Name it, and add what its decorators say."""
        blueprint, name = endpoint.rsplit(".", 1)
        self.operation["operationId"] = web.camel_case(f"{blueprint.removesuffix('_api')}_{name}")
        self.operation["tags"] = [_tag(tag) for tag in self.operation["tags"]]
        self.operation["security"] = self._security()
        self._add_parameters()
        self._add_responses()

    def _needs(self, mark: str, otherwise: object = False) -> bool:
        return getattr(self.view, mark, otherwise) is not otherwise

    def _security(self) -> list[dict[str, list[str]]]:
        if not self._needs("requires_roles", None):
            return [{}, {"bearer": []}]
        scope = getattr(self.view, "scope", "")
        return [{"bearer": []}, *([{"key": [scope]}] if scope else [])]

    def _add_parameters(self) -> None:
        parameters = self.operation.setdefault("parameters", [])
        if self._needs("is_idempotent"):
            parameters.append(IDEMPOTENCY_KEY)
        if self._needs("needs_version"):
            parameters.append(IF_MATCH)
        if not parameters:
            del self.operation["parameters"]

    def _add_responses(self) -> None:
        responses = self.operation["responses"]
        documented_by_view = {status: response for status, response in responses.items() if status[0] in "23"}
        responses.clear()
        headers = {"API-Version": API_VERSION}
        if self._needs("is_idempotent"):
            headers["Idempotency-Replayed"] = REPLAYED
        if self._needs("gives_version"):
            headers["ETag"] = ETAG
        for status, response in sorted(documented_by_view.items()):
            response["headers"] = response.get("headers", {}) | headers
            responses[status] = response
        for status, description in _by_status(self._refusals()):
            responses[str(status)] = _problem(description)

    def _refusals(self) -> Iterator[type[errors.Refusal]]:
        yield from getattr(self.view, "refusals", ())
        if self._needs("requires_roles", None):
            yield from PRIVATE_REFUSALS
            yield from KEY_REFUSALS if getattr(self.view, "scope", "") else (web.NotForKeys,)
        if self._needs("is_idempotent"):
            yield from IDEMPOTENCY_REFUSALS
        if self._needs("needs_version"):
            yield from (errors.Changed, web.VersionMissing)
        if self.operation.get("requestBody"):
            yield from BODY_REFUSALS
        elif self.operation.get("parameters"):
            yield errors.Invalid
        if self.has_path_arguments:
            yield errors.NotFound
        yield web.VeryBusy


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
        "headers": {"API-Version": API_VERSION},
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
