"""API keys as JSON: for officers of an employer or provider, never for a key itself."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.people.keys import rules, schemas, service

bp = web.ApiBlueprint("keys_api", __name__, description="API keys of an employer or provider")


@bp.route("/api-keys", methods=["GET"])
@web.requires("employer", "provider")
@bp.response(200, schemas.ApiKeysOut)
def list_keys() -> dict[str, Any]:
    """The keys of your organisation, newest first, also those that ended."""
    return {"items": service.list_keys(service.own_organisation(), flask_login.current_user.role), "next": None}


@bp.route("/api-keys", methods=["POST"])
@web.requires("employer", "provider")
@web.refuses(rules.ScopeUnknown, rules.KeyEndsTooLate)
@bp.arguments(schemas.ApiKeyIn)
@bp.response(201, schemas.ApiKeyMade)
def make_key(given: dict[str, Any]) -> dict[str, Any]:
    """A new key for another system; its text is in this answer only."""
    key, text = service.make_own_key(**given)
    return {column.name: getattr(key, column.name) for column in key.__table__.columns} | {"key": text}


@bp.route("/api-keys/<uuid:key_id>", methods=["DELETE"])
@web.requires("employer", "provider")
@bp.response(204)
def revoke_key(key_id: uuid.UUID) -> None:
    """Let a key stop at once."""
    service.revoke_key(service.own_organisation(), key_id)
