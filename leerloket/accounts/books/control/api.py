"""A controller's sample over the API."""

from typing import Any

import flask

from leerloket import web
from leerloket.accounts.books.control import schemas, service

bp = web.ApiBlueprint("accounts_control_api", __name__, description="A controller's sample of bookings")

ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@bp.route("/samples/bookings.zip", methods=["GET"])
@web.requires("controller")
@bp.arguments(schemas.SampleQuery, location="query")
@bp.doc(responses={"200": {"description": "One JSON file per booking with its whole trail.", "content": ZIP}})
def sample(given: dict[str, Any]) -> flask.Response:
    """A random sample of bookings with everything about them, by pseudonym; the same seed gives the same sample."""
    response = flask.make_response(service.take_sample(given["count"], given["seed"]))
    response.content_type = "application/zip"
    return response
