"""What comes in and goes out about choices of notices."""

import marshmallow as ma

from leerloket import outbox, web

CHOOSE = "Kies een van de mogelijkheden."


class NoticesForm(web.FormSchema):
    """The form: a choice for each topic."""

    plan = ma.fields.Str(required=True, validate=ma.validate.OneOf(outbox.CHOOSABLE["plan"], error=CHOOSE))
    consent = ma.fields.Str(required=True, validate=ma.validate.OneOf(outbox.CHOOSABLE["consent"], error=CHOOSE))
    reads = ma.fields.Str(required=True, validate=ma.validate.OneOf(outbox.CHOOSABLE["reads"], error=CHOOSE))


class NoticesIn(web.Schema):
    """A choice for each topic that there is one about; what is left out stays as it was."""

    plan = ma.fields.Str(validate=ma.validate.OneOf(outbox.CHOOSABLE["plan"]))
    consent = ma.fields.Str(validate=ma.validate.OneOf(outbox.CHOOSABLE["consent"]))
    reads = ma.fields.Str(validate=ma.validate.OneOf(outbox.CHOOSABLE["reads"]))


class NoticesOut(web.OutSchema):
    """What holds now. Money, bookings, appointments and signing in always come at once."""

    plan = ma.fields.Str(required=True, validate=ma.validate.OneOf(outbox.CHOOSABLE["plan"]))
    consent = ma.fields.Str(required=True, validate=ma.validate.OneOf(outbox.CHOOSABLE["consent"]))
    reads = ma.fields.Str(required=True, validate=ma.validate.OneOf(outbox.CHOOSABLE["reads"]))
