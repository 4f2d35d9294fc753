"""Pay by iDEAL, as JSON; and where the payment service reports."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import web
from leerloket.accounts.online_payments import rules, schemas, service, starting
from leerloket.accounts.payments import service as payments

bp = web.ApiBlueprint("accounts_online_payments_api", __name__, description="Payment by iDEAL")

REPORT_BODY = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
        }
    },
}
LONGEST_ID = 64


@bp.route("/accounts/me/top-ups/<uuid:payment_id>/online-payments", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.OnlinePaymentList)
def list_online(payment_id: uuid.UUID) -> dict[str, Any]:
    """The tries to pay this by iDEAL, newest first."""
    payment = payments.get_own_payment(flask_login.current_user.person_id, payment_id)
    return {"items": service.list_of(payment), "next": None}


@bp.route("/accounts/me/top-ups/<uuid:payment_id>/online-payments", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.NothingMissing, service.NotOnline, service.PaymentServiceDown)
@bp.response(201, schemas.OnlinePaymentOut)
def pay_online(payment_id: uuid.UUID) -> service.OnlinePayment:
    """Pay what is missing by iDEAL: answers where to send the person. A try that is still open is answered again."""
    payment = payments.get_own_payment(flask_login.current_user.person_id, payment_id)
    return starting.start(payment)


@bp.route("/payment-service/reports", methods=["POST"])
@web.public
@web.refuses(service.PaymentServiceDown)
@bp.doc(requestBody=REPORT_BODY)
@bp.response(204)
def report() -> ResponseReturnValue:
    """The payment service says that something changed. We ask it what; nothing in this call is believed."""
    service_id = flask.request.form.get("id", "")[:LONGEST_ID]
    if service.is_known(service_id):
        service.take(service.of_settings(flask.current_app.config["SETTINGS"]).read(service_id))
    return "", 204
