"""Bank statements and their lines as JSON, and the forms of their pages."""

from typing import Any

import marshmallow as ma

from leerloket import money, web
from leerloket.accounts.bank import rules, work_list
from leerloket.accounts.bank.service import Share
from leerloket.accounts.payments import schemas as payment_schemas

LONGEST_REASON = 500


class StatementOut(web.OutSchema):
    """An imported bank statement and what came of its lines."""

    id = ma.fields.UUID(attribute="statement.statement_id")
    version = ma.fields.Str(attribute="statement.version")
    imported_at = web.Instant(attribute="statement.imported_at")
    matched = ma.fields.Int()
    unmatched = ma.fields.Int()
    refused = ma.fields.Int()
    gap_cents = web.Cents(
        least=-money.LARGEST_CENTS, metadata={"description": "Missing between the statement before and this one."}
    )
    difference_cents = web.Cents(
        least=-money.LARGEST_CENTS, metadata={"description": "What its lines do not explain of its balances."}
    )


class LinePartOut(web.OutSchema):
    """What (a part of) a line is for: a payment, or money that goes back to the account it came from."""

    kind = ma.fields.Str(metadata={"enum": ["payment", "return"]})
    payment_id = ma.fields.UUID(allow_none=True)
    amount_cents = web.Cents()
    reason = ma.fields.Str()
    proposed_by = ma.fields.UUID(allow_none=True)
    approved_by = ma.fields.UUID(allow_none=True)


class LineOut(web.OutSchema):
    """One line of a bank statement. An unmatched line with parts is proposed and waits for a second person."""

    id = ma.fields.UUID(attribute="line_id")
    state = ma.fields.Str(metadata={"enum": ["matched", "unmatched", "refused"]})
    reason = ma.fields.Str(metadata={"description": "Why it is in this state, for example `far-too-much`."})
    booked_on = ma.fields.Date(allow_none=True)
    amount_cents = web.Cents()
    currency = ma.fields.Str()
    is_credit = ma.fields.Bool()
    remittance = ma.fields.Str()
    counterparty_name = ma.fields.Str(allow_none=True)
    counterparty_iban = ma.fields.Str(allow_none=True)
    end_to_end_id = ma.fields.Str(allow_none=True)
    payment_id = ma.fields.UUID(allow_none=True, metadata={"description": "The payment, when it is for one."})
    suggested_payment_ids = ma.fields.Function(
        lambda line: [str(one.payment.payment_id) for one in work_list.suggest(line)],
        metadata={"type": "array", "items": {"type": "string", "format": "uuid"}},
    )
    parts = ma.fields.List(ma.fields.Nested(LinePartOut))


class LinePage(web.OutSchema):
    """A page of lines; `next` is the cursor of the following page."""

    items = ma.fields.List(ma.fields.Nested(LineOut))
    next = ma.fields.Str(allow_none=True)


class LineQuery(web.Schema):
    """Which lines."""

    state = ma.fields.Str(load_default=None, validate=ma.validate.OneOf(["matched", "unmatched", "refused"]))
    cursor = ma.fields.UUID(load_default=None)
    limit = ma.fields.Int(load_default=50, validate=ma.validate.Range(1, 200))


class SuggestionOut(web.OutSchema):
    """A payment a line may be for. `score` runs from 0 to 10."""

    payment = ma.fields.Nested(payment_schemas.PaymentOut)
    score = ma.fields.Float(attribute="likeness.score")
    reference = ma.fields.Float(attribute="likeness.reference", metadata={"description": "Likeness, 0 to 1."})
    name = ma.fields.Float(attribute="likeness.name", metadata={"description": "Likeness, 0 to 1."})
    same_amount = ma.fields.Bool(attribute="likeness.amount")
    known_iban = ma.fields.Bool(attribute="likeness.known_iban")


class SuggestionList(web.OutSchema):
    """The payments most like a line, best first."""

    items = ma.fields.List(ma.fields.Nested(SuggestionOut))
    next = ma.fields.Str(allow_none=True)


class AssignIn(web.Schema):
    """The payment that a whole line is for."""

    payment_id = ma.fields.UUID(required=True)
    reason = ma.fields.Str(load_default="", validate=ma.validate.Length(max=LONGEST_REASON))


class ShareIn(web.Schema):
    """A part of a line: for a payment, or without one back to where it came from."""

    payment_id = ma.fields.UUID(load_default=None, allow_none=True)
    amount_cents = web.Cents(required=True, least=1)


