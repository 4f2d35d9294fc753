"""The admission of providers on screen."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import web
from leerloket.courses.providers import service

bp = flask.Blueprint("providers", __name__)


@bp.get("/beheer/aanbieders/erkenning")
@web.requires("administrator")
def admissions() -> str:
    """Every provider, those that wait for an approval first."""
    everyone = sorted(service.list_providers(), key=lambda provider: provider.approved_at is not None)
    return flask.render_template("courses/providers/admissions.html", providers=everyone)


@bp.post("/beheer/aanbieders/erkenning/<uuid:provider_id>")
@web.requires("administrator")
@web.shows_again(lambda provider_id: admissions())
def approve(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Give an approval: the first waits, another person's admits."""
    service.approve(provider_id, flask_login.current_user.person_id)
    return flask.redirect(flask.url_for("providers.admissions"), 303)
