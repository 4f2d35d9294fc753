"""What goes out about payouts. Amounts are whole cents, EUR."""

import marshmallow as ma

from leerloket import web

STATES = ("draft", "approved", "exported", "discarded")


class PageIn(web.Schema):
    """A page of a list: `cursor` is the `next` of the page before."""

    cursor = ma.fields.UUID(load_default=None)
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 100))


class PayoutLineOut(web.OutSchema):
    """What one provider gets with a batch."""

    provider_id = ma.fields.UUID()
    provider_name = ma.fields.Str()
    iban = ma.fields.Str()
    amount_cents = web.Cents()
    clawed_back_cents = web.Cents(metadata={"description": "What was taken off for clawbacks, in whole cents, EUR."})
    bookings = ma.fields.Int(metadata={"description": "For how many bookings."})


class PayoutBatchLineOut(web.OutSchema):
    """A payout batch."""

    id = ma.fields.UUID(attribute="batch_id")
    number = ma.fields.Str()
    state = ma.fields.Str(validate=ma.validate.OneOf(STATES))
    total_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    providers = ma.fields.Int(metadata={"description": "How many providers it pays."})
    bookings = ma.fields.Int(metadata={"description": "For how many bookings."})
    created_by = ma.fields.UUID()
    created_at = web.Instant()
    approved_by = ma.fields.UUID(allow_none=True)
    approved_at = web.Instant(allow_none=True)
    pays_on = ma.fields.Date(allow_none=True)


class PayoutBatchOut(PayoutBatchLineOut):
    """A payout batch with its lines."""

    lines = ma.fields.List(ma.fields.Nested(PayoutLineOut))


class PayoutBatchesOut(web.OutSchema):
    """The batches, newest first."""

    items = ma.fields.List(ma.fields.Nested(PayoutBatchLineOut))
    next = ma.fields.UUID(allow_none=True)


class PayoutOut(web.OutSchema):
    """One payout to the provider that asks."""

    id = ma.fields.UUID(attribute="batch.batch_id")
    number = ma.fields.Str(attribute="batch.number")
    amount_cents = web.Cents(attribute="line.amount_cents")
    currency = ma.fields.Constant("EUR")
    clawed_back_cents = web.Cents(attribute="line.clawed_back_cents")
    bookings = ma.fields.Int(attribute="line.bookings")
    iban = ma.fields.Str(attribute="line.iban")
    pays_on = ma.fields.Date(attribute="batch.pays_on", allow_none=True)


class PayoutsOut(web.OutSchema):
    """A page of payouts, newest first, and what is settled but not paid out yet."""

    items = ma.fields.List(ma.fields.Nested(PayoutOut))
    next = ma.fields.UUID(allow_none=True)
    waiting_cents = web.Cents()
    to_give_back_cents = web.Cents(metadata={"description": "Clawbacks that go off the next payout, in whole cents."})


def _no_null(text: str) -> None:
    if "\x00" in text:
        raise ma.ValidationError("There is an unreadable character.")


class FreezeForm(web.FormSchema):
    """Why payouts are stopped or go on."""

    reden = ma.fields.Str(
        required=True,
        validate=[ma.validate.Length(max=500), _no_null],
        error_messages={"required": "Schrijf op waarom."},
    )
