"""Online payments as JSON."""

import marshmallow as ma

from leerloket import web


class OnlinePaymentOut(web.OutSchema):
    """A try to pay online. Send the person to `checkoutUrl` while it is open."""

    id = ma.fields.UUID(attribute="online_id")
    payment_id = ma.fields.UUID()
    state = ma.fields.Str(metadata={"enum": ["open", "paid", "failed", "expired", "canceled", "refunded"]})
    amount_cents = web.Cents()
    refunded_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    checkout_url = ma.fields.Str(allow_none=True)
    created_at = web.Instant()
    changed_at = web.Instant()


class OnlinePaymentList(web.OutSchema):
    """The tries to pay something online, newest first."""

    items = ma.fields.List(ma.fields.Nested(OnlinePaymentOut))
    next = ma.fields.Str(allow_none=True)
