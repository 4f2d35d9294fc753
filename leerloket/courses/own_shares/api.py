"""Book with an own share, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.own_shares import rules, schemas, service

bp = web.ApiBlueprint("courses_own_shares_api", __name__, description="Bookings that wait for an own share")


@bp.route("/own-shares", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.OwnShareList)
def list_own_shares() -> dict[str, Any]:
    """My bookings that waited for an own share, newest first."""
    return {"items": service.list_all(_me()), "next": None}


@bp.route("/own-shares", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.EnoughMoney, rules.TooManyOwnShares, rules.OwnShareChanged, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.OwnShareIn)
@bp.response(201, schemas.OwnShareOut)
def start(given: dict[str, Any]) -> service.Waiting:
    """Book what the pots cannot pay wholly: a seat and what the pots pay are held until the rest is in."""
    own_share = service.start(
        _me(),
        given["edition_id"],
        actor_id=_me(),
        task_id=given["task_id"],
        expected_own_cents=given["expected_own_cents"],
    )
    return service.get(_me(), own_share.own_share_id)


@bp.route("/own-shares/<uuid:own_share_id>", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.OwnShareOut)
def get_own_share(own_share_id: uuid.UUID) -> service.Waiting:
    """One of mine: what is to be paid, until when, and the booking it became."""
    return service.get(_me(), own_share_id)


@bp.route("/own-shares/<uuid:own_share_id>/withdraw", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.NotWaiting, errors.NotFound)
@web.idempotent
@bp.response(200, schemas.OwnShareOut)
def withdraw(own_share_id: uuid.UUID) -> service.Waiting:
    """Not any more: what was set aside is free again. Money that still comes is own money."""
    service.withdraw(_me(), own_share_id)
    return service.get(_me(), own_share_id)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id
