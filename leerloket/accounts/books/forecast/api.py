"""Budgets of public funds as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.books.forecast import rules, schemas, service

bp = web.ApiBlueprint("accounts_forecast_api", __name__, description="Budgets of public funds, and their forecast")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/budgets", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.BudgetQuery, location="query")
@bp.response(200, schemas.ForecastsOut)
def list_budgets(given: dict[str, Any]) -> dict[str, Any]:
    """The budgets of a year: granted, held, spent, and expected until its end."""
    return {"items": service.list_forecasts(given["year"]), "next": None}


@bp.route("/budgets", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.UnknownFund, rules.YearIsOver)
@bp.arguments(schemas.BudgetIn)
@bp.response(201, schemas.BudgetOut)
def propose(given: dict[str, Any]) -> service.Budget:
    """Propose what a fund may cost in a year. Another administrator approves it."""
    return service.propose(**given, proposed_by=_me())


@bp.route("/budgets/<uuid:budget_id>/approve", methods=["POST"])
@web.requires("administrator")
@web.refuses(errors.NotFound, rules.OwnBudget, rules.BudgetApproved)
@bp.response(200, schemas.BudgetOut)
def approve(budget_id: uuid.UUID) -> service.Budget:
    """Approve a budget that somebody else proposed."""
    return service.approve(budget_id, approved_by=_me())
