"""What an employer does with money, as JSON."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import spreadsheets, web
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import columns, contribution, rules, schemas, service
from leerloket.people.employers import service as employers
from leerloket.people.officers import service as officers

bp = web.ApiBlueprint("accounts_topups_api", __name__, description="Top-ups by employers")

BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES: dict[str, Any] = {
    "text/csv": BINARY,
    spreadsheets.XLSX_TYPE: BINARY,
    "multipart/form-data": {"schema": {"type": "object", "properties": {"file": BINARY["schema"]}}},
}
BATCH_BODY = {"required": True, "content": {**FILES, "application/json": {"schema": schemas.BatchIn}}}
CORRECTIONS_BODY = {"required": True, "content": FILES}


def _out(batch: service.Batch) -> dict[str, Any]:
    payment = payments.get_payment(batch.payment_id) if batch.payment_id else None
    return schemas.batch_out(batch, payment)


@bp.route("/employers/<uuid:employer_id>", methods=["GET"])
@web.requires("employer", scope="statements:read")
@bp.response(200, schemas.EmployerOut)
def get_employer(employer_id: uuid.UUID) -> dict[str, Any]:
    """The employer's own money: totals only."""
    officers.check_acts_for(employer_id)
    overview = contribution.get_overview(employer_id)
    return {
        "id": employer_id,
        "name": employers.get_employer(employer_id).name,
        "fund_cents": overview.fund_cents,
        "employees": overview.employees,
        "people_this_year": overview.people_this_year,
        "credited_this_year_cents": overview.credited_this_year_cents,
        "used_percent": overview.used_percent,
        "used_on": overview.used_on,
    }


