"""Desks and the agenda as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import clock, web
from leerloket.advice.desks import schemas, service

bp = web.ApiBlueprint("advice_desks_api", __name__, description="Regional desks and their agenda")


@bp.route("/desks", methods=["GET"])
@web.public
@bp.response(200, schemas.DeskPage)
def list_desks() -> dict[str, Any]:
    """Every desk that exists today."""
    return {"items": service.list_desks(), "next": None}


@bp.route("/desks/<uuid:desk_id>/agenda", methods=["GET"])
@web.requires("adviser")
@web.refuses(service.UnknownDesk, service.NoDesk)
@bp.arguments(schemas.AgendaQuery, location="query")
@bp.response(200, schemas.AgendaPage)
def desk_agenda(asked: dict[str, Any], desk_id: uuid.UUID) -> dict[str, Any]:
    """The appointments of a day at your own desk; another desk does not exist for you."""
    adviser_id = flask_login.current_user.person_id
    if service.get_adviser(adviser_id).desk_id != desk_id:
        raise service.UnknownDesk
    day = asked.get("on") or clock.business_date()
    return {"items": service.list_agenda(adviser_id, day, whole_desk=True), "next": None}
