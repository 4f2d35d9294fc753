"""Top-ups as JSON and the forms of their pages."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from leerloket import money, web
from leerloket.accounts.payments import schemas as payment_schemas
from leerloket.accounts.topups import rules, service


class TopUpIn(web.Schema):
    """Money for one employee, named by personnel number, e-mail address or account number."""

    personnel_number = ma.fields.Str(validate=ma.validate.Length(1, 60))
    email = ma.fields.Str(validate=ma.validate.Length(1, 200))
    account_number = ma.fields.Str(validate=ma.validate.Length(1, 40), metadata={"example": "LR-204-881"})
    amount_cents = web.Cents(required=True, least=1)
    purposes = ma.fields.List(
        ma.fields.Str(validate=ma.validate.OneOf(sorted(rules.PURPOSE_WORDS))),
        metadata={"description": "What it may pay for; everything when left out."},
    )
    expires_on = ma.fields.Date(allow_none=True)
    reference = ma.fields.Str(validate=ma.validate.Length(max=140))


class BatchIn(web.Schema):
    """Many top-ups at once."""

    rows = ma.fields.List(ma.fields.Nested(TopUpIn), required=True, validate=ma.validate.Length(1, 5_000))


MOST_LISTED = 1_000
"""Rows with errors in one answer; all of them are in `errors.csv`."""

COLUMN_OF = {
    "personnelNumber": "personnel_number",
    "email": "email",
    "accountNumber": "number",
    "amount": "amount",
    "purposes": "purposes",
    "expiresOn": "expires_on",
    "reference": "note",
}
"""What a column is called in the API, and here."""

MEANING_OF = {column: meaning for meaning, column in COLUMN_OF.items()}


class ColumnIn(web.Schema):
    """What one column of the file is; columns that are not named are passed over."""

    position = ma.fields.Int(required=True, validate=ma.validate.Range(0, 59), metadata={"description": "From 0."})
    meaning = ma.fields.Str(required=True, validate=ma.validate.OneOf(list(COLUMN_OF)))


class ColumnsIn(web.Schema):
    """Which column of a file is which."""

    columns = ma.fields.List(ma.fields.Nested(ColumnIn), required=True, validate=ma.validate.Length(1, 60))


ANSWERS = ma.validate.OneOf(["yes", "skip"])


class RowIn(web.Schema):
    """Changed cells of a row, as they would stand in a file, and an answer; null takes the answer back."""

    row = ma.fields.Int(
        required=True,
        validate=ma.validate.Range(1, 2**31 - 1),
        metadata={"description": "Its number in the spreadsheet.", "example": 17},
    )
    personnel_number = ma.fields.Str(validate=ma.validate.Length(max=60))
    email = ma.fields.Str(validate=ma.validate.Length(max=200))
    account_number = ma.fields.Str(validate=ma.validate.Length(max=40))
    amount = ma.fields.Str(validate=ma.validate.Length(max=60), metadata={"example": "250.00"})
    purposes = ma.fields.Str(validate=ma.validate.Length(max=200), metadata={"example": "job+study"})
    expires_on = ma.fields.Str(
        validate=ma.validate.Length(max=60), metadata={"format": "date", "example": "2028-12-31"}
    )
    reference = ma.fields.Str(validate=ma.validate.Length(max=140))
    answer = ma.fields.Str(allow_none=True, validate=ANSWERS)


class RowsIn(web.Schema):
    """Rows to mend."""

    rows = ma.fields.List(ma.fields.Nested(RowIn), required=True, validate=ma.validate.Length(1, 100))


class AnswersIn(web.Schema):
    """One answer for all open questions, or for those with one code."""

    answer = ma.fields.Str(required=True, validate=ANSWERS)
    code = ma.fields.Str(validate=ma.validate.Length(1, 60), metadata={"example": "large-amount"})


class ConfirmIn(web.Schema):
    """Whether rows with a question that is still open go through as well."""

    accept_questions = ma.fields.Bool(load_default=False)


class RowProblem(web.OutSchema):
    """What is wrong with a field of a row; `row` is the number the spreadsheet shows."""

    row = ma.fields.Int()
    field = ma.fields.Str()
    code = ma.fields.Str()
    message = ma.fields.Str()
    message_nl = ma.fields.Str()


class RowCounts(web.OutSchema):
    """Rows by state."""

    ok = ma.fields.Int()
    error = ma.fields.Int()
    question = ma.fields.Int()
    skipped = ma.fields.Int()


class Progress(web.OutSchema):
    """How far it is."""

    done = ma.fields.Int()
    total = ma.fields.Int()


class ColumnOut(web.OutSchema):
    """A column of a file whose headings we do not know."""

    position = ma.fields.Int()
    heading = ma.fields.Str()
    samples = ma.fields.List(ma.fields.Str())
    meaning = ma.fields.Str(allow_none=True, metadata={"enum": [*COLUMN_OF, None]})


class BatchOut(web.OutSchema):
    """A batch of top-ups: what was checked, the payment to make, and how far it is."""

    id = ma.fields.UUID()
    reference = ma.fields.Str(metadata={"example": "S-2026-118"})
    state = ma.fields.Str(metadata={"enum": ["columns", "reading", "checked", "confirmed", "paid", "credited"]})
    rows = ma.fields.Nested(RowCounts)
    total_cents = web.Cents()
    currency = ma.fields.Constant("EUR")
    checked = ma.fields.Nested(Progress, metadata={"description": "How many rows were checked."})
    columns = ma.fields.List(ma.fields.Nested(ColumnOut), metadata={"description": "Only in the state `columns`."})
    errors = ma.fields.List(ma.fields.Nested(RowProblem), metadata={"description": "Of the first 1,000 such rows."})
    questions = ma.fields.List(ma.fields.Nested(RowProblem))
    payment = ma.fields.Nested(payment_schemas.PaymentOut, allow_none=True)
    credited = ma.fields.Nested(Progress)
    created_at = web.Instant()
    confirmed_at = web.Instant(allow_none=True)
    credited_at = web.Instant(allow_none=True)


class EmployerOut(web.OutSchema):
    """An employer's own money."""

    id = ma.fields.UUID()
    name = ma.fields.Str()
    fund_cents = web.Cents(metadata={"description": "Paid in and not given to anybody yet, whole cents, EUR."})
    employees = ma.fields.Int()
    people_this_year = ma.fields.Int()
    credited_this_year_cents = web.Cents()
    used_percent = ma.fields.Int(
        allow_none=True, metadata={"description": "Of all it ever credited; null over fewer than 5 people."}
    )
    used_on = ma.fields.Date(metadata={"description": "The month end that `usedPercent` is of."})
    currency = ma.fields.Constant("EUR")


