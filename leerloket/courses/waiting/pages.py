"""The waiting list of a module on screen (screens.md, page 11)."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.waiting import schemas, service

bp = flask.Blueprint("waiting", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.app_template_global()
def my_waiting_places() -> list[service.Place]:
    """The lines whoever looks stands in, for the list of bookings."""
    return service.list_places(_me())


@bp.get("/opleidingen/<slug>/wachtlijst")
@web.requires("worker")
def waiting_list(slug: str) -> str:
    """The dates of a module that are full, and this person's place in their lines; one date when it is asked."""
    module = catalogue.get_module(slug)
    places = {place.edition.edition_id: place for place in service.list_places(_me())}
    asked = flask.request.args.get("datum")
    editions = [
        edition
        for edition in catalogue.list_editions(module.module_id)
        if (edition.edition_id in places or not edition.seats_left) and asked in (None, str(edition.edition_id))
    ]
    return flask.render_template("courses/waiting/list.html", module=module, editions=editions, places=places)


@bp.post("/opleidingen/<slug>/wachtlijst")
@web.requires("worker")
@web.shows_again(waiting_list)
@web.idempotent
def join(slug: str) -> ResponseReturnValue:
    """Stand in line."""
    given = web.load(schemas.LineForm(), flask.request.form)
    service.join(_me(), given["datum"])
    flask.flash(_("U staat op de wachtlijst."), "ok")
    return flask.redirect(flask.url_for("waiting.waiting_list", slug=slug, datum=given["datum"]), 303)


@bp.post("/opleidingen/<slug>/wachtlijst/verlaten")
@web.requires("worker")
@web.shows_again(waiting_list)
@web.idempotent
def leave(slug: str) -> ResponseReturnValue:
    """Leave the line."""
    given = web.load(schemas.LineForm(), flask.request.form)
    service.leave(_me(), given["datum"])
    flask.flash(_("U staat niet meer op de wachtlijst."), "ok")
    return flask.redirect(flask.url_for("bookings.bookings"), 303)
