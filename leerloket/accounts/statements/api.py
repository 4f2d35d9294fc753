"""A person's balance and movements as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, printing, web
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.statements import schemas, yearly

bp = web.ApiBlueprint("accounts_statements_api", __name__, description="The learning account of a person")


@bp.route("/accounts/me", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.AccountOut)
def my_account() -> ledger.Balance:
    """My balance, per pot and in all."""
    return ledger.get_balance(flask_login.current_user.person_id)


@bp.route("/accounts/me/transfers", methods=["GET"])
@web.requires("worker")
@bp.arguments(schemas.TransferQuery, location="query")
@bp.response(200, schemas.TransferPage)
def my_transfers(given: dict[str, Any]) -> dict[str, Any]:
    """What came in and went out, newest first, each with the rule that made it."""
    entries = ledger.list_entries(flask_login.current_user.person_id, before=given["cursor"], limit=given["limit"])
    return {"items": entries, "next": str(entries[-1].posting_id) if len(entries) == given["limit"] else None}


PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
DRAWN = (errors.NotFound, printing.NoPdf, printing.TooHeavy, printing.Busy)


def _check_employer(employer_id: uuid.UUID) -> None:
    """Another employer looks as if it did not exist."""
    hats = flask_login.current_user.hats
    if not any(hat.role == "employer" and hat.organisation_id == employer_id for hat in hats):
        raise errors.NotFound


@bp.route("/accounts/me/yearly-statements", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.YearlyStatementsOut)
def my_yearly_statements() -> dict[str, Any]:
    """Your yearly statements, newest first."""
    return {"items": yearly.list_made(flask_login.current_user.person_id), "next": None}


@bp.route("/accounts/me/yearly-statements/<int:year>/statement.pdf", methods=["GET"])
@web.requires("worker")
@web.refuses(*DRAWN)
@bp.doc(responses={"200": {"description": "One year as tagged PDF/UA-1; this year's is provisional.", "content": PDF}})
def my_yearly_statement(year: int) -> flask.Response:
    """Your statement of one year."""
    return printing.answer(
        yearly.get_pdf(flask_login.current_user.person_id, "person", year), f"jaaroverzicht-{year}.pdf"
    )


@bp.route("/employers/<uuid:employer_id>/yearly-statements", methods=["GET"])
@web.requires("employer", scope="statements:read")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.YearlyStatementsOut)
def yearly_statements(employer_id: uuid.UUID) -> dict[str, Any]:
    """An employer's yearly statements, newest first."""
    _check_employer(employer_id)
    return {"items": yearly.list_made(employer_id), "next": None}


@bp.route("/employers/<uuid:employer_id>/yearly-statements/<int:year>/statement.pdf", methods=["GET"])
@web.requires("employer", scope="statements:read")
@web.refuses(*DRAWN)
@bp.doc(responses={"200": {"description": "One year as tagged PDF/UA-1; this year's is provisional.", "content": PDF}})
def yearly_statement(employer_id: uuid.UUID, year: int) -> flask.Response:
    """An employer's statement of one year: the own fund, never what anybody learns."""
    _check_employer(employer_id)
    return printing.answer(yearly.get_pdf(employer_id, "employer", year), f"jaaroverzicht-{year}.pdf")
