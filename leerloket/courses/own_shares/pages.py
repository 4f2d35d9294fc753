"""Book and pay a part yourself: the last step of booking, and the page that waits for the money."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.accounts.online_payments import starting
from leerloket.courses.own_shares import schemas, service

bp = flask.Blueprint("own_shares", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.app_template_global()
def my_own_shares() -> list[service.Waiting]:
    """The bookings of the signed-in person that wait for money, for the page of bookings."""
    return service.list_waiting(_me())


@bp.get("/boekingen/zelf-betalen")
@web.requires("worker")
def waiting() -> str:
    """What waits for money, and what became of the rest."""
    return flask.render_template("courses/own_shares/list.html", found=service.list_all(_me()))


def _check_again(slug: str) -> Any:
    """The check page of the booking after a refusal."""
    return flask.current_app.view_functions["booking_flow.check"](slug=slug)


@bp.post("/opleidingen/<slug>/boeken/zelf-betalen")
@web.requires("worker")
@web.shows_again(_check_again)
@web.idempotent
def start(slug: str) -> ResponseReturnValue:
    """Book and pay a part yourself."""
    given = web.load(schemas.OwnShareForm(), flask.request.form)
    own_share = service.start(
        _me(), given["datum"], actor_id=_me(), task_id=given["taak"], expected_own_cents=given["zelf"]
    )
    return flask.redirect(flask.url_for("own_shares.own_share", own_share_id=own_share.own_share_id), 303)


@bp.get("/boekingen/zelf-betalen/<uuid:own_share_id>")
@web.requires("worker")
def own_share(own_share_id: uuid.UUID) -> str:
    """How to pay, until when, and what became of it."""
    return flask.render_template(
        "courses/own_shares/own_share.html",
        found=service.get(_me(), own_share_id),
        settings=flask.current_app.config["SETTINGS"],
    )


@bp.post("/boekingen/zelf-betalen/<uuid:own_share_id>/ideal")
@web.requires("worker")
def pay_online(own_share_id: uuid.UUID) -> ResponseReturnValue:
    """Start paying by iDEAL; the page then leads to the bank."""
    here = flask.url_for("own_shares.own_share", own_share_id=own_share_id)
    starting.start(service.get(_me(), own_share_id).payment, here)
    return flask.redirect(here, 303)


@bp.post("/boekingen/zelf-betalen/<uuid:own_share_id>/intrekken")
@web.requires("worker")
@web.shows_again(own_share)
@web.idempotent
def withdraw(own_share_id: uuid.UUID) -> ResponseReturnValue:
    """Not any more."""
    service.withdraw(_me(), own_share_id)
    flask.flash(_("Ingetrokken. Wat vaststond is weer vrij."), "ok")
    return flask.redirect(flask.url_for("own_shares.waiting"), 303)
