"""What comes in and goes out about booking together."""

import marshmallow as ma

from leerloket import web


class TogetherForm(web.FormSchema):
    """The last step: the edition, its price as shown, and that the client is there."""

    uitvoering = ma.fields.UUID(required=True, error_messages={"required": "Kies een datum."})
    prijs = ma.fields.Int(required=True)
    taak = ma.fields.UUID(load_default=None)
    samen = ma.fields.Str(
        required=True, error_messages={"required": "Vink aan dat de cliënt erbij is en dit wil boeken."}
    )


class TogetherIn(web.Schema):
    """A booking for a client who is with you."""

    edition_id = ma.fields.UUID(required=True)
    task_id = ma.fields.UUID(allow_none=True, load_default=None)


class TogetherOut(web.OutSchema):
    """The booking that was made on the client's mandate. Amounts in whole cents, EUR."""

    id = ma.fields.UUID(attribute="booking_id")
    reference = ma.fields.Str()
    account_id = ma.fields.UUID()
    edition_id = ma.fields.UUID()
    state = ma.fields.Str()
    price_cents = web.Cents()
    starts_at = web.Instant()
    task_id = ma.fields.UUID(allow_none=True)
    on_behalf = ma.fields.Bool()
    free_cancel_until = web.Instant()
