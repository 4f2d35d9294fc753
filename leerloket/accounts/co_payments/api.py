"""The requests to an employer to pay along, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.co_payments import rules, schemas, service
from leerloket.people.officers import service as officers

bp = web.ApiBlueprint("accounts_co_payments_api", __name__, description="Requests of employees to pay along")


@bp.route("/employers/<uuid:employer_id>/co-payments", methods=["GET"])
@web.requires("employer", scope="top-ups:read")
@web.refuses(errors.NotFound)
@bp.arguments(schemas.StateIn, location="query")
@bp.response(200, schemas.RequestList)
def list_requests(given: dict[str, Any], employer_id: uuid.UUID) -> dict[str, Any]:
    """The requests of people who work here today."""
    officers.check_acts_for(employer_id)
    return {"items": service.list_requests(employer_id, given["state"]), "next": None}


@bp.route("/employers/<uuid:employer_id>/co-payments/<uuid:co_payment_id>", methods=["GET"])
@web.requires("employer", scope="top-ups:read")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.RequestOut)
def get_request(employer_id: uuid.UUID, co_payment_id: uuid.UUID) -> service.Request:
    """One request."""
    officers.check_acts_for(employer_id)
    return service.get_request(employer_id, co_payment_id)


@bp.route("/employers/<uuid:employer_id>/co-payments/<uuid:co_payment_id>/accept", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(errors.NotFound, rules.AnsweredAlready)
@web.idempotent
@bp.response(200, schemas.RequestOut)
def accept(employer_id: uuid.UUID, co_payment_id: uuid.UUID) -> service.Request:
    """Pay along: `batchId` has the payment to make; the person is credited when it is in."""
    officers.check_acts_for(employer_id)
    service.accept(employer_id, co_payment_id, by=flask_login.current_user.person_id)
    return service.get_request(employer_id, co_payment_id)


@bp.route("/employers/<uuid:employer_id>/co-payments/<uuid:co_payment_id>/refuse", methods=["POST"])
@web.requires("employer", scope="top-ups:write")
@web.refuses(errors.NotFound, rules.AnsweredAlready)
@bp.arguments(schemas.RefusalIn)
@bp.response(200, schemas.RequestOut)
def refuse(given: dict[str, Any], employer_id: uuid.UUID, co_payment_id: uuid.UUID) -> service.Request:
    """Say no, with a reason that the person reads."""
    officers.check_acts_for(employer_id)
    service.refuse(employer_id, co_payment_id, given["reason"], by=flask_login.current_user.person_id)
    return service.get_request(employer_id, co_payment_id)
