"""Draws for the administrator: prepare one, and open what somebody else prepared."""

import dataclasses
import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import web
from leerloket.accounts.draws import rules, schemas, service
from leerloket.accounts.ledger import service as ledger
from leerloket.people import service as people
from leerloket.people import vault
from leerloket.people.regions import service as regions

bp = flask.Blueprint("beheer_lotingen", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/beheer/lotingen")
@web.requires("administrator", "controller")
def draws() -> str:
    """Every draw, also those that are being prepared."""
    return flask.render_template("accounts/draws/beheer_list.html", draws=service.list_draws(drafts=True))


@bp.get("/beheer/lotingen/nieuw")
@web.requires("administrator")
def new() -> str:
    """The form of a new draw."""
    return flask.render_template("accounts/draws/beheer_new.html", regions=regions.list_regions())


@bp.post("/beheer/lotingen/nieuw")
@web.requires("administrator")
@web.shows_again(new)
def prepare() -> ResponseReturnValue:
    """Keep a draw for a second person to open."""
    plan = schemas.plan_of_form(web.load(schemas.DrawForm(), flask.request.form))
    try:
        made = service.prepare(plan, created_by=_me())
    except rules.NotADraw as refusal:
        moved = [dataclasses.replace(error, field=schemas.FIELDS_OF_FORM[error.field]) for error in refusal.errors]
        raise rules.NotADraw(errors=moved) from refusal
    return flask.redirect(flask.url_for("beheer_lotingen.draw", draw_id=made.draw_id), 303)


@bp.get("/beheer/lotingen/<uuid:draw_id>")
@web.requires("administrator", "controller")
def draw(draw_id: uuid.UUID) -> str:
    """One draw: what was prepared, who opens it, how far it is."""
    found = service.get_draw(draw_id)
    named = people.list_persons([i for i in (found.created_by, found.opened_by) if i])
    return flask.render_template(
        "accounts/draws/beheer_draw.html",
        draw=found,
        names={person.person_id: person.name for person in named},
        counts=service.count_by_state(draw_id),
        left_cents=ledger.get_left_cents(draw_id) if found.state != "draft" else found.budget_cents,
        may_open=found.state == "draft"
        and found.created_by != _me()
        and flask_login.current_user.role == "administrator",
    )


@bp.post("/beheer/lotingen/<uuid:draw_id>/openen")
@web.requires("administrator")
@web.shows_again(draw)
@web.idempotent
def open_draw(draw_id: uuid.UUID) -> ResponseReturnValue:
    """A second person opens the draw."""
    service.open_draw(draw_id, opened_by=_me(), keys=vault.open_keys(flask.current_app.config["SETTINGS"]))
    return flask.redirect(flask.url_for("beheer_lotingen.draw", draw_id=draw_id), 303)
