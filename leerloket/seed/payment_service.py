"""A make-believe payment service for the demo and the tests: it speaks as much of Mollie's API v2 as we use.

It is no part of the product: the demo runs it beside the site, and its page says that no money moves.
"""

import logging
import secrets
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

import flask
import requests
import werkzeug.serving

PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Betaaldienst van de demo</title></head>
<body><main><h1>Betaaldienst van de demo</h1>
<p>Dit is niet echt. Er gaat geen geld van uw rekening.</p>
<p>{{ payment.description }}: <strong>€ {{ payment.value.replace(".", ",") }}</strong></p>
{% if payment.status == "open" %}<form method="post">
<p><button name="status" value="paid">Betaal</button> <button name="status" value="failed">Laat het mislukken</button>
<button name="status" value="expired">Laat het verlopen</button>
<button name="status" value="canceled">Stop</button></p>
</form>{% else %}<p>Deze betaling is afgerond.</p>
<p><a href="{{ payment.redirect_url }}">Terug naar Leerloket</a></p>{% endif %}
</main></body></html>"""


@dataclass
class Payment:
    """One payment as the service keeps it."""

    payment_id: str
    value: str
    description: str
    redirect_url: str
    webhook_url: str | None
    status: str = "open"
    refunded: str = "0.00"


@dataclass
class Service:
    """All payments, in memory. `reports` is off where a test reports itself."""

    reports: bool = True
    payments: dict[str, Payment] = field(default_factory=dict)
    by_key: dict[str, Payment] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def create(self, wanted: dict[str, Any], key: str) -> Payment:
        """The payment of this key, made when it is new."""
        with self.lock:
            if key in self.by_key:
                return self.by_key[key]
            payment = Payment(
                f"tr_{secrets.token_hex(5)}",
                wanted["amount"]["value"],
                wanted["description"],
                wanted["redirectUrl"],
                wanted.get("webhookUrl"),
            )
            self.payments[payment.payment_id] = payment
            if key:
                self.by_key[key] = payment
            return payment

    def decide(self, payment_id: str, status: str) -> Payment:
        """What happens to a payment; reported to who asked for it."""
        payment = self.payments[payment_id]
        payment.status = status
        if self.reports and payment.webhook_url:
            requests.post(payment.webhook_url, data={"id": payment_id}, timeout=10)
        return payment


def create_app(service: Service) -> flask.Flask:
    """The service as an application."""
    app = flask.Flask("payment_service")

    @app.post("/v2/payments")
    def create() -> Any:
        if not flask.request.headers.get("Authorization", "").startswith("Bearer test_"):
            return {"status": 401, "title": "Unauthorized", "detail": "No API key."}, 401
        payment = service.create(flask.request.get_json(), flask.request.headers.get("Idempotency-Key", ""))
        return _as_json(payment), 201

    @app.get("/v2/payments/<payment_id>")
    def read(payment_id: str) -> Any:
        if payment_id not in service.payments:
            return {"status": 404, "title": "Not Found", "detail": "No payment exists with this id."}, 404
        return _as_json(service.payments[payment_id])

    @app.get("/betalen/<payment_id>")
    def show(payment_id: str) -> str:
        return flask.render_template_string(PAGE, payment=service.payments[payment_id])

    @app.post("/betalen/<payment_id>")
    def decide(payment_id: str) -> Any:
        payment = service.decide(payment_id, flask.request.form["status"])
        return flask.redirect(payment.redirect_url, 303)

    return app


def _as_json(payment: Payment) -> dict[str, Any]:
    links: dict[str, Any] = {"self": {"href": f"{flask.request.host_url}v2/payments/{payment.payment_id}"}}
    if payment.status == "open":
        links["checkout"] = {"href": f"{flask.request.host_url}betalen/{payment.payment_id}", "type": "text/html"}
    return {
        "resource": "payment",
        "id": payment.payment_id,
        "mode": "test",
        "status": payment.status,
        "amount": {"value": payment.value, "currency": "EUR"},
        "amountRefunded": {"value": payment.refunded, "currency": "EUR"},
        "description": payment.description,
        "method": "ideal",
        "redirectUrl": payment.redirect_url,
        "webhookUrl": payment.webhook_url,
        "_links": links,
    }


def serve(host: str, port: int) -> None:
    """Run the service until stopped."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    werkzeug.serving.make_server(host, port, create_app(Service()), threaded=True).serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
