"""Booking together as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.desks import service as desks
from leerloket.advice.mandates import schemas, service
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue

bp = web.ApiBlueprint("advice_mandates_api", __name__, description="Booking together with a client, on a mandate")


@bp.route("/clients/<uuid:account_id>/bookings", methods=["POST"])
@web.requires("adviser")
@web.refuses(
    errors.NotFound, desks.NoDesk, ledger.BalanceTooLow, catalogue.Full, catalogue.EditionCancelled, catalogue.NoPrice
)
@web.idempotent
@bp.arguments(schemas.TogetherIn)
@bp.response(201, schemas.TogetherOut)
def book_together(given: dict[str, Any], account_id: uuid.UUID) -> bookings.Booking:
    """Book for a client who is with you and lets you see the account; the client gets a mail that names you."""
    return service.book_together(
        flask_login.current_user.person_id,
        account_id,
        given["edition_id"],
        key=web.request_key(),
        task_id=given["task_id"],
    )