class DivideIn(web.Schema):
    """How a line is divided. Together the parts are the line."""

    parts = ma.fields.List(ma.fields.Nested(ShareIn), required=True, validate=ma.validate.Length(1, rules.MOST_PARTS))
    reason = ma.fields.Str(required=True, validate=ma.validate.Length(1, LONGEST_REASON))


class ReturnBatchOut(web.OutSchema):
    """A payment file with money that goes back."""

    id = ma.fields.UUID(attribute="batch_id")
    number = ma.fields.Str()
    total_cents = web.Cents()
    payments = ma.fields.Int()
    created_by = ma.fields.UUID()
    created_at = web.Instant()


class ReturnBatchList(web.OutSchema):
    """The files made so far, newest first."""

    items = ma.fields.List(ma.fields.Nested(ReturnBatchOut))
    next = ma.fields.Str(allow_none=True)
    waiting_cents = web.Cents(metadata={"description": "Agreed to go back, and in no file yet."})


def shares_of(given: dict[str, Any]) -> list[Share]:
    """The parts as the rules know them."""
    return [Share(part["payment_id"], part["amount_cents"]) for part in given["parts"]]


class AssignForm(web.FormSchema):
    """The work list: a suggestion that was chosen, or a reference that was typed, for the whole line."""

    betaling = ma.fields.UUID(load_default=None)
    kenmerk = ma.fields.Str(load_default="", validate=ma.validate.Length(max=60))
    reden = ma.fields.Str(load_default="", validate=ma.validate.Length(max=LONGEST_REASON))


class DivideForm(web.FormSchema):
    """Up to three references with their amounts, and whether the rest goes back to where it came from."""

    kenmerk1 = ma.fields.Str(load_default="", validate=ma.validate.Length(max=60))
    kenmerk2 = ma.fields.Str(load_default="", validate=ma.validate.Length(max=60))
    kenmerk3 = ma.fields.Str(load_default="", validate=ma.validate.Length(max=60))
    bedrag1 = web.Euros(load_default=0)
    bedrag2 = web.Euros(load_default=0)
    bedrag3 = web.Euros(load_default=0)
    terug = ma.fields.Str(load_default="")
    reden = ma.fields.Str(
        required=True,
        validate=ma.validate.Length(max=LONGEST_REASON),
        error_messages={"required": "Schrijf op waarom."},
    )


class PeriodQuery(web.FormSchema):
    """From a day up to and including another; both may be left out."""

    van = ma.fields.Date(load_default=None)
    tot = ma.fields.Date(load_default=None)


class ReconciliationIn(web.Schema):
    """From a day up to and including another; the last 30 days without them."""

    from_on = ma.fields.Date(data_key="from", load_default=None)
    to_on = ma.fields.Date(data_key="to", load_default=None)


class ItemOut(web.OutSchema):
    """One reason why the bank has more (or less, negative) than the ledger."""

    name = ma.fields.Str(metadata={"example": "payouts-on-the-way"})
    amount_cents = web.Cents(least=-money.LARGEST_CENTS)


class DayOut(web.OutSchema):
    """The end of a day on which a statement closed."""

    day_on = ma.fields.Date()
    bank_cents = web.Cents(least=-money.LARGEST_CENTS)
    ledger_cents = web.Cents(least=-money.LARGEST_CENTS)
    difference_cents = web.Cents(least=-money.LARGEST_CENTS)
    items = ma.fields.List(ma.fields.Nested(ItemOut))
    unexplained_cents = web.Cents(least=-money.LARGEST_CENTS, metadata={"description": "Anything but 0 is a mistake."})


class GapOut(web.OutSchema):
    """Two statements that do not follow each other."""

    iban = ma.fields.Str()
    after_on = ma.fields.Date()
    before_on = ma.fields.Date()
    missing_cents = web.Cents(least=-money.LARGEST_CENTS)


class ReconciliationOut(web.OutSchema):
    """Bank, ledger, escrow and payment service side by side."""

    days = ma.fields.List(ma.fields.Nested(DayOut))
    gaps = ma.fields.List(ma.fields.Nested(GapOut))
    unmatched = ma.fields.Int(metadata={"description": "Lines that wait for a person."})
    escrow_cents = web.Cents(metadata={"description": "Set aside for bookings, by the ledger."})
    held_cents = web.Cents(metadata={"description": "Set aside for bookings, as the pots store it: the same."})
    paid_online_cents = web.Cents(least=-money.LARGEST_CENTS)
    online_received_cents = web.Cents()
    online_on_the_way_cents = web.Cents(least=-money.LARGEST_CENTS)
    currency = ma.fields.Constant("EUR")
