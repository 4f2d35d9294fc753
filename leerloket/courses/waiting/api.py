"""Waiting lists as JSON, for the person."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.waiting import rules, schemas, service

bp = web.ApiBlueprint("courses_waiting_api", __name__, description="Waiting lists of full editions")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/editions/<uuid:edition_id>/waiting-list", methods=["POST"])
@web.requires("worker")
@web.refuses(
    rules.SeatsFree,
    rules.TooManyPlaces,
    bookings.TooLate,
    bookings.NotOnOffer,
    bookings.ProviderClosed,
    bookings.OwnProvider,
    bookings.BookedAlready,
    catalogue.EditionCancelled,
    catalogue.NoPrice,
    errors.NotFound,
)
@web.idempotent
@bp.response(201, schemas.PlaceOut)
def join(edition_id: uuid.UUID) -> service.Place:
    """Stand in line for a full edition. Who stands there already keeps the place.

    When a seat comes free it is kept for the first in line, who can book it within 48 hours with `POST /bookings`.
    """
    return service.join(_me(), edition_id)


@bp.route("/editions/<uuid:edition_id>/waiting-list", methods=["DELETE"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(204)
def leave(edition_id: uuid.UUID) -> None:
    """Leave the line. A seat that was kept for you goes to the next."""
    service.leave(_me(), edition_id)


@bp.route("/waiting-list", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.PlacesOut)
def list_places() -> dict[str, Any]:
    """The lines you stand in, with your place and any offer."""
    return {"items": service.list_places(_me()), "next": None}
