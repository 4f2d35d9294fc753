"""A person's balance and movements as JSON, and the filter of the page."""

import marshmallow as ma

from leerloket import web


class AccountPotOut(web.OutSchema):
    """A part of the account with one source, funder, purposes and end date."""

    id = ma.fields.UUID(attribute="pot_id")
    source = ma.fields.Str(metadata={"enum": ["right", "employer", "own"]})
    funder = ma.fields.Str(attribute="funder_name")
    purposes = ma.fields.List(ma.fields.Str())
    available_cents = web.Cents()
    held_cents = web.Cents()
    expires_on = ma.fields.Date(allow_none=True)


class AccountOut(web.OutSchema):
    """What a person has: `balanceCents` is available plus held."""

    id = ma.fields.UUID(attribute="account_id")
    balance_cents = web.Cents()
    held_cents = web.Cents()
    available_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    pots = ma.fields.List(ma.fields.Nested(AccountPotOut), metadata={"description": "In the order in which they pay."})


class TransferOut(web.OutSchema):
    """One movement of one pot."""

    id = ma.fields.UUID(attribute="transfer_id")
    kind = ma.fields.Str(metadata={"example": "grant"})
    booked_on = ma.fields.Date()
    amount_cents = ma.fields.Int(metadata={"description": "Whole cents, EUR; negative is out of the pot."})
    currency = ma.fields.Constant("EUR")
    available_after_cents = ma.fields.Int(attribute="running_cents")
    pot_id = ma.fields.UUID()
    booking_id = ma.fields.UUID(allow_none=True)
    rule = ma.fields.Str(metadata={"description": "The rule that made it."})
    rule_version = ma.fields.Str()
    reason = ma.fields.Str(allow_none=True)


class TransferPage(web.OutSchema):
    """A page of movements, newest first; `next` is the cursor of the following page."""

    items = ma.fields.List(ma.fields.Nested(TransferOut))
    next = ma.fields.Str(allow_none=True)


class TransferQuery(web.Schema):
    """Which movements."""

    cursor = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, 2**62))
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 200))


class YearlyStatementOut(web.OutSchema):
    """The statement of one year; the PDF is at the same address with the year and `.pdf`."""

    year = ma.fields.Int()
    made_at = web.Instant()
    end_cents = web.Cents(metadata={"description": "Available on 31 December, in whole cents, EUR."})
    currency = ma.fields.Constant("EUR")
    head_seq = ma.fields.Int(metadata={"description": "The newest seal when it was made."})
    head_hash = ma.fields.Str()


class YearlyStatementsOut(web.OutSchema):
    """The statements that were made, newest first."""

    items = ma.fields.List(ma.fields.Nested(YearlyStatementOut))
    next = ma.fields.Str(allow_none=True)


class EntryFilter(web.FormSchema):
    """The filter of "bij en af"."""

    class Meta:
        unknown = ma.EXCLUDE

    jaar = ma.fields.Int(load_default=None, validate=ma.validate.Range(2000, 2200))
    potje = ma.fields.UUID(load_default=None)
    soort = ma.fields.Str(load_default=None)
    zoek = ma.fields.Str(load_default="", validate=ma.validate.Length(max=80))
    voor = ma.fields.Int(load_default=None, validate=ma.validate.Range(1, 2**62))


class OwnTopUpForm(web.FormSchema):
    """Own money to add."""

    bedrag = web.Euros(required=True)
