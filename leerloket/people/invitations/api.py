"""Invitations as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, printing, web
from leerloket.people import rules as people_rules
from leerloket.people.employers import service as employers
from leerloket.people.invitations import letters, rules, schemas, service
from leerloket.people.officers import service as officers

bp = web.ApiBlueprint("people_invitations_api", __name__, description="Inviting employees by a code")

PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}


@bp.route("/employers/<uuid:employer_id>/invitations", methods=["GET"])
@web.requires("employer", scope="employees:read")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.InvitationList)
def list_invitations(employer_id: uuid.UUID) -> dict[str, Any]:
    """The invitations of the employer, newest first."""
    officers.check_acts_for(employer_id)
    return {"items": service.list_invitations(employer_id), "next": None}


@bp.route("/employers/<uuid:employer_id>/invitations", methods=["POST"])
@web.requires("employer", scope="employees:write")
@web.refuses(errors.NotFound, people_rules.HoldsBsn)
@bp.arguments(schemas.InvitationsIn)
@bp.response(201, schemas.NewInvitationList)
def invite(given: dict[str, Any], employer_id: uuid.UUID) -> dict[str, Any]:
    """Invite people at once: answers their codes, once. Print the letters, or make your own."""
    officers.check_acts_for(employer_id)
    made = service.invite(employer_id, given["people"], by=flask_login.current_user.person_id)
    return {"items": made, "next": None}


@bp.route("/employers/<uuid:employer_id>/invitations/<uuid:invitation_id>", methods=["DELETE"])
@web.requires("employer", scope="employees:write")
@web.refuses(errors.NotFound)
@bp.response(204)
def withdraw(employer_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
    """End an invitation that was not used."""
    officers.check_acts_for(employer_id)
    service.withdraw(employer_id, invitation_id)


@bp.route("/employers/<uuid:employer_id>/invitation-batches/<uuid:letters_id>/letters.pdf", methods=["GET"])
@web.requires("employer", scope="employees:read")
@web.refuses(errors.NotFound, printing.NoPdf, printing.TooHeavy, printing.Busy)
@bp.doc(responses={"200": {"description": "A page per letter, tagged PDF/UA-1.", "content": PDF}})
def letters_pdf(employer_id: uuid.UUID, letters_id: uuid.UUID) -> flask.Response:
    """The letters of one batch, to who did not join yet."""
    officers.check_acts_for(employer_id)
    pdf = letters.draw(employers.get_employer(employer_id), service.get_letters(employer_id, letters_id))
    return printing.answer(pdf, "leerloket-brieven.pdf", disposition="attachment")


@bp.route("/invitations/accept", methods=["POST"])
@web.requires()
@web.refuses(rules.WrongInvitationCode, people_rules.TooManyTries)
@bp.arguments(schemas.CodeIn)
@bp.response(200, schemas.JoinedOut)
def accept(given: dict[str, Any]) -> employers.Employer:
    """Join the employer whose letter has this code, as the person of the token."""
    found = service.find(given["code"], origin=flask.request.remote_addr or "")
    return service.accept(found.employer_id, found.invitation_id, flask_login.current_user.person_id)
