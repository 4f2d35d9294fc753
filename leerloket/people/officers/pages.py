"""The users of an employer, for one another."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.people.officers import schemas, service

bp = flask.Blueprint("officers", __name__)


@bp.get("/werkgever/beheer/gebruikers")
@web.requires("employer")
def officers() -> str:
    """Who acts for this employer, and adding somebody."""
    return flask.render_template(
        "people/officers/list.html",
        officers=service.list_officers(service.current_employer_id()),
        me=flask_login.current_user.person_id,
    )


@bp.post("/werkgever/beheer/gebruikers")
@web.requires("employer")
@web.shows_again(officers)
def add() -> ResponseReturnValue:
    """Add somebody who has an account."""
    given = web.load(schemas.OfficerForm(), flask.request.form)
    added = service.add_officer(service.current_employer_id(), given["email"], by=flask_login.current_user.person_id)
    flask.flash(_("%(name)s kan nu voor uw bedrijf werken.", name=added.name), "ok")
    return flask.redirect(flask.url_for("officers.officers"), 303)


@bp.get("/werkgever/beheer/gebruikers/<uuid:person_id>/verwijderen")
@web.requires("employer")
def removal(person_id: uuid.UUID) -> str:
    """Ask before somebody is removed."""
    officer = service.get_officer(service.current_employer_id(), person_id)
    return flask.render_template("people/officers/remove.html", officer=officer)


@bp.post("/werkgever/beheer/gebruikers/<uuid:person_id>/verwijderen")
@web.requires("employer")
@web.shows_again(removal)
def remove(person_id: uuid.UUID) -> ResponseReturnValue:
    """Remove somebody; who removes oneself goes home."""
    service.remove_officer(service.current_employer_id(), person_id)
    flask.flash(_("Deze gebruiker is verwijderd."), "ok")
    is_me = person_id == flask_login.current_user.person_id
    return flask.redirect("/start" if is_me else flask.url_for("officers.officers"), 303)
