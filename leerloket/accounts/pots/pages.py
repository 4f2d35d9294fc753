"""The holder's own decisions about the account: the lock, and which pot pays first."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import schemas, service

bp = flask.Blueprint("pots", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/saldo/blokkeren")
@web.requires("worker")
def lock() -> str:
    """What the lock does, before it is put on or taken off."""
    return flask.render_template(
        "accounts/saldo/lock.html",
        frozen_at=service.get_wishes(_me()).frozen_at,
        held_cents=ledger.get_balance(_me()).held_cents,
    )


@bp.post("/saldo/blokkeren")
@web.requires("worker")
def put_lock() -> ResponseReturnValue:
    """Put the account on its lock."""
    service.freeze(_me())
    flask.flash(_("Uw rekening is op slot."), "ok")
    return flask.redirect(flask.url_for("pots.lock"), 303)


@bp.post("/saldo/blokkeren/opheffen")
@web.requires("worker")
def take_lock_off() -> ResponseReturnValue:
    """Take the lock off."""
    service.unfreeze(_me())
    flask.flash(_("Uw rekening is van het slot. U kunt weer boeken."), "ok")
    return flask.redirect(flask.url_for("saldo.balance"), 303)


@bp.get("/saldo/volgorde")
@web.requires("worker")
def order() -> str:
    """Which pot pays first, with a button to move each."""
    return flask.render_template(
        "accounts/saldo/order.html",
        pots=service.list_in_order(_me()),
        is_own=service.get_wishes(_me()).pot_order is not None,
    )


@bp.post("/saldo/volgorde")
@web.requires("worker")
@web.shows_again(order)
def move() -> ResponseReturnValue:
    """Move one pot a place, or go back to the order of the house."""
    given = web.load(schemas.MoveForm(), flask.request.form)
    if given["gewoon"]:
        service.set_order(_me(), None)
        flask.flash(_("Het geld dat het eerst verloopt, betaalt weer het eerst."), "ok")
    else:
        service.move_pot(_me(), given["eerder"] or given["later"], -1 if given["eerder"] else 1)
    return flask.redirect(flask.url_for("pots.order"), 303)
