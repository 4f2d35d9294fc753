"""The users of an employer, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.people import rules as people_rules
from leerloket.people.officers import rules, schemas, service

bp = web.ApiBlueprint("people_officers_api", __name__, description="Who acts for an employer")


@bp.route("/employers/<uuid:employer_id>/officers", methods=["GET"])
@web.requires("employer")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.OfficerList)
def list_officers(employer_id: uuid.UUID) -> dict[str, Any]:
    """Everybody who acts for the employer."""
    service.check_acts_for(employer_id)
    return {"items": service.list_officers(employer_id), "next": None}


@bp.route("/employers/<uuid:employer_id>/officers", methods=["POST"])
@web.requires("employer")
@web.refuses(errors.NotFound, rules.NoAccountThere, people_rules.TooManyTries)
@bp.arguments(schemas.OfficerIn)
@bp.response(201, schemas.OfficerOut)
def add_officer(given: dict[str, Any], employer_id: uuid.UUID) -> service.Officer:
    """Let somebody with an account act for the employer; who is added and the others get a mail."""
    service.check_acts_for(employer_id)
    return service.add_officer(employer_id, given["email"], by=flask_login.current_user.person_id)


@bp.route("/employers/<uuid:employer_id>/officers/<uuid:person_id>", methods=["DELETE"])
@web.requires("employer")
@web.refuses(errors.NotFound, rules.LastOfficer)
@bp.response(204)
def remove_officer(employer_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """End what somebody may do for the employer, at their next request."""
    service.check_acts_for(employer_id)
    service.remove_officer(employer_id, person_id)
