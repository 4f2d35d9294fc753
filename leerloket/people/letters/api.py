"""The print queue of letters as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, outbox, printing, web
from leerloket.people.letters import schemas, service

bp = web.ApiBlueprint("letters_api", __name__, description="Letters to people without e-mail")


@bp.route("/letter-batches", methods=["GET"])
@web.requires("administrator")
@bp.response(200, schemas.LetterBatchesOut)
def list_batches() -> dict[str, Any]:
    """How many letters wait, and the newest batches."""
    return {"waiting": outbox.count_letters(), "items": service.list_batches(), "next": None}


@bp.route("/letter-batches", methods=["POST"])
@web.requires("administrator")
@web.refuses(service.NothingToPrint)
@bp.response(201, schemas.LetterBatchOut)
def make_batch() -> service.LetterBatch:
    """Take the oldest letters out of the queue, at most 100, to print them."""
    return service.make_batch(by=flask_login.current_user.person_id)


@bp.route("/letter-batches/<uuid:batch_id>/letters.pdf", methods=["GET"])
@web.requires("administrator")
@web.refuses(errors.NotFound, printing.NoPdf, printing.TooHeavy, printing.Busy)
@bp.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def batch_pdf(batch_id: uuid.UUID) -> flask.Response:
    """One batch as tagged PDF, a page for each letter."""
    return printing.answer(service.draw(batch_id), f"leerloket-brieven-{batch_id}.pdf")
