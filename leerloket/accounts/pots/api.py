"""The holder's own lock and own order, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import schemas, service

bp = web.ApiBlueprint("accounts_pots_api", __name__, description="What a person decides about the own account")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/accounts/me/freeze", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.FreezeOut)
def get_freeze() -> service.Wishes:
    """Whether my account is frozen, and since when."""
    return service.get_wishes(_me())


@bp.route("/accounts/me/freeze", methods=["POST"])
@web.requires("worker")
@bp.response(200, schemas.FreezeOut)
def freeze() -> service.Wishes:
    """Freeze my account: nothing new can be booked from it. What is booked stays booked; money can still end."""
    return service.freeze(_me())


@bp.route("/accounts/me/freeze", methods=["DELETE"])
@web.requires("worker")
@bp.response(204)
def unfreeze() -> None:
    """Unfreeze my account."""
    service.unfreeze(_me())


@bp.route("/accounts/me/pot-order", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.PotOrderOut)
def get_order() -> dict[str, Any]:
    """In which order my pots pay when I choose no amounts myself."""
    return _order_out()


@bp.route("/accounts/me/pot-order", methods=["PUT"])
@web.requires("worker")
@web.refuses(ledger.NotYourPots)
@bp.arguments(schemas.PotOrderIn)
@bp.response(200, schemas.PotOrderOut)
def set_order(given: dict[str, Any]) -> dict[str, Any]:
    """Let my pots pay in this order, for quotes and bookings without a split of their own."""
    service.set_order(_me(), given["pot_ids"])
    return _order_out()


@bp.route("/accounts/me/pot-order", methods=["DELETE"])
@web.requires("worker")
@bp.response(204)
def forget_order() -> None:
    """Back to the order of the house: earliest end date first; then right, employer, own money."""
    service.set_order(_me(), None)


def _order_out() -> dict[str, Any]:
    return {
        "pot_ids": [pot.pot_id for pot in service.list_in_order(_me())],
        "is_own": service.get_wishes(_me()).pot_order is not None,
    }
