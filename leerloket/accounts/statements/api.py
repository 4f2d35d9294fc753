"""A person's balance and movements as JSON."""

from typing import Any

import flask_login

from leerloket import web
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.statements import schemas

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
