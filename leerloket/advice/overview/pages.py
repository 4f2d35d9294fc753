"""The overview: on the screen, and as the PDF to take home."""

import uuid

import flask
import flask_login

from leerloket import web
from leerloket.advice.clients import service as clients
from leerloket.advice.overview import service

bp = flask.Blueprint("overview", __name__)


@bp.get("/plan/overzicht")
@web.requires("worker")
def own() -> str:
    """Your overview on the screen."""
    overview = service.gather(flask_login.current_user.account_id)
    return flask.render_template("advice/overview_screen.html", overview=overview, client=None)


@bp.get("/plan/overzicht.pdf")
@web.requires("worker")
def own_pdf() -> flask.Response:
    """Your overview on paper."""
    return service.answer(service.gather(flask_login.current_user.account_id))


@bp.get("/loket/clienten/<uuid:account_id>/overzicht")
@web.requires("adviser")
def of_client(account_id: uuid.UUID) -> str:
    """What the client will take home, on the screen."""
    client = _open(account_id)
    return flask.render_template("advice/overview_screen.html", overview=service.gather(account_id), client=client)


@bp.get("/loket/clienten/<uuid:account_id>/overzicht.pdf")
@web.requires("adviser")
def of_client_pdf(account_id: uuid.UUID) -> flask.Response:
    """What the client takes home, on paper."""
    _open(account_id)
    return service.answer(service.gather(account_id))


def _open(account_id: uuid.UUID) -> clients.Client:
    """Money and plan are both in it, so both are asked for."""
    adviser_id = flask_login.current_user.person_id
    clients.open_client(adviser_id, account_id, "plan", "overview")
    return clients.open_client(adviser_id, account_id, "account", "overview")
