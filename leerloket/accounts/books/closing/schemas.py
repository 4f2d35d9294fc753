"""Days and months of the books, in and out."""

import re
from datetime import date
from typing import Any

import marshmallow as ma

from leerloket import web


class Month(ma.fields.Field[date]):
    """A month as `2026-11`; its first day in Python."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", value):
            raise ma.ValidationError("String does not match expected pattern.")
        return date(int(value[:4]), int(value[5:]), 1)

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return f"{value:%Y-%m}" if value else None


class MonthFilter(web.FormSchema):
    """Which month the page shows, and what is searched for."""

    class Meta:
        unknown = ma.EXCLUDE

    maand = Month(load_default=None)
    zoek = ma.fields.Str(load_default="", validate=ma.validate.Length(max=80))


class LinesFilter(web.FormSchema):
    """From where the lines of a day go on."""

    class Meta:
        unknown = ma.EXCLUDE

    na = ma.fields.UUID(load_default=None)


class MonthForm(web.FormSchema):
    """The month to close."""

    maand = Month(required=True)


class MonthIn(web.Schema):
    """The month to close."""

    month = ma.fields.Str(
        required=True,
        validate=ma.validate.Regexp(r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"),
        metadata={"example": "2026-10"},
    )


class DayQuery(web.Schema):
    """The days of which month."""

    month = ma.fields.Str(
        required=True,
        validate=ma.validate.Regexp(r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"),
        metadata={"example": "2026-10"},
    )


class DayKindOut(web.OutSchema):
    """The transfers of one kind on one day."""

    kind = ma.fields.Str()
    transfer_count = ma.fields.Int()
    moved_cents = web.Cents()


class DayNetOut(web.OutSchema):
    """What a day did to one kind of ledger account."""

    kind = ma.fields.Str()
    cents = ma.fields.Int(metadata={"description": "Whole cents, EUR; came in less went out."})


class DayClosingOut(web.OutSchema):
    """One closed day. The nets sum to zero."""

    day = ma.fields.Date()
    closed_at = web.Instant()
    transfer_count = ma.fields.Int()
    moved_cents = web.Cents()
    sum_cents = ma.fields.Int(metadata={"description": "The sum of all nets: 0, or the books are wrong."})
    kinds = ma.fields.List(ma.fields.Nested(DayKindOut))
    nets = ma.fields.List(ma.fields.Nested(DayNetOut))
    head_seq = ma.fields.Int()
    head_hash = ma.fields.Str()


class DayClosingsOut(web.OutSchema):
    """The closed days of a month, newest first."""

    items = ma.fields.List(ma.fields.Nested(DayClosingOut))
    next = ma.fields.Str(allow_none=True)


class MonthClosingOut(web.OutSchema):
    """A month that a controller signed off."""

    month = Month(metadata={"type": "string", "example": "2026-10"})
    closed_at = web.Instant()
    closed_by = ma.fields.UUID()
    transfer_count = ma.fields.Int()
    moved_cents = web.Cents()
    head_seq = ma.fields.Int()
    head_hash = ma.fields.Str()


class MonthClosingsOut(web.OutSchema):
    """The closed months, newest first."""

    items = ma.fields.List(ma.fields.Nested(MonthClosingOut))
    next = ma.fields.Str(allow_none=True)


class LedgerLineQuery(web.Schema):
    """A reference: an id of a transfer, booking or account, the number or hash of a seal, or a written reference."""

    q = ma.fields.Str(required=True, validate=ma.validate.Length(1, 80), metadata={"example": "B-7F3K-21"})


class LedgerLineOut(web.OutSchema):
    """One transfer as the books show it. Accounts are pseudonyms."""

    id = ma.fields.UUID(attribute="transfer_id")
    account_id = ma.fields.UUID()
    kind = ma.fields.Str()
    business_date = ma.fields.Date()
    created_at = web.Instant()
    moved_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    booking_id = ma.fields.UUID(allow_none=True)
    actor_id = ma.fields.UUID(allow_none=True)
    approved_by = ma.fields.UUID(allow_none=True)
    rule = ma.fields.Str()
    rule_version = ma.fields.Str()
    reason = ma.fields.Str(allow_none=True)
    seq = ma.fields.Int(allow_none=True, metadata={"description": "Its place in the chain of seals."})


class LedgerLinesOut(web.OutSchema):
    """Transfers that carry the reference, oldest first."""

    items = ma.fields.List(ma.fields.Nested(LedgerLineOut))
    next = ma.fields.Str(allow_none=True)
