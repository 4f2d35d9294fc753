"""Signing up, in and out."""

import uuid
from datetime import datetime

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from leerloket import clock, errors, web
from leerloket.people import devices, rules, schemas, service
from leerloket.people.invitations import service as invitations

bp = flask.Blueprint("people", __name__)

ROLE_NAMES = {
    "worker": _("Werknemer"),
    "employer": _("Werkgever"),
    "provider": _("Aanbieder"),
    "adviser": _("Adviseur"),
    "administrator": _("Beheerder"),
    "controller": _("Controleur"),
}


@bp.get("/inloggen")
@web.public
def sign_in() -> str:
    """The sign-in form; the demo shows its people."""
    return flask.render_template(
        "people/sign_in.html",
        target=rules.safe_target(flask.request.args.get("naar")) or "",
        personas=service.list_personas() if _is_demo() else [],
        role_names=ROLE_NAMES,
    )


def _is_demo() -> bool:
    return bool(flask.current_app.config["SETTINGS"].demo)


@bp.post("/inloggen")
@web.public
@web.shows_again(sign_in)
def do_sign_in() -> ResponseReturnValue:
    """Sign in and go where one wanted to go, or home."""
    given = web.load(schemas.SignInForm(), flask.request.form)
    person = service.sign_in(given["email"], given["password"], origin=flask.request.remote_addr or "")
    if service.has_second_step(person.person_id):
        flask.session[WAITING] = {
            "person_id": person.person_id.hex,
            "at": clock.now().isoformat(),
            "target": given.get("naar"),
        }
        return flask.redirect("/inloggen/code", 303)
    return enter(person, given.get("naar"))


WAITING = "second_step"
"""In the signed cookie: whose password was right, and when."""
INVITATION = "invitation"
"""In the signed cookie: the employer and the invitation whose code was right."""
KEPT = ("_flashes", INVITATION)
"""What survives signing in."""


def _waiting() -> tuple[uuid.UUID, str | None] | None:
    """Who gave the right password less than five minutes ago and must still give a code, and where they go."""
    waiting = flask.session.get(WAITING)
    if waiting is None or clock.now() >= datetime.fromisoformat(waiting["at"]) + rules.CODE_ASKED_FOR:
        return None
    return uuid.UUID(waiting["person_id"]), waiting["target"]


@bp.get("/inloggen/code")
@web.public
def sign_in_code() -> ResponseReturnValue:
    """The second step, for who gave the right password; others start at the first."""
    if _waiting() is None:
        return flask.redirect("/inloggen", 303)
    return flask.render_template("people/sign_in_code.html")


@bp.post("/inloggen/code")
@web.public
@web.shows_again(sign_in_code)
def do_sign_in_code() -> ResponseReturnValue:
    """Sign in with a code of the app or one on paper."""
    waiting = _waiting()
    if waiting is None:
        return flask.redirect("/inloggen", 303)
    given = web.load(schemas.CodeForm(), flask.request.form)
    person_id, target = waiting
    service.use_code(person_id, given["code"])
    return enter(service.get_person(person_id), target)


def enter(person: service.Person, target: str | None, grant: service.RoleGrant | None = None) -> ResponseReturnValue:
    """Start a session in a fresh cookie and go to the target, the choice of a role, or home."""
    identity = service.find_identity(service.open_session(person.person_id), "page")
    assert identity is not None  # noqa: S101 - made a moment ago, in this transaction
    if grant is not None:
        service.choose_role(identity, grant.grant_id)
    kept = {name: flask.session[name] for name in KEPT if name in flask.session}
    flask.session.clear()
    flask.session.update(kept)
    flask.session.permanent = True
    flask_login.login_user(identity)
    home = "/rol" if len(identity.hats) > 1 and grant is None else "/start"
    response = flask.make_response(flask.redirect(rules.safe_target(target) or home, 303))
    _remember_device(response, person)
    return response


def _remember_device(response: flask.Response, person: service.Person) -> None:
    """Let this browser be known again at the next sign-in."""
    secure = flask.current_app.config["SETTINGS"].secure_cookies
    name = "__Host-toestel" if secure else "toestel"
    token = devices.recognise(person.person_id, flask.request.cookies.get(name))
    response.set_cookie(name, token, max_age=rules.DEVICE_KNOWN, secure=secure, httponly=True, samesite="Lax", path="/")


@bp.post("/inloggen/als")
@web.public
def sign_in_as() -> ResponseReturnValue:
    """In the demo only: be one of its people, without a password."""
    if not _is_demo():
        raise errors.NotFound
    for grant, person in service.list_personas():
        if grant.role == flask.request.form.get("rol"):
            return enter(person, flask.request.form.get("naar"), grant)
    raise errors.NotFound


@bp.post("/uitloggen")
@web.public
def sign_out() -> ResponseReturnValue:
    """Sign out here; the session ends on the server."""
    if flask_login.current_user.is_authenticated:
        service.close_session(flask_login.current_user.token)
    flask_login.logout_user()
    flask.session.clear()
    return flask.redirect("/", 303)


@bp.get("/aanmelden")
@web.public
def sign_up() -> str:
    """The form for an account of one's own."""
    return flask.render_template("people/sign_up.html", shortest=rules.SHORTEST_PASSWORD)


@bp.post("/aanmelden")
@web.public
@web.shows_again(sign_up)
def do_sign_up() -> ResponseReturnValue:
    """Ask for an account; the mail tells the rest."""
    given = web.load(schemas.SignUpForm(), flask.request.form)
    service.sign_up(**given, origin=flask.request.remote_addr or "", language=web.language())
    return flask.redirect(flask.url_for("people.sign_up_asked"), 303)


@bp.get("/aanmelden/post")
@web.public
def sign_up_asked() -> str:
    """Look into your mail."""
    mail = flask.current_app.config["SETTINGS"].mail
    folder = mail if _is_demo() and "://" not in mail else ""
    return flask.render_template("people/sign_up_asked.html", folder=folder)


@bp.get("/aanmelden/bevestigen/<token>")
@web.public
def sign_up_link(token: str) -> str:
    """The link of the mail: one button, so that a program that follows links makes no account."""
    return flask.render_template("people/sign_up_link.html", token=token)


@bp.post("/aanmelden/bevestigen/<token>")
@web.public
def confirm_sign_up(token: str) -> ResponseReturnValue:
    """Make the account, join the employer whose code was used, and sign in."""
    asked = service.get_sign_up(token)
    person = service.confirm_sign_up(token)
    if asked.employer_id is not None and asked.invitation_id is not None:
        _join(asked.employer_id, asked.invitation_id, person.person_id)
    return enter(person, None)


def _join(employer_id: uuid.UUID, invitation_id: uuid.UUID, person_id: uuid.UUID) -> None:
    flask.session.pop(INVITATION, None)
    try:
        employer = invitations.accept(employer_id, invitation_id, person_id)
    except errors.Refusal as refusal:
        flask.flash(refusal.sentence(web.language()), "warning")
    else:
        flask.flash(str(_("U hoort nu bij %(employer)s.", employer=employer.name)), "ok")
