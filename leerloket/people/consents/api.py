"""Consent as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.people.consents import rules, schemas, service

bp = web.ApiBlueprint("consents_api", __name__, description="Who may see what of me")


@bp.route("/consents", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.ConsentsOut)
def list_consents() -> dict[str, Any]:
    """Every consent I gave, newest first, also what ended."""
    return {"items": service.list_consents(flask_login.current_user.account_id), "next": None}


@bp.route("/consents", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.NoReceiver, rules.ConsentTooLong)
@bp.arguments(schemas.ConsentIn)
@bp.response(201, schemas.ConsentOut)
def give(given: dict[str, Any]) -> service.Consent:
    """Let a desk or adviser see one thing of me; an earlier consent of that kind is replaced."""
    return service.give(flask_login.current_user.account_id, **given)


@bp.route("/consents/<uuid:consent_id>", methods=["DELETE"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(204)
def withdraw(consent_id: uuid.UUID) -> None:
    """Take consent back; it acts at the receiver's next request."""
    service.withdraw(flask_login.current_user.account_id, consent_id)
