"""Ratings as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.ratings import rules, schemas, service
from leerloket.courses.ratings.models import Rating

bp = web.ApiBlueprint("courses_ratings_api", __name__, description="What people who attended think of a module")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/bookings/<uuid:booking_id>/rating", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.RatingOut)
def get_rating(booking_id: uuid.UUID) -> Rating:
    """What you gave this booking."""
    found = service.get_rating(_me(), booking_id)
    if found is None:
        raise errors.NotFound
    return found


@bp.route("/bookings/<uuid:booking_id>/rating", methods=["PUT"])
@web.requires("worker")
@web.refuses(rules.NotAttended, rules.RatedTooLate, errors.NotFound)
@bp.arguments(schemas.RatingIn)
@bp.response(200, schemas.RatingOut)
def rate(given: dict[str, Any], booking_id: uuid.UUID) -> Rating:
    """Give a booking you attended one to five on each criterion, or change what you gave, within three months."""
    return service.rate(_me(), booking_id, given)


@bp.route("/modules/<uuid:module_id>/rating", methods=["GET"])
@web.public
@web.refuses(catalogue.UnknownModule)
@bp.response(200, schemas.SummaryOut)
def summarize(module_id: uuid.UUID) -> service.Summary | dict[str, Any]:
    """What people who attended think of a module; shown from five ratings."""
    module = catalogue.get_module(module_id)
    return service.summarize(module.module_id) or {"count": 0, "overall": None, "averages": None}
