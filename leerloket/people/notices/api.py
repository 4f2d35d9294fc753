"""Choices of notices as JSON."""

import flask_login

from leerloket import outbox, web
from leerloket.people.notices import schemas

bp = web.ApiBlueprint("notices_api", __name__, description="What I want to be told, and how")


@bp.route("/notices", methods=["GET"])
@web.requires()
@bp.response(200, schemas.NoticesOut)
def get_notices() -> dict[str, str]:
    """How I hear of my plan, of consent, and of who looked at my data."""
    return outbox.choices_of(flask_login.current_user.person_id)


@bp.route("/notices", methods=["PATCH"])
@web.requires()
@bp.arguments(schemas.NoticesIn)
@bp.response(200, schemas.NoticesOut)
def choose_notices(given: dict[str, str]) -> dict[str, str]:
    """Choose how I hear of it from now on."""
    person_id = flask_login.current_user.person_id
    outbox.choose(person_id, given)
    return outbox.choices_of(person_id)
