"""Saldo: what a person has, where it came from, and adding own money."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import clock, web
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.pots import service as pots
from leerloket.accounts.statements import origins, rules, schemas

bp = flask.Blueprint("saldo", __name__)

PAGE = 25


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for pots and movements."""
    return {
        "origins_of": lambda entries: origins.of_entries(_me(), entries),
        "kind_words": rules.KINDS,
        "why_words": rules.WHY,
        "purpose_words": rules.PURPOSES,
        "is_over": rules.is_over,
        "written": payments.written,
    }


bp.add_app_template_filter(rules.pot_name)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/saldo")
@web.requires("worker")
def balance() -> str:
    """One big number, the pots behind it, when they end, and the last lines."""
    account = ledger.get_balance(_me())
    return flask.render_template(
        "accounts/saldo/balance.html",
        account=account,
        endings=rules.endings(account.pots, clock.business_date()),
        wishes=pots.get_wishes(_me()),
        entries=ledger.list_entries(_me(), limit=3),
    )


@bp.get("/saldo/potje/<uuid:pot_id>")
@web.requires("worker")
def pot(pot_id: uuid.UUID) -> str:
    """One pot: whose, what for, until when, and its lines."""
    return flask.render_template(
        "accounts/saldo/pot.html",
        pot=ledger.get_pot(_me(), pot_id),
        longer=pots.list_longer(_me(), pot_id),
        entries=ledger.list_entries(_me(), pot_id=pot_id, limit=PAGE),
    )


@bp.get("/saldo/inleggen")
@web.requires("worker")
def top_up() -> str:
    """Add own money: how much?"""
    waiting = [payment for payment in payments.list_payments(_me()) if payment.state == "waiting"]
    return flask.render_template("accounts/saldo/top_up.html", waiting=waiting)


@bp.post("/saldo/inleggen")
@web.requires("worker")
@web.shows_again(top_up)
@web.idempotent
def do_top_up() -> ResponseReturnValue:
    """Give a reference to pay with."""
    given = web.load(schemas.OwnTopUpForm(), flask.request.form)
    payment = payments.top_up_own(_me(), given["bedrag"], field="bedrag")
    return flask.redirect(flask.url_for("saldo.payment", payment_id=payment.payment_id), 303)


@bp.get("/saldo/inleggen/<uuid:payment_id>")
@web.requires("worker")
def payment(payment_id: uuid.UUID) -> str:
    """How to pay, and whether the money came in."""
    found = payments.get_own_payment(_me(), payment_id)
    return flask.render_template(
        "accounts/saldo/payment.html", payment=found, settings=flask.current_app.config["SETTINGS"]
    )
