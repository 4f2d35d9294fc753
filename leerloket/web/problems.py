"""Problem documents (RFC 9457) and the one handler of refusals."""

import json
from datetime import UTC, datetime
from typing import Any

import flask
import marshmallow as ma
from werkzeug.exceptions import HTTPException

from leerloket import db, errors
from leerloket.web.forms import Form
from leerloket.web.request import is_api
from leerloket.web.schemas import OutSchema, camel_case


class Problem(OutSchema):
    """An error as RFC 9457 describes it, with our code, the Dutch sentence, the fields and what is possible."""

    type = ma.fields.Str(metadata={"description": "A page that explains this refusal.", "format": "uri-reference"})
    title = ma.fields.Str()
    status = ma.fields.Int()
    detail = ma.fields.Str(metadata={"description": "English sentence."})
    detail_nl = ma.fields.Str(metadata={"description": "Dutch sentence, B1."})
    code = ma.fields.Str()
    errors = ma.fields.List(ma.fields.Dict(), metadata={"description": "Per field: field, code, message, messageNl."})
    possible = ma.fields.List(ma.fields.Dict(), metadata={"description": "What is possible: detail, detailNl, href."})
    request_id = ma.fields.Str()


def problem(refusal: errors.Refusal) -> flask.Response:
    """A refusal as `application/problem+json`."""
    body: dict[str, Any] = {
        "type": f"/api/v1/errors/{refusal.code()}",
        "title": refusal.code().replace("-", " ").capitalize(),
        "status": refusal.status,
        "detail": refusal.sentence("en"),
        "detailNl": refusal.sentence("nl"),
        "code": refusal.code(),
        "requestId": flask.g.get("request_id", ""),
    }
    if refusal.field and not refusal.errors:
        body["errors"] = [
            {
                "field": camel_case(refusal.field),
                "code": refusal.code(),
                "message": body["detail"],
                "messageNl": body["detailNl"],
            }
        ]
    if refusal.errors:
        body["errors"] = [
            {"field": e.field, "code": e.code, "message": e.en, "messageNl": e.nl} for e in refusal.errors
        ]
    if refusal.possible:
        body["possible"] = [
            {"detail": p.en, "detailNl": p.nl} | ({"href": p.url} if p.url else {}) for p in refusal.possible
        ]
    body |= {camel_case(name): _plain(value) for name, value in refusal.facts.items()}
    response = flask.make_response(json.dumps(body, ensure_ascii=False), refusal.status)
    response.content_type = "application/problem+json"
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="leerloket"'
    return response


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value if isinstance(value, bool | int | str | list | dict | None) else str(value)


def answer_refusal(refusal: errors.Refusal) -> flask.Response:
    """The one handler: problem+json in the API; on pages the same form again, or the error page."""
    if is_api():
        return problem(refusal)
    if isinstance(refusal, errors.NotSignedIn):
        target = flask.request.full_path if flask.request.method == "GET" else flask.request.path
        return flask.make_response(flask.redirect(flask.url_for("people.sign_in", naar=target.rstrip("?"))))
    view = flask.current_app.view_functions.get(flask.request.endpoint or "")
    page = getattr(view, "shows_again", None)
    flask.g.form = Form(flask.request.form, refusal)
    if page is not None and not isinstance(refusal, errors.NotFound | errors.Forbidden):
        with db.transaction(read_only=True):
            response = flask.make_response(page(**(flask.request.view_args or {})))
    else:
        response = flask.make_response(flask.render_template("error.html", refusal=refusal, status=refusal.status))
    response.status_code = refusal.status
    return response


class Unsupported(errors.Refusal):
    """The request is of a kind this address does not take; the status is the one HTTP names."""

    nl = "Dit verzoek kunnen we niet lezen."
    en = "This request is not understood here."

    def __init__(self, status: int, title: str) -> None:
        super().__init__()
        self.status = status  # type: ignore[misc]
        self.en = title  # type: ignore[misc]


def answer_http_exception(exception: HTTPException) -> flask.Response | HTTPException:
    """Errors that Flask and Werkzeug raise themselves, in our two shapes."""
    if exception.response is not None or (exception.code or 500) < 400:
        return exception
    headers = [h for h in exception.get_headers() if h[0] in {"Allow", "Retry-After"}]
    status = exception.code or 500
    refusal: errors.Refusal
    if status == 404:
        refusal = errors.NotFound()
    elif status == 403:
        refusal = errors.Forbidden()
    else:
        refusal = Unsupported(status, exception.description or exception.name)
    response = answer_refusal(refusal)
    response.headers.extend(headers)
    return response
