"""Standing rules as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.agreements import rules, schemas, service
from leerloket.people.officers import service as officers

bp = web.ApiBlueprint("accounts_agreements_api", __name__, description="Standing rules of an employer")


@bp.route("/employers/<uuid:employer_id>/agreements", methods=["GET"])
@web.requires("employer", scope="top-ups:read")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.RuleList)
def list_agreements(employer_id: uuid.UUID) -> dict[str, Any]:
    """The rules of the employer, those that hold first."""
    officers.check_acts_for(employer_id)
    return {"items": service.list_standings(employer_id), "next": None}


@bp.route("/employers/<uuid:employer_id>/agreement-previews", methods=["POST"])
@web.requires("employer", scope="top-ups:read")
@web.refuses(errors.NotFound, rules.LimitTooLow, rules.StartsTooEarly, rules.StartsTooLate)
@bp.arguments(schemas.RuleIn)
@bp.response(200, schemas.ReachOut)
def preview(given: dict[str, Any], employer_id: uuid.UUID) -> service.Reach:
    """For how many employees of today a rule would hold, and what that costs. Nothing is kept."""
    officers.check_acts_for(employer_id)
    service.check(given["terms"], given["starts_on"])
    return service.preview(employer_id, **given)


@bp.route("/employers/<uuid:employer_id>/agreements", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(errors.NotFound, rules.LimitTooLow, rules.StartsTooEarly, rules.StartsTooLate)
@web.idempotent
@bp.arguments(schemas.RuleIn)
@bp.response(201, schemas.RuleOut)
def agree(given: dict[str, Any], employer_id: uuid.UUID) -> service.Standing:
    """Make a rule: from its first day it asks for payment every night for who it holds."""
    officers.check_acts_for(employer_id)
    return service.agree(employer_id, **given, by=flask_login.current_user.person_id)


@bp.route("/employers/<uuid:employer_id>/agreements/<uuid:agreement_id>", methods=["GET"])
@web.requires("employer", scope="top-ups:read")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.RuleOut)
def get_agreement(employer_id: uuid.UUID, agreement_id: uuid.UUID) -> service.Standing:
    """One rule with all its versions."""
    officers.check_acts_for(employer_id)
    return service.get_standing(employer_id, agreement_id)


@bp.route("/employers/<uuid:employer_id>/agreements/<uuid:agreement_id>/versions", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(errors.NotFound, rules.Stopped, rules.LimitTooLow, rules.StartsTooEarly, rules.StartsTooLate)
@web.idempotent
@bp.arguments(schemas.RuleIn)
@bp.response(201, schemas.RuleOut)
def change(given: dict[str, Any], employer_id: uuid.UUID, agreement_id: uuid.UUID) -> service.Standing:
    """Let a rule say something else from a day on."""
    officers.check_acts_for(employer_id)
    return service.change(employer_id, agreement_id, **given, by=flask_login.current_user.person_id)


@bp.route("/employers/<uuid:employer_id>/agreements/<uuid:agreement_id>/stop", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(errors.NotFound, rules.Stopped)
@bp.response(200, schemas.RuleOut)
def stop(employer_id: uuid.UUID, agreement_id: uuid.UUID) -> service.Standing:
    """Let a rule give nothing more from today; what waits for payment stays."""
    officers.check_acts_for(employer_id)
    return service.stop(employer_id, agreement_id)
