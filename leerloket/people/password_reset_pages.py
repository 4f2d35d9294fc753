"""A new password for who forgot it. What is shown never tells whether somebody has an account."""

import flask
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leerloket import web
from leerloket.people import password_reset, rules, schemas

bp = flask.Blueprint("password_reset", __name__)


@bp.get("/wachtwoord-vergeten")
@web.public
def forgotten() -> str:
    """Which address the link goes to."""
    return flask.render_template("people/password_forgotten.html")


@bp.post("/wachtwoord-vergeten")
@web.public
@web.shows_again(forgotten)
def ask() -> ResponseReturnValue:
    """Send the link, when there is somebody to send it to."""
    given = web.load(schemas.ForgottenForm(), flask.request.form)
    password_reset.ask(given["email"], origin=flask.request.remote_addr or "")
    return flask.redirect("/wachtwoord-vergeten/post", 303)


@bp.get("/wachtwoord-vergeten/post")
@web.public
def asked() -> str:
    """Look into your mail."""
    settings = flask.current_app.config["SETTINGS"]
    folder = settings.mail if settings.demo and "://" not in settings.mail else ""
    return flask.render_template("people/password_asked.html", folder=folder)


@bp.get("/wachtwoord-vergeten/<token>")
@web.public
def link(token: str) -> str:
    """The link of the mail: a form for the new password. Whether the link still works is looked at when it is used."""
    return flask.render_template("people/password_reset.html", token=token, shortest=rules.SHORTEST_PASSWORD)


@bp.post("/wachtwoord-vergeten/<token>")
@web.public
@web.shows_again(link)
def reset(token: str) -> ResponseReturnValue:
    """Give the new password, and sign in with it next."""
    given = web.load(schemas.NewPasswordForm(), flask.request.form)
    password_reset.reset(token, given["password"])
    flask.flash(gettext("U heeft een nieuw wachtwoord. Log ermee in."), "ok")
    return flask.redirect("/inloggen", 303)
