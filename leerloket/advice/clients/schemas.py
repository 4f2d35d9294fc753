"""What comes in and goes out about clients."""

import marshmallow as ma

from leerloket import web
from leerloket.advice.clients import rules


class HandOverForm(web.FormSchema):
    """To which desk a case goes, and that the client agrees."""

    loket = ma.fields.UUID(required=True, error_messages={"required": "Kies een loket."})
    akkoord = ma.fields.Str(load_default="", validate=ma.validate.OneOf(("", "ja")))


class HandOverIn(web.Schema):
    """To which desk a case goes, and that the client, face to face, agrees."""

    desk_id = ma.fields.UUID(required=True)
    is_agreed = ma.fields.Bool(required=True)


class HandedOverOut(web.OutSchema):
    """The desk the case is at now."""

    desk_id = ma.fields.UUID()
    region_code = ma.fields.Str()


class ConsentForm(web.FormSchema):
    """What a client agrees to at the desk."""

    nummer = ma.fields.Str(required=True, validate=ma.validate.Length(max=40))
    geboren = ma.fields.Date(required=True)
    zien = ma.fields.List(ma.fields.Str(validate=ma.validate.OneOf(rules.SCOPES)), load_default=list)
    wie = ma.fields.Str(load_default="desk", validate=ma.validate.OneOf(("desk", "adviser")))
    tot = ma.fields.Date(load_default=None)
    samen = ma.fields.Str(required=True, error_messages={"required": "Vink aan dat de cliënt erbij is en dit wil."})


class ClientQuery(web.Schema):
    """Whom to look for."""

    q = ma.fields.Str(
        load_default="",
        validate=ma.validate.Length(max=100),
        metadata={"description": "A number, or words of a name. Empty: every client, at most 20."},
    )


class ClientOut(web.OutSchema):
    """A client who lets you see the account now."""

    id = ma.fields.UUID(attribute="account_id")
    number = ma.fields.Str()
    name = ma.fields.Str()
    consent_until_on = ma.fields.Date(allow_none=True)


class ClientPage(web.OutSchema):
    """The clients that fit, by name; there is one page."""

    items = ma.fields.List(ma.fields.Nested(ClientOut))
    next = ma.fields.Str(allow_none=True)


class PotOut(web.OutSchema):
    """One pot of the client. Amounts in whole cents."""

    id = ma.fields.UUID(attribute="pot_id")
    source = ma.fields.Str(validate=ma.validate.OneOf(("right", "employer", "own")))
    funder = ma.fields.Str(attribute="funder_name")
    available_cents = web.Cents()
    held_cents = web.Cents()
    expires_on = ma.fields.Date(allow_none=True)


class ClientFileOut(ClientOut):
    """A client with the balance. Amounts in whole cents, EUR."""

    email = ma.fields.Str()
    phone = ma.fields.Str(allow_none=True)
    birth_on = ma.fields.Date(allow_none=True)
    nlqf_level = ma.fields.Int(allow_none=True)
    currency = ma.fields.Str(validate=ma.validate.OneOf(("EUR",)))
    balance_cents = web.Cents()
    held_cents = web.Cents()
    available_cents = web.Cents()
    pots = ma.fields.List(ma.fields.Nested(PotOut))
