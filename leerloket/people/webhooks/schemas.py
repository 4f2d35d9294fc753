"""What comes in and goes out about webhooks."""

import marshmallow as ma

from leerloket import web
from leerloket.people.webhooks import rules

ALL_EVENTS = sorted({event for events in rules.EVENTS.values() for event in events})
CHOOSE = "Kies minstens één gebeurtenis."
STATES = ("waiting", "delivered", "failed")


class WebhookForm(web.FormSchema):
    """The form for a new webhook."""

    url = ma.fields.Str(required=True)
    events = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(ALL_EVENTS, error=CHOOSE)),
        required=True,
        validate=ma.validate.Length(min=1, error=CHOOSE),
        error_messages={"required": CHOOSE},
    )


class WebhookIn(web.Schema):
    """A new webhook."""

    url = ma.fields.Str(
        required=True,
        validate=ma.validate.Length(1, rules.LONGEST_URL),
        metadata={"description": "https, on the public internet. Redirects are not followed."},
    )
    events = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(ALL_EVENTS)), required=True, validate=ma.validate.Length(1, 20)
    )


class WebhookOut(web.OutSchema):
    """A webhook, without its secret."""

    id = ma.fields.UUID(attribute="webhook_id", required=True)
    url = ma.fields.Str(required=True)
    events = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(ALL_EVENTS)), required=True)
    created_at = web.Instant(required=True)
    failing_since = web.Instant(required=True, allow_none=True)
    disabled_at = web.Instant(
        required=True, allow_none=True, metadata={"description": "Since when it is off, after 3 days of failing."}
    )
    old_secret_until = web.Instant(
        attribute="old_until", required=True, allow_none=True, metadata={"description": "Until when two secrets count."}
    )


class WebhookMade(WebhookOut):
    """A webhook with a new secret."""

    secret = ma.fields.Str(
        required=True, metadata={"description": "To check `webhook-signature` (Standard Webhooks). Shown this once."}
    )


class WebhooksOut(web.OutSchema):
    """The webhooks of an organisation."""

    items = ma.fields.List(ma.fields.Nested(WebhookOut), required=True)
    next = ma.fields.Str(allow_none=True, metadata={"description": "Always null: this is everything."})


class DeliveryPageIn(web.Schema):
    """One page of the log."""

    cursor = ma.fields.UUID(load_default=None)
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 100))


class DeliveryOut(web.OutSchema):
    """One message to a webhook."""

    id = ma.fields.UUID(attribute="delivery_id", required=True)
    event = ma.fields.Str(validate=ma.validate.OneOf(ALL_EVENTS), required=True)
    data = ma.fields.Dict(attribute="facts", required=True)
    state = ma.fields.Str(validate=ma.validate.OneOf(STATES), required=True)
    tries = ma.fields.Int(required=True)
    created_at = web.Instant(required=True)
    next_try_at = web.Instant(attribute="due_at", required=True)


class DeliveriesOut(web.OutSchema):
    """The log of a webhook, newest first."""

    items = ma.fields.List(ma.fields.Nested(DeliveryOut), required=True)
    next = ma.fields.UUID(required=True, allow_none=True)
