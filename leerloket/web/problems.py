"""Problem documents (RFC 9457) and the one handler of refusals."""

import json
from datetime import UTC, datetime
from typing import Any

import flask
import marshmallow as ma
import werkzeug.exceptions

from leerloket import db, errors
from leerloket.web.forms import Form
from leerloket.web.request import is_api
from leerloket.web.schemas import OutSchema, camel_case


class MethodNotAllowed(errors.Refusal):
    """The address exists, but not for this method; `Allow` names the ones it takes."""

    status = 405
    nl = "Dat kan niet op dit adres."
    en = "This address does not take that method."


class TooLarge(errors.Refusal):
    """More was sent than the service takes (8 MB)."""

    status = 413
    nl = "Dit bestand is te groot. Stuur ten hoogste 8 MB."
    en = "This is too large. Send 8 MB at most."


class WrongContentType(errors.Refusal):
    """The body is of a kind that this call does not take."""

    status = 415
    nl = "Stuur dit als JSON, met Content-Type: application/json."
    en = "Send this as JSON, with Content-Type: application/json."


class BadRequest(errors.Refusal):
    """The request itself is broken."""

    status = 400
    nl = "Dit verzoek kunnen we niet lezen."
    en = "This request cannot be read."


class VeryBusy(errors.Refusal):
    """The same work did not get its turn, several times over; nothing was done."""

    status = 503
    nl = "Het is nu erg druk. Er is niets gedaan. Probeer het over 1 minuut opnieuw."
    en = "It is very busy now. Nothing was done. Try again in 1 minute."


class Unsupported(errors.Refusal):
    """The request is of a kind this service does not take; the status is the one HTTP names."""

    status = 400
    nl = "Dit verzoek kunnen we niet lezen."
    en = "This request is not understood here."

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status  # type: ignore[misc]


HTTP_REFUSALS: dict[int, type[errors.Refusal]] = {
    kind.status: kind
    for kind in (
        BadRequest,
        errors.NotSignedIn,
        errors.Forbidden,
        errors.NotFound,
        MethodNotAllowed,
        TooLarge,
        WrongContentType,
        errors.TooMany,
        VeryBusy,
    )
}
"""What Flask and Werkzeug raise themselves, by status."""


class FieldProblem(OutSchema):
    """What is wrong with one field."""

    field = ma.fields.Str(required=True, metadata={"description": "Where, for example `split.0.amountCents`."})
    code = ma.fields.Str(required=True)
    message = ma.fields.Str(required=True, metadata={"description": "English sentence."})
    message_nl = ma.fields.Str(required=True, metadata={"description": "Dutch sentence, B1."})


class PossibleInstead(OutSchema):
    """Something that is possible instead."""

    detail = ma.fields.Str(required=True, metadata={"description": "English sentence."})
    detail_nl = ma.fields.Str(required=True, metadata={"description": "Dutch sentence, B1."})
    href = ma.fields.Str(metadata={"description": "The page where it is done.", "format": "uri-reference"})


class Problem(OutSchema):
    """An error as RFC 9457 describes it: our code, both sentences, the fields, what is possible, and its facts."""

    type = ma.fields.Str(
        required=True, metadata={"description": "A page that explains this refusal.", "format": "uri-reference"}
    )
    title = ma.fields.Str(required=True)
    status = ma.fields.Int(required=True)
    detail = ma.fields.Str(required=True, metadata={"description": "English sentence."})
    detail_nl = ma.fields.Str(required=True, metadata={"description": "Dutch sentence, B1."})
    code = ma.fields.Str(required=True, metadata={"description": "Stable name of the refusal."})
    errors = ma.fields.List(ma.fields.Nested(FieldProblem))
    possible = ma.fields.List(ma.fields.Nested(PossibleInstead))
    request_id = ma.fields.Str(required=True)


def problem(refusal: errors.Refusal) -> flask.Response:
    """A refusal as `application/problem+json`. Its facts stand beside the members that RFC 9457 names."""
    code, en, nl = refusal.code(), refusal.sentence("en"), refusal.sentence("nl")
    found = refusal.errors
    if refusal.field and not found:
        found = [errors.FieldError(camel_case(refusal.field), code, nl, en)]
    body: dict[str, Any] = {camel_case(name): value for name, value in refusal.facts.items()}
    body |= {
        "type": f"/api/v1/errors/{code}",
        "title": code.replace("-", " ").capitalize(),
        "status": refusal.status,
        "detail": en,
        "detailNl": nl,
        "code": code,
        "requestId": flask.g.get("request_id", ""),
    }
    if found:
        body["errors"] = [{"field": e.field, "code": e.code, "message": e.en, "messageNl": e.nl} for e in found]
    if refusal.possible:
        body["possible"] = [
            {"detail": p.en, "detailNl": p.nl} | ({"href": p.url} if p.url else {}) for p in refusal.possible
        ]
    response = flask.make_response(json.dumps(body, ensure_ascii=False, default=_plain), refusal.status)
    response.content_type = "application/problem+json"
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="leerloket"'
    return response


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)


def answer_refusal(refusal: errors.Refusal) -> flask.Response:
    """The one handler: problem+json in the API; on pages the same form again, or the error page."""
    if is_api():
        response = problem(refusal)
    elif isinstance(refusal, errors.NotSignedIn):
        response = flask.make_response(flask.redirect(flask.url_for("people.sign_in", naar=_page_to_come_back_to())))
    elif isinstance(refusal, errors.SecondStepFirst):
        response = flask.make_response(flask.redirect(flask.url_for("second_step.second_step"), 303))
    else:
        response = _form_again(refusal) or _error_page(refusal)
    if refusal.status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response


def _page_to_come_back_to() -> str:
    request = flask.request
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    return request.path if flask.current_app.url_map.bind("").test(request.path, "GET") else "/start"


def _form_again(refusal: errors.Refusal) -> flask.Response | None:
    """The page of the form that was refused; None when there is none, or it is not for this person either."""
    view = flask.current_app.view_functions.get(flask.request.endpoint or "")
    page = getattr(view, "shows_again", None)
    if page is None or isinstance(refusal, TooLarge):
        return None
    flask.g.form = Form(flask.request.form, refusal)
    try:
        with db.transaction(read_only=True):
            response = flask.make_response(page(**(flask.request.view_args or {})))
    except errors.NotSignedIn as nobody:
        return answer_refusal(nobody)
    except errors.Refusal:
        return None
    if response.status_code < 300:
        response.status_code = refusal.status
    return response


def _error_page(refusal: errors.Refusal) -> flask.Response:
    flask.g.form = Form({}, refusal)
    try:
        page = flask.render_template("error.html", refusal=refusal, status=refusal.status)
    finally:
        db.session.remove()  # the header asked who is signed in, outside the transaction of a view
    return flask.make_response(page, refusal.status)


def answer_http_exception(
    exception: werkzeug.exceptions.HTTPException,
) -> flask.Response | werkzeug.exceptions.HTTPException:
    """Errors that Flask and Werkzeug raise themselves, in our two shapes."""
    status = exception.code or 500
    if exception.response is not None or status < 400:
        return exception
    kind = HTTP_REFUSALS.get(status)
    response = answer_refusal(kind() if kind else Unsupported(status))
    for name, value in exception.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response
