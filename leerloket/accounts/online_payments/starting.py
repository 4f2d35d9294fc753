"""Start an online payment from a request: where the person comes back, and where the service reports."""

from urllib.parse import urlsplit

import flask

from leerloket.accounts.online_payments import service
from leerloket.accounts.payments import service as payments

REPORTS = "/api/v1/payment-service/reports"


def start(payment: payments.Payment, comes_back_to: str = "") -> service.OnlinePayment:
    """Start paying what is missing, with the settings of this site. Raises as `service.start`.

    The person comes back to the page of the payment, or to another path of ours.
    """
    settings = flask.current_app.config["SETTINGS"]
    return service.start(
        payment,
        service.of_settings(settings),
        returns_to=settings.base_url + (comes_back_to or f"/saldo/inleggen/{payment.payment_id}"),
        reports_to=f"{settings.base_url}{REPORTS}" if settings.demo or _is_public(settings.base_url) else None,
    )


def _is_public(base_url: str) -> bool:
    """The payment service refuses an address it cannot reach; then open payments are read again by the worker."""
    return urlsplit(base_url).hostname not in {"localhost", "127.0.0.1", "::1"}
