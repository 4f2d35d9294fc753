"""The newsletter as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import web
from leerloket.advice.newsletter import rules, schemas, service
from leerloket.people import service as people
from leerloket.people.regions import service as regions

bp = web.ApiBlueprint("advice_newsletter_api", __name__, description="A mail per month with what is new in a region")


@bp.route("/newsletter/requests", methods=["POST"])
@web.public
@web.refuses(regions.UnknownRegion, people.TooManyTries)
@bp.arguments(schemas.NewsletterIn)
@bp.response(202)
def ask_newsletter(given: dict[str, Any]) -> None:
    """Ask for the newsletter at an address; a mail there asks whether that was meant. The answer is always the same."""
    origin = flask.request.remote_addr or ""
    service.ask(given["email"], given["region_code"], language=given["language"], origin=origin)


@bp.route("/newsletter", methods=["GET"])
@web.requires()
@bp.response(200, schemas.OwnNewsletterOut)
def get_own_newsletter() -> dict[str, str | None]:
    """The newsletter of which region you get."""
    return _own(flask_login.current_user.person_id)


@bp.route("/newsletter", methods=["PUT"])
@web.requires()
@web.refuses(regions.UnknownRegion, rules.NoAddress)
@bp.arguments(schemas.OwnNewsletterBody)
@bp.response(200, schemas.OwnNewsletterOut)
def choose_own_newsletter(given: dict[str, Any]) -> dict[str, str | None]:
    """Choose the newsletter of a region, or none."""
    service.choose_own(flask_login.current_user.person_id, given["region_code"])
    return _own(flask_login.current_user.person_id)


def _own(person_id: uuid.UUID) -> dict[str, str | None]:
    mine = service.find_own(person_id)
    return {"region_code": mine.region_code if mine else None}
