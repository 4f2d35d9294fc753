"""Bookings that wait for an own share, as JSON and as forms."""

import marshmallow as ma

from leerloket import web
from leerloket.accounts.payments import schemas as payment_schemas


class OwnShareIn(web.Schema):
    """Which edition; `expectedOwnCents` is the own share that was shown."""

    edition_id = ma.fields.UUID(required=True)
    task_id = ma.fields.UUID(load_default=None, allow_none=True)
    expected_own_cents = web.Cents(load_default=None, allow_none=True)


class OwnShareOut(web.OutSchema):
    """A booking that waits (or waited) for the person's own share."""

    id = ma.fields.UUID(attribute="own_share.own_share_id")
    edition_id = ma.fields.UUID(attribute="own_share.edition_id")
    state = ma.fields.Str(
        attribute="own_share.state", metadata={"enum": ["waiting", "booked", "lapsed", "withdrawn", "refused"]}
    )
    price_cents = web.Cents(attribute="own_share.price_cents")
    own_cents = web.Cents(attribute="own_share.own_cents", metadata={"description": "What the person pays."})
    held_cents = web.Cents(metadata={"description": "What the pots pay, set aside while it waits."})
    currency = ma.fields.Constant("EUR")
    pay_by = web.Instant(attribute="own_share.pay_by")
    payment = ma.fields.Nested(payment_schemas.PaymentOut)
    booking_id = ma.fields.UUID(attribute="own_share.booking_id", allow_none=True)
    booking_reference = ma.fields.Str(attribute="reference", allow_none=True)
    why = ma.fields.Str(attribute="own_share.why_en", metadata={"description": "Why it was refused after all."})
    created_at = web.Instant(attribute="own_share.created_at")


class OwnShareList(web.OutSchema):
    """Bookings that waited for an own share, newest first."""

    items = ma.fields.List(ma.fields.Nested(OwnShareOut))
    next = ma.fields.Str(allow_none=True)


class OwnShareForm(web.FormSchema):
    """The last step of booking, with something to pay."""

    datum = ma.fields.UUID(required=True)
    zelf = ma.fields.Int(required=True)
    taak = ma.fields.UUID(load_default=None)
    weet = ma.fields.Str(
        required=True, error_messages={"required": "Vink aan dat u weet tot wanneer u gratis kunt annuleren."}
    )
