"""What comes in and goes out about the people who act for an employer."""

import marshmallow as ma

from leerloket import web

EMAIL = ma.validate.Length(max=200)


class OfficerForm(web.FormSchema):
    """Somebody to add."""

    email = ma.fields.Email(required=True, validate=EMAIL)


class OfficerIn(web.Schema):
    """Somebody to add, who has an account."""

    email = ma.fields.Email(required=True, validate=EMAIL)


class OfficerOut(web.OutSchema):
    """One person who acts for the employer."""

    person_id = ma.fields.UUID()
    name = ma.fields.Str()
    email = ma.fields.Str()
    since_at = web.Instant()


class OfficerList(web.OutSchema):
    """Everybody who acts for the employer."""

    items = ma.fields.List(ma.fields.Nested(OfficerOut))
    next = ma.fields.Str(allow_none=True)
