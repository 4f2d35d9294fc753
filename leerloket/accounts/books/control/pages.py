"""The controller's own page, and the trace that every page a controller opens leaves."""

import flask
import flask_login

from leerloket import clock, web
from leerloket.accounts.books.control import schemas, service

bp = flask.Blueprint("controle", __name__)


@bp.after_app_request
def note_look(response: flask.Response) -> flask.Response:
    """A controller looks everywhere and changes nothing; what was looked at is written down before it leaves."""
    person = flask.g.get("_login_user")
    is_look = flask.request.method == "GET" and response.status_code == 200
    if person is not None and person.is_authenticated and person.role == "controller" and is_look:
        service.note_look(flask.request.full_path.rstrip("?"), person)
    return response


@bp.get("/controle")
@web.requires("controller")
def overview() -> str:
    """What a controller can read, a sample to take, and what was looked at."""
    return flask.render_template(
        "accounts/controle/overview.html",
        looks=service.list_looks(),
        seed=f"{clock.business_date()}-{flask_login.current_user.name}",
        most=service.MOST,
    )


@bp.get("/controle/steekproef.zip")
@web.requires("controller")
def sample() -> flask.Response:
    """A random sample of bookings with everything about them, by pseudonym."""
    given = web.load(schemas.SampleFilter(), flask.request.args)
    return zip_answer(service.take_sample(given["aantal"], given["zaad"]))


def zip_answer(content: bytes) -> flask.Response:
    """The ZIP as a file to keep."""
    response = flask.make_response(content)
    response.content_type = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="steekproef-{clock.business_date()}.zip"'
    return response
