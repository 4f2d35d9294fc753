"""Webhooks as JSON, for officers of an employer or provider."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.people.keys import service as keys
from leerloket.people.webhooks import rules, schemas, service

bp = web.ApiBlueprint("webhooks_api", __name__, description="Webhooks of an employer or provider")


def _made(webhook: service.Webhook, secret: str) -> dict[str, Any]:
    return {column.name: getattr(webhook, column.name) for column in webhook.__table__.columns} | {"secret": secret}


@bp.route("/webhooks", methods=["GET"])
@web.requires("employer", "provider")
@bp.response(200, schemas.WebhooksOut)
def list_webhooks() -> dict[str, Any]:
    """The webhooks of your organisation, oldest first."""
    return {"items": service.list_webhooks(keys.own_organisation(), flask_login.current_user.role), "next": None}


@bp.route("/webhooks", methods=["POST"])
@web.requires("employer", "provider")
@web.refuses(rules.UrlNotAllowed, rules.EventUnknown, rules.TooManyWebhooks)
@bp.arguments(schemas.WebhookIn)
@bp.response(201, schemas.WebhookMade)
def add_webhook(given: dict[str, Any]) -> dict[str, Any]:
    """Let an address hear events, signed as Standard Webhooks 1.0 says; the secret is in this answer only."""
    return _made(*service.add_own_webhook(**given))


@bp.route("/webhooks/<uuid:webhook_id>", methods=["DELETE"])
@web.requires("employer", "provider")
@bp.response(204)
def remove_webhook(webhook_id: uuid.UUID) -> None:
    """Call this address no more."""
    service.remove_webhook(keys.own_organisation(), webhook_id)


@bp.route("/webhooks/<uuid:webhook_id>/secret", methods=["POST"])
@web.requires("employer", "provider")
@web.refuses(rules.OldSecretStillCounts)
@bp.response(201, schemas.WebhookMade)
def renew_secret(webhook_id: uuid.UUID) -> dict[str, Any]:
    """A new secret. The one before counts for 7 days more: until then each message carries two signatures."""
    return _made(*service.renew_own_secret(webhook_id))


@bp.route("/webhooks/<uuid:webhook_id>/switch-on", methods=["POST"])
@web.requires("employer", "provider")
@bp.response(204)
def switch_on(webhook_id: uuid.UUID) -> None:
    """Let a webhook that was switched off hear again, from now on."""
    service.switch_on(keys.own_organisation(), webhook_id)


@bp.route("/webhooks/<uuid:webhook_id>/deliveries", methods=["GET"])
@web.requires("employer", "provider")
@bp.arguments(schemas.DeliveryPageIn, location="query")
@bp.response(200, schemas.DeliveriesOut)
def list_deliveries(given: dict[str, Any], webhook_id: uuid.UUID) -> dict[str, Any]:
    """What was told to a webhook in the last 90 days, newest first."""
    limit = given["limit"]
    found = service.list_deliveries(keys.own_organisation(), webhook_id, before=given["cursor"], limit=limit + 1)
    return {"items": found[:limit], "next": found[limit - 1].delivery_id if len(found) > limit else None}


@bp.route("/webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/resend", methods=["POST"])
@web.requires("employer", "provider")
@web.refuses(rules.NothingToResend)
@bp.response(202, schemas.DeliveryOut)
def resend(webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> service.Delivery:
    """Send a message again at once, with the same `webhook-id`."""
    return service.resend(keys.own_organisation(), webhook_id, delivery_id)
