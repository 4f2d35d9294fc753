"""What was paid in over a year, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import clock, errors, web
from leerloket.accounts.contributions import schemas, service
from leerloket.people.officers import service as officers

bp = web.ApiBlueprint("accounts_contributions_api", __name__, description="What was paid in over a year, for the tax")


def _year(given: dict[str, Any]) -> int:
    return given["year"] or clock.business_date().year


@bp.route("/accounts/me/contributions", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.arguments(schemas.YearIn, location="query")
@bp.response(200, schemas.OwnContributionsOut)
def mine(given: dict[str, Any]) -> service.WorkerYear:
    """What employers and you yourself paid in over a year, and what your own money paid for."""
    return service.get_worker_year(flask_login.current_user.person_id, _year(given))


@bp.route("/employers/<uuid:employer_id>/contributions", methods=["GET"])
@web.requires("employer", scope="statements:read")
@web.refuses(errors.NotFound)
@bp.arguments(schemas.YearIn, location="query")
@bp.response(200, schemas.EmployerContributionsOut)
def of_employer(given: dict[str, Any], employer_id: uuid.UUID) -> service.EmployerYear:
    """Your deposits of a year per employee and purpose, corrections counted; what came back only as one total."""
    officers.check_acts_for(employer_id)
    return service.get_employer_year(employer_id, _year(given))
