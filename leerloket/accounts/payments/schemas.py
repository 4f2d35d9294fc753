"""Payments, bank statements and their lines as JSON, and the forms of their pages."""

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


class StatementOut(web.OutSchema):
    """An imported bank statement and what came of its lines."""

    id = ma.fields.UUID(attribute="statement.statement_id")
    version = ma.fields.Str(attribute="statement.version")
    imported_at = web.Instant(attribute="statement.imported_at")
    matched = ma.fields.Int()
    unmatched = ma.fields.Int()
    refused = ma.fields.Int()


class LineOut(web.OutSchema):
    """One line of a bank statement."""

    id = ma.fields.UUID(attribute="line_id")
    state = ma.fields.Str(metadata={"enum": ["matched", "unmatched", "refused"]})
    reason = ma.fields.Str(metadata={"description": "Why it is in this state, for example `too-little`."})
    booked_on = ma.fields.Date(allow_none=True)
    amount_cents = web.Cents()
    currency = ma.fields.Str()
    is_credit = ma.fields.Bool()
    remittance = ma.fields.Str()
    counterparty_name = ma.fields.Str(allow_none=True)
    counterparty_iban = ma.fields.Str(allow_none=True)
    end_to_end_id = ma.fields.Str(allow_none=True)
    payment_id = ma.fields.UUID(allow_none=True)
    suggested_payment_ids = ma.fields.List(ma.fields.Str(), attribute="suggested_ids")


class LinePage(web.OutSchema):
    """A page of lines; `next` is the cursor of the following page."""

    items = ma.fields.List(ma.fields.Nested(LineOut))
    next = ma.fields.Str(allow_none=True)


class LineQuery(web.Schema):
    """Which lines."""

    state = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(["matched", "unmatched", "refused"]))
    cursor = ma.fields.UUID(load_default=None)
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 200))


class AssignIn(web.Schema):
    """The payment that a line is for."""

    payment_id = ma.fields.UUID(required=True)


class AssignForm(web.FormSchema):
    """The work list: a suggestion that was chosen, or a reference that was typed."""

    betaling = ma.fields.UUID(load_default=None)
    kenmerk = ma.fields.Str(load_default="", validate=ma.validate.Length(max=60))


def as_payment(payment: service.Payment) -> Any:
    """A payment as JSON values, for answers that hold one."""
    return PaymentOut().dump(payment)
