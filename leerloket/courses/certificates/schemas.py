"""What goes in and out of certificates: JSON and forms."""

import marshmallow as ma

from leerloket import web

LONGEST = 500


def _reason() -> ma.fields.Str:
    return ma.fields.Str(
        required=True,
        validate=[ma.validate.Length(1, LONGEST), ma.validate.ContainsNoneOf("\0")],
        error_messages={"required": "Schrijf op waarom."},
    )


class CertificateOut(web.OutSchema):
    """A certificate of yours. `code` is what others check it with."""

    id = ma.fields.UUID(attribute="certificate_id")
    booking_id = ma.fields.UUID()
    code = ma.fields.Str()
    proof = ma.fields.Str()
    title = ma.fields.Str()
    provider_name = ma.fields.Str()
    outcomes = ma.fields.List(ma.fields.Str())
    skills = ma.fields.List(ma.fields.Str())
    nlqf = ma.fields.Str()
    hours = ma.fields.Int()
    issued_at = web.Instant()
    withdrawn_at = web.Instant(allow_none=True)
    withdrawn_reason = ma.fields.Str()


class CertificatesOut(web.OutSchema):
    """All certificates of a person, on one page."""

    items = ma.fields.List(ma.fields.Nested(CertificateOut))
    next = ma.fields.UUID(allow_none=True)


class BadgeOut(web.OutSchema):
    """The certificate as Open Badge 3.0: a verifiable credential as compact JWT, to import in a wallet or backpack."""

    credential = ma.fields.Str()


class CheckIn(web.Schema):
    """The code on a certificate, as it was typed."""

    code = ma.fields.Str(required=True, validate=ma.validate.Length(1, 100))


class CheckOut(web.OutSchema):
    """What a code stands for. A withdrawn certificate no longer counts."""

    is_valid = ma.fields.Function(
        lambda checked: checked.certificate.withdrawn_at is None, metadata={"type": "boolean"}
    )
    holder_name = ma.fields.Str()
    title = ma.fields.Str(attribute="certificate.title")
    provider_name = ma.fields.Str(attribute="certificate.provider_name")
    proof = ma.fields.Str(attribute="certificate.proof")
    issued_at = web.Instant(attribute="certificate.issued_at")
    withdrawn_at = web.Instant(attribute="certificate.withdrawn_at", allow_none=True)
    withdrawn_reason = ma.fields.Str(attribute="certificate.withdrawn_reason")


class WithdrawIn(web.Schema):
    """Why a certificate is taken back; everybody who checks it reads this."""

    reason = _reason()


class WithdrawForm(web.FormSchema):
    """The same on screen."""

    reden = _reason()


class IssueForm(web.FormSchema):
    """Who gets a certificate."""

    wie = ma.fields.List(
        ma.fields.UUID(),
        required=True,
        validate=ma.validate.Length(1, LONGEST),
        error_messages={"required": "Kies wie een bewijs krijgt."},
    )


class ShareForm(web.FormSchema):
    """For whom a link is, and until when it works."""

    voor = ma.fields.Str(
        required=True,
        validate=[ma.validate.Length(1, 100), ma.validate.ContainsNoneOf("\0")],
        error_messages={"required": "Schrijf op voor wie de link is."},
    )
    until_on = ma.fields.Date(required=True, error_messages={"required": "Kies een dag.", "invalid": "Kies een dag."})
