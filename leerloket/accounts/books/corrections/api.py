"""Corrections and clawbacks as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.books.corrections import rules, schemas, service
from leerloket.accounts.ledger import reversals

bp = web.ApiBlueprint("accounts_corrections_api", __name__, description="Corrections and clawbacks, by two people")

PROPOSAL = (
    errors.NotFound,
    reversals.NotCorrectable,
    reversals.TakenBackAlready,
    reversals.MoreThanLeft,
    rules.CorrectionOpen,
    rules.OwnMoney,
    rules.OwnOrganisation,
)
DECISION = (errors.NotFound, rules.CorrectionDecided, rules.OwnProposal)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/corrections", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.CorrectionQuery, location="query")
@bp.response(200, schemas.CorrectionsOut)
def list_corrections(given: dict[str, Any]) -> dict[str, Any]:
    """Proposals: those that wait for a decision first, then the newest."""
    found = service.list_corrections(before=given["cursor"], limit=given["limit"])
    is_full = len(found) == given["limit"] and found[-1].state != "proposed"
    return {"items": found, "next": str(found[-1].number) if is_full else None}


@bp.route("/corrections", methods=["POST"])
@web.requires("administrator")
@web.refuses(*PROPOSAL)
@web.idempotent
@bp.arguments(schemas.CorrectionIn)
@bp.response(201, schemas.CorrectionOut)
def propose(given: dict[str, Any]) -> service.Correction:
    """Propose to take back a transfer, or a part of it. Moves nothing: another administrator decides."""
    return service.propose(given["transfer_id"], given["amount_cents"], given["reason"], proposed_by=_me())


@bp.route("/corrections/<uuid:correction_id>", methods=["GET"])
@web.requires("administrator", "controller")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.CorrectionOut)
def get_correction(correction_id: uuid.UUID) -> service.Correction:
    """One proposal."""
    return service.get_correction(correction_id)


@bp.route("/corrections/<uuid:correction_id>/approve", methods=["POST"])
@web.requires("administrator")
@web.refuses(
    *DECISION,
    rules.OwnMoney,
    rules.OwnOrganisation,
    reversals.PotsHoldLess,
    reversals.MoreThanLeft,
    reversals.TakenBackAlready,
)
@web.idempotent
@bp.response(200, schemas.CorrectionOut)
def approve(correction_id: uuid.UUID) -> service.Correction:
    """Agree with what somebody else proposed: the money moves at once."""
    return service.approve(correction_id, approved_by=_me())


@bp.route("/corrections/<uuid:correction_id>/reject", methods=["POST"])
@web.requires("administrator")
@web.refuses(*DECISION)
@bp.arguments(schemas.CorrectionRejectIn)
@bp.response(200, schemas.CorrectionOut)
def reject(given: dict[str, Any], correction_id: uuid.UUID) -> service.Correction:
    """Do not agree, with a reason."""
    return service.reject(correction_id, given["reason"], rejected_by=_me())


@bp.route("/corrections/<uuid:correction_id>/withdraw", methods=["POST"])
@web.requires("administrator")
@web.refuses(errors.NotFound, rules.CorrectionDecided, rules.NotYourProposal)
@bp.response(200, schemas.CorrectionOut)
def withdraw(correction_id: uuid.UUID) -> service.Correction:
    """Take your own proposal back."""
    return service.withdraw(correction_id, withdrawn_by=_me())
