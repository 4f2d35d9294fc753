"""Runs of rights as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.accounts.rights import rules, schemas, service

bp = web.ApiBlueprint("accounts_rights_api", __name__, description="Crediting learning rights to everybody")


@bp.route("/rights-runs", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.UnknownRuleSet)
@bp.arguments(schemas.RunIn)
@bp.response(201, schemas.RunOut)
def dry_run(given: dict[str, Any]) -> service.Run:
    """Count a run: who gets how much, who gets nothing and why. Credits nothing."""
    return service.dry_run(given["rule_set"], given["on"], created_by=flask_login.current_user.person_id)


@bp.route("/rights-runs/<uuid:run_id>", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.RunOut)
def get_run(run_id: uuid.UUID) -> service.Run:
    """One run and how far it is."""
    return service.get_run(run_id)


@bp.route("/rights-runs/<uuid:run_id>/approve", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotADraft, rules.SameApprover, rules.CountTooOld, rules.AnotherRunIsBusy)
@web.idempotent
@bp.response(202, schemas.RunOut)
def approve(run_id: uuid.UUID) -> service.Run:
    """Approve a count that somebody else made; the worker then credits in batches."""
    return service.approve(run_id, approved_by=flask_login.current_user.person_id)
