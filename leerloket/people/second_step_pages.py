"""Setting up, renewing and switching off the second step of signing in; and taking it away for who lost it."""

import io

import flask
import flask_login
import segno
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leerloket import web
from leerloket.people import schemas, service

bp = flask.Blueprint("second_step", __name__)


@bp.get("/gegevens/tweede-stap")
@web.requires(before_second_step=True)
def second_step() -> str:
    """What the second step is, how far one is with it, and what can be done."""
    identity = flask_login.current_user
    return flask.render_template(
        "people/second_step.html",
        step=service.get_second_step(identity.person_id),
        must=identity.is_staff and flask.current_app.config["SETTINGS"].require_otp,
    )


@bp.post("/gegevens/tweede-stap/beginnen")
@web.requires(before_second_step=True)
@web.shows_again(second_step)
def begin() -> ResponseReturnValue:
    """Make a secret for the app."""
    service.begin_second_step(flask_login.current_user.person_id)
    return flask.redirect("/gegevens/tweede-stap", 303)


@bp.get("/gegevens/tweede-stap/qr.svg")
@web.requires(before_second_step=True)
def qr_code() -> ResponseReturnValue:
    """The secret as a picture for the app, until it is confirmed; afterwards it is told no more."""
    step = service.get_second_step(flask_login.current_user.person_id)
    if step.address is None:
        return flask.redirect("/gegevens/tweede-stap", 303)
    picture = io.BytesIO()
    segno.make(step.address, error="m", micro=False).save(
        picture, kind="svg", scale=5, light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return flask.Response(picture.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@bp.post("/gegevens/tweede-stap")
@web.requires(before_second_step=True)
@web.shows_again(second_step)
def confirm() -> ResponseReturnValue:
    """Let the second step count, by one code; shows the recovery codes, this once."""
    given = web.load(schemas.CodeForm(), flask.request.form)
    return _show(service.confirm_second_step(flask_login.current_user.person_id, given["code"]))


@bp.post("/gegevens/tweede-stap/herstelcodes")
@web.requires(before_second_step=True)
@web.shows_again(second_step)
def renew_codes() -> ResponseReturnValue:
    """Ten new recovery codes, by a code; the old ones count no longer."""
    given = web.load(schemas.CodeForm(), flask.request.form)
    return _show(service.new_recovery_codes(flask_login.current_user.person_id, given["code"]))


def _show(codes: list[str]) -> str:
    return flask.render_template("people/recovery_codes.html", codes=codes)


@bp.post("/gegevens/tweede-stap/uitzetten")
@web.requires(before_second_step=True)
@web.shows_again(second_step)
def switch_off() -> ResponseReturnValue:
    """Sign in with only the password again, by a code."""
    given = web.load(schemas.CodeForm(), flask.request.form)
    service.switch_off_second_step(flask_login.current_user.person_id, given["code"])
    flask.flash(gettext("De tweede stap staat uit."), "ok")
    return flask.redirect("/gegevens/tweede-stap", 303)


@bp.get("/beheer/tweede-stap")
@web.requires("administrator")
def reset() -> str:
    """The form for who lost app and paper."""
    return flask.render_template("people/second_step_reset.html")


@bp.post("/beheer/tweede-stap")
@web.requires("administrator")
@web.shows_again(reset)
def do_reset() -> ResponseReturnValue:
    """Take somebody's second step away, with a reason."""
    given = web.load(schemas.ResetForm(), flask.request.form)
    person = service.find_person(given["who"])
    service.reset_second_step(person.person_id, by=flask_login.current_user.person_id, reason=given["reason"])
    flask.flash(gettext("De tweede stap van %(name)s staat uit.", name=person.name), "ok")
    return flask.redirect("/beheer/tweede-stap", 303)
