"""Who was at which session, as JSON, for the provider."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.bookings.provider_api import own_provider
from leerloket.courses.presence import schemas, service

bp = web.ApiBlueprint("courses_presence_api", __name__, description="Presence per session")


@bp.route("/provider/editions/<uuid:edition_id>/presence", methods=["GET"])
@web.requires("provider", scope="bookings:read")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.PresenceOut)
def get_presence(edition_id: uuid.UUID) -> service.Grid:
    """Everybody in an own edition, and at which sessions they were."""
    return service.get_grid(own_provider(), edition_id)


@bp.route("/provider/editions/<uuid:edition_id>/presence", methods=["PUT"])
@web.requires("provider", scope="attendance:write")
@web.refuses(service.SessionsToCome, errors.NotFound)
@bp.arguments(schemas.PresenceIn)
@bp.response(200, schemas.PresenceOut)
def save_presence(given: dict[str, Any], edition_id: uuid.UUID) -> service.Grid:
    """Save at which sessions people were, all rows or none; every refused row is named in `errors`."""
    present_at = {row["booking_id"]: row["attended"] for row in given["rows"]}
    actor_id = flask_login.current_user.person_id
    return service.save(own_provider(), edition_id, present_at, declare=given["declare"], actor_id=actor_id)
