"""Clients as JSON, for their adviser."""

import dataclasses
import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.clients import handing_over, rules, schemas, service
from leerloket.advice.desks import service as desks

bp = web.ApiBlueprint("advice_clients_api", __name__, description="Clients of an adviser, inside a live consent")


@bp.route("/clients", methods=["GET"])
@web.requires("adviser")
@web.refuses(desks.NoDesk)
@bp.arguments(schemas.ClientQuery, location="query")
@bp.response(200, schemas.ClientPage)
def search_clients(asked: dict[str, Any]) -> dict[str, Any]:
    """Clients of your region who let you see their account, by number or name; each look is logged."""
    return {"items": service.search(flask_login.current_user.person_id, asked["q"]), "next": None}


@bp.route("/clients/<uuid:account_id>", methods=["GET"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk)
@bp.response(200, schemas.ClientFileOut)
def get_client(account_id: uuid.UUID) -> dict[str, Any]:
    """One client with balance and pots; without a live consent the client does not exist for you."""
    client = service.open_client(flask_login.current_user.person_id, account_id, "account", "page")
    balance = ledger.get_balance(account_id)
    return dataclasses.asdict(client) | {
        "currency": "EUR",
        "balance_cents": balance.balance_cents,
        "held_cents": balance.held_cents,
        "available_cents": balance.available_cents,
        "pots": balance.pots,
    }


@bp.route("/clients/<uuid:account_id>/hand-over", methods=["POST"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk, desks.UnknownDesk, rules.NotAgreedToHandOver, rules.SameDesk)
@bp.arguments(schemas.HandOverIn)
@bp.response(200, schemas.HandedOverOut)
def hand_over_client(given: dict[str, Any], account_id: uuid.UUID) -> desks.Desk:
    """Hand a case over to another desk; the client agreed, face to face. You see nothing of it any more."""
    me = flask_login.current_user.person_id
    return handing_over.hand_over(me, account_id, given["desk_id"], is_agreed=given["is_agreed"])
