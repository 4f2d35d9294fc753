"""Whether the books add up, as JSON."""

from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.proof import schemas, service

bp = web.ApiBlueprint("accounts_proof_api", __name__, description="Do the books add up?")


def _with_sentences(proof: service.Proof) -> dict[str, Any]:
    said = {invariant.name: invariant for invariant in service.list_invariants()}
    findings = [
        {**found, "sentence": said[found["name"]].sentence, "sentence_nl": said[found["name"]].sentence_nl}
        for found in proof.findings
        if found["name"] in said
    ]
    return {column.name: getattr(proof, column.name) for column in proof.__table__.columns} | {"findings": findings}


@bp.route("/proofs/last", methods=["GET"])
@web.requires("administrator", "controller")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.ProofOut)
def last_proof() -> dict[str, Any]:
    """The newest check of the books: every sentence, what breaks it, and the head of the hash chain."""
    found = service.find_last()
    if found is None:
        raise errors.NotFound
    return _with_sentences(found)


@bp.route("/proofs", methods=["POST"])
@web.requires("administrator", "controller")
@bp.response(201, schemas.ProofOut)
def prove() -> dict[str, Any]:
    """Check the books now, for at most twenty seconds; sentences that did not fit in that time are not finished."""
    made = service.prove(asked_by=flask_login.current_user.person_id, whole_chain=False, seconds=service.SECONDS)
    return _with_sentences(made)
