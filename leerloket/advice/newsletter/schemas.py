"""What comes in and goes out about the newsletter."""

import marshmallow as ma

from leerloket import web

LONGEST_ADDRESS = 254


class NewsletterForm(web.FormSchema):
    """Anybody asks for the newsletter of a region."""

    email = ma.fields.Email(
        required=True,
        validate=ma.validate.Length(max=LONGEST_ADDRESS),
        error_messages={"required": "Vul uw e-mailadres in.", "invalid": "Vul een e-mailadres in."},
    )
    regio = ma.fields.Str(required=True, error_messages={"required": "Kies een regio uit de lijst."})


class OwnNewsletterForm(web.FormSchema):
    """A person chooses the newsletter of a region; left open is none."""

    regio = ma.fields.Str(load_default=None)


class NewsletterIn(web.Schema):
    """An address to send the newsletter of a region to, once that is confirmed."""

    email = ma.fields.Email(required=True, validate=ma.validate.Length(max=LONGEST_ADDRESS))
    region_code = ma.fields.Str(required=True)
    language = ma.fields.Str(load_default="nl", validate=ma.validate.OneOf(("nl", "en")))


class OwnNewsletterBody(web.Schema):
    """The newsletter of which region you get."""

    region_code = ma.fields.Str(required=True, allow_none=True, metadata={"description": "Null is no newsletter."})


class OwnNewsletterOut(web.OutSchema):
    """The newsletter of which region you get."""

    region_code = ma.fields.Str(allow_none=True, metadata={"description": "Null is no newsletter."})