class PeriodIn(web.Schema):
    """From a day up to and including another."""

    from_on = ma.fields.Date(required=True, data_key="from")
    to_on = ma.fields.Date(required=True, data_key="to")

    @ma.validates_schema
    def _in_order(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["from_on"] > data["to_on"]:
            raise ma.ValidationError("`from` lies after `to`.", "from")


class MonthOut(web.OutSchema):
    """One month of deposits, less the corrections made in it."""

    first_on = ma.fields.Date()
    people = ma.fields.Int()
    amount_cents = web.Cents(least=-money.LARGEST_CENTS)


class PaidInOut(web.OutSchema):
    """What one employee received from this employer, less corrections."""

    person_id = ma.fields.UUID()
    name = ma.fields.Str()
    personnel_number = ma.fields.Str()
    amount_cents = web.Cents(least=-money.LARGEST_CENTS)


class ContributionOut(web.OutSchema):
    """An employer's deposits over a period."""

    from_on = ma.fields.Date(data_key="from")
    to_on = ma.fields.Date(data_key="to")
    months = ma.fields.List(ma.fields.Nested(MonthOut))
    people = ma.fields.List(ma.fields.Nested(PaidInOut))
    total_cents = web.Cents(least=-money.LARGEST_CENTS)
    used_percent = ma.fields.Int(allow_none=True)
    used_on = ma.fields.Date()
    currency = ma.fields.Constant("EUR")


class OneForm(web.FormSchema):
    """The form of one top-up."""

    wie = ma.fields.Str(required=True, validate=ma.validate.Length(max=200))
    bedrag = ma.fields.Str(load_default="", validate=ma.validate.Length(max=60))
    doel = ma.fields.List(ma.fields.Str(), load_default=list)
    geldig_tot = ma.fields.Str(load_default="", validate=ma.validate.Length(max=20))
    kenmerk = ma.fields.Str(load_default="", validate=ma.validate.Length(max=140))


class RowForm(web.FormSchema):
    """Corrected cells of one row."""

    personnel_number = ma.fields.Str(validate=ma.validate.Length(max=500))
    email = ma.fields.Str(validate=ma.validate.Length(max=500))
    number = ma.fields.Str(validate=ma.validate.Length(max=500))
    amount = ma.fields.Str(validate=ma.validate.Length(max=500))
    purposes = ma.fields.Str(validate=ma.validate.Length(max=500))
    expires_on = ma.fields.Str(validate=ma.validate.Length(max=500))


class AnswerForm(web.FormSchema):
    """The answer to one row or to many: `ja`, `overslaan` or `terug`."""

    antwoord = ma.fields.Str(required=True, validate=ma.validate.OneOf(["ja", "overslaan", "terug"]))
    fout = ma.fields.Str(load_default=None, validate=ma.validate.Length(max=60))


class ConfirmForm(web.FormSchema):
    """The confirmation of a batch."""

    vragen = ma.fields.Bool(load_default=False, truthy={"ja"})


def cells_of(given: Mapping[str, Any]) -> dict[str, str]:
    """A top-up from JSON as the cells a file would have."""
    return {
        "personnel_number": given.get("personnel_number", "").strip(),
        "email": given.get("email", "").strip(),
        "number": given.get("account_number", "").strip(),
        "amount": money.plain(given["amount_cents"]),
        "purposes": "+".join(given.get("purposes") or []),
        "expires_on": given["expires_on"].isoformat() if given.get("expires_on") else "",
        "note": given.get("reference", "").strip(),
    }


def changed_cells(given: Mapping[str, Any]) -> dict[str, str]:
    """The cells that were sent for one row."""
    sent = {web.camel_case(name): text for name, text in given.items() if name not in {"row", "answer"}}
    return {COLUMN_OF[name]: text for name, text in sent.items()}


def batch_out(batch: service.Batch, payment: Any) -> dict[str, Any]:
    """Everything the API tells of a batch."""
    totals = service.count_rows(batch)
    done, included = service.count_credited(batch)
    return {
        "id": batch.batch_id,
        "reference": batch.reference,
        "state": batch.state,
        "rows": totals.rows,
        "total_cents": batch.total_cents,
        "checked": {"done": batch.rows_read, "total": batch.row_count},
        "columns": _columns(batch) if batch.state == "columns" else [],
        "errors": _problems(service.get_rows(batch, state="error", limit=MOST_LISTED)),
        "questions": _problems(service.get_rows(batch, state="question", limit=MOST_LISTED)),
        "payment": payment,
        "credited": {"done": done, "total": included},
        "created_at": batch.created_at,
        "confirmed_at": batch.confirmed_at,
        "credited_at": batch.credited_at,
    }


def _columns(batch: service.Batch) -> list[dict[str, Any]]:
    return [
        {
            "position": column.position,
            "heading": column.heading,
            "samples": column.samples,
            "meaning": MEANING_OF.get(column.meaning),
        }
        for column in service.list_columns(batch)
    ]


def _problems(rows: list[service.Row]) -> list[dict[str, Any]]:
    return [
        {
            "row": row.row,
            "field": rules.IN_JSON.get(p["field"], p["field"]),
            "code": p["code"],
            "message": p["en"],
            "message_nl": p["nl"],
        }
        for row in rows
        for p in service.problems_of(row)
    ]
