"""Adding own money, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.accounts.payments import rules, schemas, service

bp = web.ApiBlueprint("accounts_payments_api", __name__, description="Payments to make")


@bp.route("/accounts/me/top-ups", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.OwnAmountOutOfRange)
@web.idempotent
@bp.arguments(schemas.OwnTopUpIn)
@bp.response(201, schemas.PaymentOut)
def top_up_own(given: dict[str, Any]) -> service.Payment:
    """Add own money: answers a bank transfer to make; it is credited when the money is in."""
    return service.top_up_own(flask_login.current_user.person_id, given["amount_cents"])


@bp.route("/accounts/me/top-ups/<uuid:payment_id>", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.PaymentOut)
def own_top_up(payment_id: uuid.UUID) -> service.Payment:
    """One payment of mine, and whether it came in."""
    return service.get_own_payment(flask_login.current_user.person_id, payment_id)
