"""The payment service: Mollie's API v2 through its own client. Nothing here touches the database."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import mollie.api.error
from mollie.api.client import Client

from leerloket import config, errors, money

METHOD = "ideal"
SECONDS = (2, 5)
"""How long we wait for a connection, and for an answer."""


class PaymentServiceDown(errors.Refusal):
    """The payment service does not answer as it should; paying by transfer is always possible."""

    status = 503
    nl = "De betaaldienst antwoordt nu niet. Probeer het straks, of maak het bedrag zelf over."
    en = "The payment service does not answer now. Try again later, or transfer the amount yourself."


class NotOnline(errors.Conflict):
    """This installation takes no payments online."""

    nl = "Hier kunt u niet met iDEAL betalen. Maak het bedrag over met uw bank."
    en = "Payment by iDEAL is not possible here. Transfer the amount with your bank."


@dataclass(frozen=True, slots=True)
class Told:
    """What the payment service says of a payment. `state` is open, paid, failed, expired or canceled."""

    service_id: str
    state: str
    amount_cents: int
    refunded_cents: int
    checkout_url: str | None


@dataclass(frozen=True, slots=True)
class Gateway:
    """The way to the payment service with one key. `url` is another address than Mollie's own, for demo and tests."""

    key: str
    url: str

    def create(
        self, amount_cents: int, *, description: str, returns_to: str, reports_to: str | None, key: uuid.UUID
    ) -> Told:
        """Ask for a payment by iDEAL. The same `key` is one payment. Raises PaymentServiceDown, NotOnline."""
        wanted = {
            "amount": {"currency": "EUR", "value": money.plain(amount_cents)},
            "description": description,
            "redirectUrl": returns_to,
            "method": METHOD,
        }
        if reports_to:
            wanted["webhookUrl"] = reports_to
        return self._ask(lambda client: client.payments.create(wanted, idempotency_key=str(key)))

    def read(self, service_id: str) -> Told:
        """How a payment stands now. Raises PaymentServiceDown, NotOnline."""
        return self._ask(lambda client: client.payments.get(service_id))

    def _ask(self, call: Any) -> Told:
        if not self.key:
            raise NotOnline
        client = Client(api_endpoint=self.url, timeout=SECONDS, retry=1)
        try:
            client.set_api_key(self.key)
            return _told(call(client))
        except mollie.api.error.Error as problem:
            raise PaymentServiceDown from problem


def of(settings: config.Settings) -> Gateway:
    """The way to the payment service of these settings."""
    return Gateway(settings.payment_key, settings.payment_url)


def _told(payment: Any) -> Told:
    states = {"paid": "paid", "failed": "failed", "expired": "expired", "canceled": "canceled"}
    return Told(
        service_id=payment.id,
        state=states.get(payment.status, "open"),
        amount_cents=_cents(payment.amount),
        refunded_cents=_cents(payment.amount_refunded) + _cents(payment.get("amountChargedBack")),
        checkout_url=payment.checkout_url,
    )


def _cents(amount: Any) -> int:
    if not amount:
        return 0
    if amount["currency"] != "EUR":
        raise PaymentServiceDown
    return int(Decimal(amount["value"]).scaleb(2))
