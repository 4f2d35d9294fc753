"""Handing a case over to another desk, on screen."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.advice.clients import handing_over, schemas, service

bp = flask.Blueprint("hand_over", __name__)


@bp.get("/loket/clienten/<uuid:account_id>/overdragen")
@web.requires("adviser")
def form(account_id: uuid.UUID) -> str:
    """To which desk?"""
    adviser_id = flask_login.current_user.person_id
    client = service.open_client(adviser_id, account_id, "account", "hand_over")
    desks = [(str(desk.desk_id), desk.name) for desk in handing_over.list_desks(adviser_id)]
    return flask.render_template("advice/hand_over.html", client=client, desks=desks)


@bp.post("/loket/clienten/<uuid:account_id>/overdragen")
@web.requires("adviser")
@web.shows_again(form)
def hand_over(account_id: uuid.UUID) -> ResponseReturnValue:
    """The other desk may see it now, and this one no more."""
    given = web.load(schemas.HandOverForm(), flask.request.form)
    desk = handing_over.hand_over(
        flask_login.current_user.person_id, account_id, given["loket"], is_agreed=given["akkoord"] == "ja"
    )
    flask.flash(_("Overgedragen aan %(desk)s. De cliënt krijgt een e-mail.", desk=desk.name), "ok")
    return flask.redirect(flask.url_for("clients.clients"), 303)
