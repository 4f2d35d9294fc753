"""Asking an employer to pay along, as JSON and as the form of its page."""

import marshmallow as ma

from leerloket import web

STATES = ("open", "accepted", "refused", "expired", "withdrawn")


class QuestionForm(web.FormSchema):
    """The question to an employer. Sharing the course is never ticked beforehand."""

    datum = ma.fields.UUID(required=True)
    werkgever = ma.fields.UUID(load_default=None)
    bedrag = web.Euros(required=True)
    deel = ma.fields.Bool(load_default=False, truthy={"ja"})


class CoPaymentIn(web.Schema):
    """What to ask of which employer."""

    edition_id = ma.fields.UUID(required=True)
    employer_id = ma.fields.UUID(load_default=None, metadata={"description": "Left out: the employer you work for."})
    amount_cents = web.Cents(
        load_default=None, least=1, metadata={"description": "Whole cents, EUR. Left out: all that you are short."}
    )
    share_course = ma.fields.Bool(
        load_default=False,
        metadata={"description": "Whether the employer sees the course of this request. Otherwise only the purpose."},
    )


class CoPaymentOut(web.OutSchema):
    """A request of yours."""

    id = ma.fields.UUID(attribute="co_payment.co_payment_id")
    employer_id = ma.fields.UUID(attribute="co_payment.employer_id")
    employer_name = ma.fields.Str()
    edition_id = ma.fields.UUID(attribute="co_payment.edition_id")
    amount_cents = web.Cents(attribute="co_payment.amount_cents")
    currency = ma.fields.Constant("EUR")
    purpose = ma.fields.Str(attribute="co_payment.purpose")
    shared_title = ma.fields.Str(
        attribute="co_payment.shared_title", allow_none=True, metadata={"description": "What the employer sees."}
    )
    state = ma.fields.Str(attribute="co_payment.state", metadata={"enum": list(STATES)})
    asked_at = web.Instant(attribute="co_payment.asked_at")
    expires_at = web.Instant(attribute="co_payment.expires_at")
    reason = ma.fields.Str(attribute="co_payment.reason", allow_none=True)


class CoPaymentList(web.OutSchema):
    """What you asked, newest first."""

    items = ma.fields.List(ma.fields.Nested(CoPaymentOut))
    next = ma.fields.Str(allow_none=True)
