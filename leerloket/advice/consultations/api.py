"""Consultations as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.advice.clients import service as clients
from leerloket.advice.consultations import rules, schemas, service
from leerloket.advice.desks import service as desks

bp = web.ApiBlueprint("advice_consultations_api", __name__, description="Talks at the desk")


@bp.route("/clients/<uuid:account_id>/consultations", methods=["POST"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk, rules.NoTopic, errors.Changed)
@bp.arguments(schemas.ConsultationIn)
@bp.response(201, schemas.ConsultationOut)
def record_consultation(given: dict[str, Any], account_id: uuid.UUID) -> service.Consultation:
    """Record a talk with a client who lets you; `close` locks it. An open talk of yours with this client goes on."""
    adviser_id = flask_login.current_user.person_id
    clients.open_client(adviser_id, account_id, "consult", "talk")
    closes = given.pop("close")
    talk = service.start(adviser_id, account_id)
    service.save(
        adviser_id, account_id, talk.consultation_id, service.Content(**given), version=talk.version, edit_token=""
    )
    if closes:
        service.close(adviser_id, account_id, talk.consultation_id)
    return service.get_consultation(account_id, talk.consultation_id)
