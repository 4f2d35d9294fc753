"""Payments to make, as JSON."""

from typing import Any

import flask
import marshmallow as ma

from leerloket import web
from leerloket.accounts.payments import service


class OwnTopUpIn(web.Schema):
    """Own money to add."""

    amount_cents = web.Cents(required=True, metadata={"description": "Whole cents, from 1000 to 250000."})


class PaymentOut(web.OutSchema):
    """A bank transfer to make: the reference to put on it, and where to."""

    id = ma.fields.UUID(attribute="payment_id")
    reference = ma.fields.Str(metadata={"description": "ISO 11649 creditor reference.", "example": "RF76LL2026000123"})
    amount_cents = web.Cents()
    received_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    state = ma.fields.Str(metadata={"enum": ["waiting", "paid"]})
    iban = ma.fields.Function(lambda _payment: flask.current_app.config["SETTINGS"].bank_iban)
    payee = ma.fields.Function(lambda _payment: flask.current_app.config["SETTINGS"].bank_holder)
    created_at = web.Instant()
    paid_at = web.Instant(allow_none=True)


def as_payment(payment: service.Payment) -> Any:
    """A payment as JSON values, for answers that hold one."""
    return PaymentOut().dump(payment)
