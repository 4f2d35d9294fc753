"""The admission of providers as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.courses.providers import rules, schemas, service

bp = web.ApiBlueprint("providers_api", __name__, description="The admission of providers")


@bp.route("/providers/<uuid:provider_id>/admission", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.AdmittedAlready, rules.SamePersonAdmits, service.UnknownProvider)
@bp.arguments(schemas.AdmissionIn)
@bp.response(200, schemas.AdmissionOut)
def approve(given: dict[str, Any], provider_id: uuid.UUID) -> service.Provider:
    """Approve a provider. The first approval waits; another administrator's admits."""
    return service.approve(provider_id, flask_login.current_user.person_id, until=given["until"])
