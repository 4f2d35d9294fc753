"""Pay by iDEAL: the button on the page of a payment, and the way on to the bank."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import web
from leerloket.accounts.online_payments import service, starting
from leerloket.accounts.payments import service as payments

bp = flask.Blueprint("online_betalen", __name__)


@bp.app_template_global()
def open_online_payment(payment: payments.Payment) -> service.OnlinePayment | None:
    """The online payment a person can go on with."""
    return service.find_open(payment)


@bp.app_template_global()
def last_online_payment(payment: payments.Payment) -> service.OnlinePayment | None:
    """The newest try to pay online, to say how it ended."""
    tries = service.list_of(payment)
    return tries[0] if tries else None


@bp.post("/saldo/inleggen/<uuid:payment_id>/ideal")
@web.requires("worker")
def pay_online(payment_id: uuid.UUID) -> ResponseReturnValue:
    """Start paying; the page of the payment then leads to the bank (a form may not leave this site, by our CSP)."""
    payment = payments.get_own_payment(flask_login.current_user.person_id, payment_id)
    starting.start(payment)
    return flask.redirect(flask.url_for("saldo.payment", payment_id=payment_id), 303)
