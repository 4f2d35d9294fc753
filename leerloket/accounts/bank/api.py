"""Bank statements, the work list, money that goes back, and reconciliation, as JSON."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import clock, errors, web
from leerloket.accounts.bank import reconciliation, returns, rules, schemas, service, work_list

bp = web.ApiBlueprint("accounts_bank_api", __name__, description="Bank statements and their lines")

STATEMENT_BODY = {
    "required": True,
    "content": {
        "application/xml": {"schema": {"type": "string", "format": "binary"}},
        "text/xml": {"schema": {"type": "string", "format": "binary"}},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        },
    },
}


@bp.route("/bank-statements", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.UnreadableStatement, rules.StatementSeen)
@web.idempotent
@bp.doc(requestBody=STATEMENT_BODY)
@bp.response(201, schemas.StatementOut)
def import_statement() -> service.Imported:
    """Import a camt.053 or MT940 statement, whole or not at all; lines with the right reference are credited."""
    upload = flask.request.files.get("file")
    content = upload.read() if upload else flask.request.get_data()
    return service.import_statement(
        content, file_name=upload.filename if upload else None, imported_by=flask_login.current_user.person_id
    )


@bp.route("/bank-lines", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.LineQuery, location="query")
@bp.response(200, schemas.LinePage)
def list_lines(given: dict[str, Any]) -> dict[str, Any]:
    """Bank lines, oldest first; the work list is `state=unmatched`."""
    lines = work_list.list_lines(given["state"], after=given["cursor"], limit=given["limit"])
    return {"items": lines, "next": str(lines[-1].line_id) if len(lines) == given["limit"] else None}


@bp.route("/bank-lines/<uuid:line_id>/suggestions", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.SuggestionList)
def suggestions(line_id: uuid.UUID) -> dict[str, Any]:
    """The payments an unmatched line may be for, best first."""
    return {"items": work_list.suggest(work_list.get_line(line_id)), "next": None}


@bp.route("/bank-lines/<uuid:line_id>/assign", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.LineIsDone, rules.NeedsSecondPerson, rules.ReasonMissing, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.AssignIn)
@bp.response(200, schemas.LineOut)
def assign(given: dict[str, Any], line_id: uuid.UUID) -> service.Line:
    """Assign a whole line to a payment. Another amount than expected counts when a second person agrees."""
    whole = [service.Share(given["payment_id"], work_list.get_line(line_id).amount_cents)]
    return work_list.decide(line_id, whole, reason=given["reason"], by=flask_login.current_user.person_id)


@bp.route("/bank-lines/<uuid:line_id>/divide", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.LineIsDone, rules.NeedsSecondPerson, rules.PartsDoNotFit, rules.NoAccountToReturnTo, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.DivideIn)
@bp.response(200, schemas.LineOut)
def divide(given: dict[str, Any], line_id: uuid.UUID) -> service.Line:
    """Divide a line over payments, or send (a part of) it back. It counts when a second person sends the same."""
    by = flask_login.current_user.person_id
    return work_list.decide(line_id, schemas.shares_of(given), reason=given["reason"], by=by)


@bp.route("/bank-lines/<uuid:line_id>/withdraw", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.LineIsDone, errors.NotFound)
@web.idempotent
@bp.response(200, schemas.LineOut)
def withdraw(line_id: uuid.UUID) -> service.Line:
    """Take back or refuse what was proposed for a line."""
    return work_list.withdraw(line_id)


@bp.route("/return-batches", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.ReturnBatchList)
def list_returns() -> dict[str, Any]:
    """The payment files with money that goes back, newest first."""
    waiting = sum(part.amount_cents for part in returns.list_waiting())
    return {"items": returns.list_batches(), "next": None, "waiting_cents": waiting}


@bp.route("/return-batches", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NothingToReturn, rules.PayoutsFrozen)
@web.idempotent
@bp.response(201, schemas.ReturnBatchOut)
def make_returns() -> Any:
    """Make the payment file of everything that two people agreed to send back."""
    settings = flask.current_app.config["SETTINGS"]
    return returns.make_batch(
        by=flask_login.current_user.person_id, payer_name=settings.bank_holder, payer_iban=settings.bank_iban
    )


@bp.route("/return-batches/<uuid:batch_id>/pain001.xml", methods=["GET"])
@web.requires("administrator")
@web.refuses(rules.PayoutsFrozen, errors.NotFound)
@bp.doc(responses={"200": {"description": "pain.001.001.09", "content": {"application/xml": {}}}})
def return_file(batch_id: uuid.UUID) -> ResponseReturnValue:
    """The payment file for the bank, SEPA pain.001.001.09; the same at every call."""
    return flask.Response(returns.pain001(batch_id), content_type="application/xml; charset=utf-8")


@bp.route("/reconciliation", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.ReconciliationIn, location="query")
@bp.response(200, schemas.ReconciliationOut)
def reconcile(given: dict[str, Any]) -> reconciliation.Overview:
    """Bank, ledger and escrow side by side, per day on which a statement closed, differences explained to the cent."""
    to_on = given["to_on"] or clock.business_date()
    return reconciliation.get_overview(given["from_on"] or to_on - reconciliation.PERIOD, to_on)
