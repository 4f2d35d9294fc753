"""Requests to pay along, as the employer sees and answers them."""

import marshmallow as ma

from leerloket import web
from leerloket.accounts.co_payments import rules

STATES = ("open", "accepted", "refused", "expired", "withdrawn")
REASON = ma.validate.Length(1, rules.LONGEST_REASON)


class RefusalForm(web.FormSchema):
    """Why the employer does not pay along."""

    reden = ma.fields.Str(required=True, validate=REASON)


class RefusalIn(web.Schema):
    """Why the employer does not pay along; the person reads it."""

    reason = ma.fields.Str(required=True, validate=REASON)


class StateIn(web.Schema):
    """Only the requests in this state."""

    state = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(STATES))


class RequestOut(web.OutSchema):
    """A request: who, how much, for what purpose; `sharedTitle` only where the person shared the course."""

    id = ma.fields.UUID(attribute="co_payment_id")
    name = ma.fields.Str()
    personnel_number = ma.fields.Str()
    amount_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    purpose = ma.fields.Str()
    shared_title = ma.fields.Str(allow_none=True)
    state = ma.fields.Str(metadata={"enum": list(STATES)})
    asked_at = web.Instant()
    expires_at = web.Instant()
    answered_at = web.Instant(allow_none=True)
    reason = ma.fields.Str(allow_none=True)
    batch_id = ma.fields.UUID(
        allow_none=True, metadata={"description": "The batch of the top-up to pay, once it is accepted."}
    )


class RequestList(web.OutSchema):
    """The requests to an employer, those that wait first."""

    items = ma.fields.List(ma.fields.Nested(RequestOut))
    next = ma.fields.Str(allow_none=True)
