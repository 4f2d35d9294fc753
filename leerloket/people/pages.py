"""Signing in and out, choosing a role or language, and the first page."""

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from leerloket import errors, web
from leerloket.people import rules, schemas, service

bp = flask.Blueprint("people", __name__)

ROLE_NAMES = {
    "worker": _("Werknemer"),
    "employer": _("Werkgever"),
    "provider": _("Aanbieder"),
    "adviser": _("Adviseur"),
    "administrator": _("Beheerder"),
    "controller": _("Controleur"),
}


@bp.get("/")
@web.public
def home() -> str:
    """Three doors."""
    return flask.render_template("people/home.html")


@bp.get("/inloggen")
@web.public
def sign_in() -> ResponseReturnValue:
    """The sign-in form; the demo shows its people."""
    target = rules.safe_target(flask.request.args.get("naar"))
    personas = service.list_personas() if flask.current_app.config["SETTINGS"].demo else []
    return flask.render_template("people/sign_in.html", target=target or "", personas=personas, role_names=ROLE_NAMES)


@bp.post("/inloggen")
@web.public
@web.shows_again(sign_in)
def do_sign_in() -> ResponseReturnValue:
    """Sign in and go where one wanted to go, or home."""
    given = web.load(schemas.SignInForm(), flask.request.form)
    person = service.sign_in(given["email"], given["password"], origin=flask.request.remote_addr or "")
    return _enter(person, given.get("naar"))


def _enter(person: service.Person, target: str | None, grant: service.RoleGrant | None = None) -> ResponseReturnValue:
    identity = service.find_identity(service.open_session(person.person_id), "page")
    assert identity is not None  # noqa: S101 - made a moment ago, in this transaction
    if grant is not None:
        service.choose_role(identity, grant.grant_id)
    flask.session.clear()
    flask.session.permanent = True
    flask_login.login_user(identity)
    several = "/rol" if len(identity.hats) > 1 and grant is None else "/start"
    return flask.redirect(rules.safe_target(target) or several, 303)


@bp.post("/inloggen/als")
@web.public
def sign_in_as() -> ResponseReturnValue:
    """In the demo only: be one of its people, without a password."""
    if not flask.current_app.config["SETTINGS"].demo:
        raise errors.NotFound
    for grant, person in service.list_personas():
        if grant.role == flask.request.form.get("rol"):
            return _enter(person, flask.request.form.get("naar"), grant)
    raise errors.NotFound


@bp.get("/start")
@web.requires()
def start() -> ResponseReturnValue:
    """To the home of the role, or first to the choice of one."""
    identity = flask_login.current_user
    return flask.redirect(rules.HOMES.get(identity.role, "/gegevens"), 303)


@bp.post("/uitloggen")
@web.public
def sign_out() -> ResponseReturnValue:
    """Sign out here; the session ends on the server."""
    if flask_login.current_user.is_authenticated:
        service.close_session(flask_login.current_user.token)
    flask_login.logout_user()
    flask.session.clear()
    return flask.redirect("/", 303)
