"""The overview: on the screen, as the PDF to take home, and by mail."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.advice.clients import service as clients
from leerloket.advice.overview import schemas, service

bp = flask.Blueprint("overview", __name__)


def _options() -> service.Options:
    options: service.Options = web.load(schemas.OverviewForm(), flask.request.values)
    return options


def _screen(overview: service.Overview, client: clients.Client | None) -> str:
    chosen = {"taal": overview.language, "letter": "groot" if overview.is_large else "gewoon"}
    return flask.render_template(
        "advice/overview_screen.html", overview=overview, body=service.show(overview), client=client, chosen=chosen
    )


@bp.get("/plan/overzicht")
@web.requires("worker")
def own() -> str:
    """Your overview on the screen."""
    return _screen(service.gather(flask_login.current_user.account_id, _options()), None)


@bp.get("/plan/overzicht.pdf")
@web.requires("worker")
def own_pdf() -> flask.Response:
    """Your overview on paper."""
    return service.answer(service.gather(flask_login.current_user.account_id, _options()))


@bp.post("/plan/overzicht")
@web.requires("worker")
@web.shows_again(own)
def mail_own() -> ResponseReturnValue:
    """Your overview by mail."""
    account_id, options = flask_login.current_user.account_id, _options()
    service.mail(account_id, service.gather(account_id, options))
    flask.flash(_("Het overzicht komt per e-mail."), "ok")
    return flask.redirect(flask.url_for("overview.own", **_chosen(options)), 303)


@bp.get("/loket/clienten/<uuid:account_id>/overzicht")
@web.requires("adviser")
def of_client(account_id: uuid.UUID) -> str:
    """What the client will take home, on the screen."""
    client = _open(account_id)
    return _screen(service.gather(account_id, _options()), client)


@bp.get("/loket/clienten/<uuid:account_id>/overzicht.pdf")
@web.requires("adviser")
def of_client_pdf(account_id: uuid.UUID) -> flask.Response:
    """What the client takes home, on paper."""
    _open(account_id)
    return service.answer(service.gather(account_id, _options()))


@bp.post("/loket/clienten/<uuid:account_id>/overzicht")
@web.requires("adviser")
@web.shows_again(of_client)
def mail_to_client(account_id: uuid.UUID) -> ResponseReturnValue:
    """What the client takes home, by mail to the client."""
    _open(account_id)
    options = _options()
    service.mail(account_id, service.gather(account_id, options))
    flask.flash(_("De cliënt krijgt het overzicht per e-mail."), "ok")
    return flask.redirect(flask.url_for("overview.of_client", account_id=account_id, **_chosen(options)), 303)


def _chosen(options: service.Options) -> dict[str, Any]:
    return {"taal": options.language, "letter": "groot" if options.is_large else None}


def _open(account_id: uuid.UUID) -> clients.Client:
    """Money and plan are both in it, so both are asked for."""
    adviser_id = flask_login.current_user.person_id
    clients.open_client(adviser_id, account_id, "plan", "overview")
    return clients.open_client(adviser_id, account_id, "account", "overview")
