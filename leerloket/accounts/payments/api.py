"""Own top-ups, bank statements and the work list as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, web
from leerloket.accounts.payments import rules, schemas, service

bp = web.ApiBlueprint("accounts_payments_api", __name__, description="Payments to make and bank statements")

XML_BODY = {
    "required": True,
    "content": {
        "application/xml": {"schema": {"type": "string", "format": "binary"}},
        "text/xml": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        },
    },
}


@bp.route("/accounts/me/top-ups", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.OwnAmountOutOfRange)
@web.idempotent
@bp.arguments(schemas.OwnTopUpIn)
@bp.response(201, schemas.PaymentOut)
def top_up_own(given: dict[str, Any]) -> service.Payment:
    """Add own money: answers a bank transfer to make; it is credited when the money is in."""
    return service.top_up_own(flask_login.current_user.person_id, given["amount_cents"])


@bp.route("/accounts/me/top-ups/<uuid:payment_id>", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.PaymentOut)
def own_top_up(payment_id: uuid.UUID) -> service.Payment:
    """One payment of mine, and whether it came in."""
    return service.get_own_payment(flask_login.current_user.person_id, payment_id)


@bp.route("/bank-statements", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.UnreadableStatement, rules.StatementSeen)
@web.idempotent
@bp.doc(requestBody=XML_BODY)
@bp.response(201, schemas.StatementOut)
def import_statement() -> service.Imported:
    """Import a camt.053 statement, whole or not at all; lines that match exactly are credited."""
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
    lines = service.list_lines(given["state"], after=given["cursor"], limit=given["limit"])
    return {"items": lines, "next": str(lines[-1].line_id) if len(lines) == given["limit"] else None}


@bp.route("/bank-lines/<uuid:line_id>/assign", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.LineIsDone, rules.NeedsSecondPerson, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.AssignIn)
@bp.response(200, schemas.LineOut)
def assign(given: dict[str, Any], line_id: uuid.UUID) -> service.Line:
    """Assign a line to a payment by hand. Another amount than expected counts when a second person agrees."""
    return service.assign(line_id, given["payment_id"], by=flask_login.current_user.person_id)
