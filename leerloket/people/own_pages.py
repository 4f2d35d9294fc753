"""My data, my password, and the role I have now."""

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leerloket import web
from leerloket.people import password_reset, rules, schemas, service
from leerloket.people.pages import ROLE_NAMES, enter
from leerloket.people.regions import service as regions

bp = flask.Blueprint("own", __name__)


@bp.get("/start")
@web.requires()
def start() -> ResponseReturnValue:
    """To the home of the role; somebody without a role has only their data."""
    return flask.redirect(rules.HOMES.get(flask_login.current_user.role, "/gegevens"), 303)


@bp.get("/rol")
@web.requires()
def roles() -> str:
    """Choose what to be now."""
    return flask.render_template("people/roles.html", role_names=ROLE_NAMES)


@bp.post("/rol")
@web.requires()
@web.shows_again(roles)
def choose_role() -> ResponseReturnValue:
    """Be something else from now on."""
    given = web.load(schemas.RoleForm(), flask.request.form)
    service.choose_role(flask_login.current_user, given["grant_id"])
    return flask.redirect("/start", 303)


@bp.get("/gegevens")
@web.requires()
def details() -> str:
    """What we know of this person."""
    person = service.get_person(flask_login.current_user.person_id)
    return flask.render_template("people/details.html", person=person, regions=regions.list_regions())


@bp.post("/gegevens")
@web.requires()
@web.shows_again(details)
def change_details() -> ResponseReturnValue:
    """Change what may be changed without proof."""
    given = web.load(schemas.DetailsForm(), flask.request.form)
    service.change_details(flask_login.current_user.person_id, **given)
    flask.flash(gettext("Uw gegevens zijn opgeslagen."), "ok")
    return flask.redirect("/gegevens", 303)


@bp.get("/gegevens/wachtwoord")
@web.requires()
def password() -> str:
    """The form for a new password."""
    return flask.render_template("people/password.html")


@bp.post("/gegevens/wachtwoord")
@web.requires()
@web.shows_again(password)
def change_password() -> ResponseReturnValue:
    """A new password; whoever was signed in elsewhere is signed out."""
    given = web.load(schemas.PasswordForm(), flask.request.form)
    identity = flask_login.current_user
    service.change_password(identity.person_id, given["old_password"], given["password"])
    password_reset.tell_changed(service.get_person(identity.person_id))
    flask.flash(gettext("U heeft een nieuw wachtwoord. Op andere apparaten bent u uitgelogd."), "ok")
    return enter(service.get_person(identity.person_id), "/gegevens")