@bp.route("/employers/<uuid:employer_id>/top-ups", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.idempotent
@bp.arguments(schemas.TopUpIn)
@bp.response(201, schemas.BatchOut)
def top_up(given: dict[str, Any], employer_id: uuid.UUID) -> dict[str, Any]:
    """Money for one employee: answers the payment to make; credited when it is paid."""
    officers.check_acts_for(employer_id)
    person_id = flask_login.current_user.person_id
    return _out(service.top_up_one(employer_id, schemas.cells_of(given), by=person_id))


@bp.route("/employers/<uuid:employer_id>/top-up-batches", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(spreadsheets.UnreadableFile, rules.FileSeenBefore)
@bp.doc(requestBody=BATCH_BODY)
@bp.response(202, schemas.BatchOut)
def check_batch(employer_id: uuid.UUID) -> dict[str, Any]:
    """Check a CSV or Excel file (as body or as `file`) or JSON rows: every error at once, nothing credited.

    More than 5,000 rows are checked later: the state is `reading`. Of a file with headings we do not know the state is
    `columns`, and `columns` says what is in it.
    """
    officers.check_acts_for(employer_id)
    person_id = flask_login.current_user.person_id
    if flask.request.is_json:
        rows = web.load_json(schemas.BatchIn())["rows"]
        return _out(service.check_rows(employer_id, [schemas.cells_of(row) for row in rows], by=person_id))
    content, name = _file()
    return _out(service.check_file(employer_id, content, file_name=name, by=person_id))


def _file() -> tuple[bytes, str | None]:
    upload = flask.request.files.get("file")
    return (upload.read(), upload.filename) if upload else (flask.request.get_data(), None)


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/columns", methods=["PUT"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(
    columns.AmountMissing, columns.PersonMissing, columns.ColumnDoubled, rules.NotCheckedYet, rules.ConfirmedAlready
)
@bp.arguments(schemas.ColumnsIn)
@bp.response(200, schemas.BatchOut)
def choose_columns(given: dict[str, Any], employer_id: uuid.UUID, batch_id: uuid.UUID) -> dict[str, Any]:
    """Say which column of the file is which; remembered for this employer's next files."""
    officers.check_acts_for(employer_id)
    chosen = [(column["position"], schemas.COLUMN_OF[column["meaning"]]) for column in given["columns"]]
    return _out(service.choose_columns(employer_id, batch_id, chosen))


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/rows", methods=["PATCH"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(rules.NotCheckedYet, rules.NotAQuestion, rules.ConfirmedAlready)
@bp.arguments(schemas.RowsIn)
@bp.response(200, schemas.BatchOut)
def mend_rows(given: dict[str, Any], employer_id: uuid.UUID, batch_id: uuid.UUID) -> dict[str, Any]:
    """Change cells of rows, or answer them: `yes` it is right, `skip` it does not go along. All of it, or nothing."""
    officers.check_acts_for(employer_id)
    for row in given["rows"]:
        if cells := schemas.changed_cells(row):
            service.correct_row(employer_id, batch_id, row["row"], cells)
        if "answer" in row:
            service.answer_row(employer_id, batch_id, row["row"], row["answer"])
    return _out(service.get_batch(employer_id, batch_id))


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/answers", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(rules.NotCheckedYet, rules.ConfirmedAlready)
@bp.arguments(schemas.AnswersIn)
@bp.response(200, schemas.BatchOut)
def answer_all(given: dict[str, Any], employer_id: uuid.UUID, batch_id: uuid.UUID) -> dict[str, Any]:
    """Answer all open questions, or those with one code, at once."""
    officers.check_acts_for(employer_id)
    return _out(service.answer_all(employer_id, batch_id, given["answer"], given.get("code")))


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/corrections", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(spreadsheets.UnreadableFile, rules.NotCheckedYet, rules.ConfirmedAlready)
@bp.doc(requestBody=CORRECTIONS_BODY)
@bp.response(200, schemas.BatchOut)
def take_corrections(employer_id: uuid.UUID, batch_id: uuid.UUID) -> dict[str, Any]:
    """Take mended rows from a file like `errors.csv`: they replace the rows of this batch with those numbers."""
    officers.check_acts_for(employer_id)
    batch, _ = service.take_corrections(employer_id, batch_id, _file()[0])
    return _out(batch)


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>", methods=["GET"])
@web.requires("employer", scope="top-ups:read")
@bp.response(200, schemas.BatchOut)
def get_batch(employer_id: uuid.UUID, batch_id: uuid.UUID) -> dict[str, Any]:
    """One batch: its errors, its payment and its progress."""
    officers.check_acts_for(employer_id)
    return _out(service.get_batch(employer_id, batch_id))


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/confirm", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(rules.NotCheckedYet, rules.NothingToPay, rules.NotEmployedAnyMore)
@web.idempotent
@bp.arguments(schemas.ConfirmIn)
@bp.response(200, schemas.BatchOut)
def confirm(given: dict[str, Any], employer_id: uuid.UUID, batch_id: uuid.UUID) -> dict[str, Any]:
    """Let the good rows through: answers the payment to make. A batch that was confirmed stays as it is."""
    officers.check_acts_for(employer_id)
    person_id = flask_login.current_user.person_id
    return _out(service.confirm(employer_id, batch_id, accept_questions=given["accept_questions"], by=person_id))


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/errors.csv", methods=["GET"])
@web.requires("employer", scope="top-ups:read")
@bp.doc(responses={"200": {"description": "The rows with errors", "content": {"text/csv": {}}}})
def errors_csv(employer_id: uuid.UUID, batch_id: uuid.UUID) -> ResponseReturnValue:
    """The rows with errors, with a column that says what is wrong."""
    officers.check_acts_for(employer_id)
    text = service.errors_csv(service.get_batch(employer_id, batch_id), "en")
    return flask.Response(text, content_type=spreadsheets.CSV_TYPE)


@bp.route("/employers/<uuid:employer_id>/top-up-batches/<uuid:batch_id>/errors.xlsx", methods=["GET"])
@web.requires("employer", scope="top-ups:read")
@bp.doc(responses={"200": {"description": "The rows with errors", "content": {spreadsheets.XLSX_TYPE: {}}}})
def errors_xlsx(employer_id: uuid.UUID, batch_id: uuid.UUID) -> ResponseReturnValue:
    """The same as a spreadsheet."""
    officers.check_acts_for(employer_id)
    content = service.errors_xlsx(service.get_batch(employer_id, batch_id), "en")
    return flask.Response(content, content_type=spreadsheets.XLSX_TYPE)


@bp.route("/employers/<uuid:employer_id>/statement", methods=["GET"])
@web.requires("employer", scope="statements:read")
@bp.arguments(schemas.PeriodIn, location="query")
@bp.response(200, schemas.ContributionOut)
def statement(given: dict[str, Any], employer_id: uuid.UUID) -> contribution.Contribution:
    """What was paid in over a period, per month and per employee; use only over at least 5 people."""
    officers.check_acts_for(employer_id)
    return contribution.get_contribution(employer_id, given["from_on"], given["to_on"])
