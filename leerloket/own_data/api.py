"""Taking everything along, being erased, and the rules of retention, as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, web
from leerloket.own_data import rules, schemas, service

bp = web.ApiBlueprint("own_data_api", __name__, description="Everything about me: to take along, or to be erased")

ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@bp.route("/exports", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.ExportsOut)
def list_exports() -> dict[str, Any]:
    """The files with everything about me that I asked for, newest first."""
    return {"items": service.list_files(flask_login.current_user.account_id), "next": None}


@bp.route("/exports", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.FileBeingMade, rules.EnoughFiles)
@bp.response(202, schemas.ExportOut)
def ask_export() -> service.Export:
    """Ask for a file with everything about me: made within minutes, told by mail, there for 7 days."""
    return service.ask_file(flask_login.current_user.account_id)


@bp.route("/exports/<uuid:export_id>", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.ExportOut)
def get_export(export_id: uuid.UUID) -> service.Export:
    """How far one file is."""
    return service.get_file(flask_login.current_user.account_id, export_id)


@bp.route("/exports/<uuid:export_id>/file.zip", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound, service.FileEnded)
@bp.doc(responses={"200": {"description": "PDF, JSON with its schema, and CSV per subject.", "content": ZIP}})
def fetch_export(export_id: uuid.UUID) -> flask.Response:
    """The file itself; for me only, and until its last day."""
    return service.answer(service.fetch(flask_login.current_user.account_id, export_id))


@bp.route("/erasure", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.ConsequencesOut)
def show_erasure() -> dict[str, Any]:
    """What erasing me would do now, and my request if there is one."""
    account_id = flask_login.current_user.account_id
    shown = service.consequences(account_id)
    return {
        "request": service.find_open(account_id),
        "ending_cents": shown.ending_cents,
        "returning_cents": shown.returning_cents,
        "in_the_way": [refusal.code() for refusal in shown.refusals],
        "why_kept": shown.why_kept,
    }


@bp.route("/erasure", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.ErasureAsked, rules.WorksHere, rules.BookingsGoOn, rules.MoneyHeld, rules.OwnMoneyLeft)
@bp.arguments(schemas.ErasureIn)
@bp.response(202, schemas.ErasureOut)
def ask_erasure(_given: dict[str, Any]) -> service.Erasure:
    """Ask to be erased: done after 14 days, unless I take it back."""
    return service.ask_erasure(flask_login.current_user.account_id)


@bp.route("/erasure", methods=["DELETE"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(204)
def withdraw_erasure() -> None:
    """Take the request back: nothing is erased."""
    service.withdraw_erasure(flask_login.current_user.account_id)


@bp.route("/retention", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.RetentionsOut)
def list_retention() -> dict[str, Any]:
    """How long what is kept and by which law, and what was removed."""
    return {"items": service.list_rules(), "next": None}
