"""Employers for their administrator, as JSON."""

from typing import Any

import flask_login

from leerloket import web
from leerloket.people.employers import admission, rules, schemas, service

bp = web.ApiBlueprint("people_employers_api", __name__, description="Employers")


@bp.route("/employers", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.EmployersIn, location="query")
@bp.response(200, schemas.EmployerList)
def list_employers(given: dict[str, Any]) -> dict[str, Any]:
    """Every employer by name."""
    found = service.search_employers(given["q"], after=given["cursor"], limit=51)
    return {"items": found[:50], "next": found[49].employer_id if len(found) > 50 else None}


@bp.route("/employers", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotAKvkNumber, rules.NotAnIban, rules.EmployerKnown, admission.FirstUserUnknown)
@bp.arguments(schemas.EmployerIn)
@bp.response(201, schemas.AdmittedEmployerOut)
def admit(given: dict[str, Any]) -> service.Employer:
    """Admit an employer; its first user when one is named gets a mail."""
    return admission.admit(**given, by=flask_login.current_user.person_id)
