"""Bookings that move to another date, as JSON, for the person."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import schemas, service

bp = web.ApiBlueprint("courses_moves_api", __name__, description="Bookings that move to another date")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/bookings/<uuid:booking_id>/dates", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.MoveDatesOut)
def list_dates(booking_id: uuid.UUID) -> dict[str, Any]:
    """The other dates of the module with a seat for you, and the difference in price."""
    return {"items": service.list_dates(bookings.get_booking(_me(), booking_id)), "next": None}


@bp.route("/bookings/<uuid:booking_id>/move", methods=["POST"])
@web.requires("worker")
@web.refuses(
    service.MovingTooLate,
    service.NotThisModule,
    service.DateAlready,
    bookings.StepNotPossible,
    *bookings.REFUSES_A_SEAT,
    catalogue.NoPrice,
    errors.NotFound,
)
@web.idempotent
@bp.arguments(schemas.MoveIn)
@bp.response(201, schemas.MovedBookingOut)
def move(given: dict[str, Any], booking_id: uuid.UUID) -> tuple[bookings.Booking, int, dict[str, str]]:
    """Move a booking to another date of the same module, as long as cancelling it is free.

    Answers the booking that took its place, with a reference of its own. What was confirmed stays confirmed.
    """
    booking = service.move(
        _me(),
        booking_id,
        given["edition_id"],
        actor_id=_me(),
        expected_price_cents=given["expected_price_cents"],
    )
    return booking, 201, {"Location": f"/api/v1/bookings/{booking.booking_id}"}
