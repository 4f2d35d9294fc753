"""What goes in and out of changes of a bank account: JSON and forms."""

import marshmallow as ma

from leerloket import web
from leerloket.courses.provider_accounts import service

LONGEST = 500
TEXT = [ma.validate.Length(1, LONGEST), ma.validate.ContainsNoneOf("\0")]
SHORT = [ma.validate.Length(1, 70), ma.validate.ContainsNoneOf("\0")]


class AccountAskIn(web.Schema):
    """The account you want to be paid on, in whose name it is, and why."""

    iban = ma.fields.Str(required=True, validate=SHORT)
    holder = ma.fields.Str(required=True, validate=SHORT)
    reason = ma.fields.Str(required=True, validate=TEXT)


class AccountRejectIn(web.Schema):
    """Why the account is not changed; the provider reads it."""

    reason = ma.fields.Str(required=True, validate=TEXT)


class AccountChangeOut(web.OutSchema):
    """A change of the account a provider is paid on: asked, approved_once, changed, rejected or withdrawn."""

    id = ma.fields.UUID(attribute="change_id")
    provider_id = ma.fields.UUID()
    iban = ma.fields.Function(
        lambda change: service.masked(change.new_iban),
        metadata={"type": "string", "description": "Begin and end of the new account number."},
    )
    holder = ma.fields.Str()
    reason = ma.fields.Str()
    state = ma.fields.Str()
    asked_at = web.Instant()
    ended_at = web.Instant(allow_none=True)
    end_reason = ma.fields.Str()


class AccountChangesOut(web.OutSchema):
    """Changes, on one page."""

    items = ma.fields.List(ma.fields.Nested(AccountChangeOut))
    next = ma.fields.UUID(allow_none=True)


class AskForm(web.FormSchema):
    """The same on screen."""

    iban = ma.fields.Str(
        required=True, validate=SHORT, error_messages={"required": "Vul het nieuwe rekeningnummer in."}
    )
    naam = ma.fields.Str(
        required=True, validate=SHORT, error_messages={"required": "Schrijf op, op welke naam de rekening staat."}
    )
    reden = ma.fields.Str(required=True, validate=TEXT, error_messages={"required": "Schrijf op waarom."})


class RejectForm(web.FormSchema):
    """Why not."""

    reden = ma.fields.Str(required=True, validate=TEXT, error_messages={"required": "Schrijf op waarom."})
