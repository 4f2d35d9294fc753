"""Draws as JSON: for everybody to read, for people to enter, for administrators to prepare and open."""

import dataclasses
import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import errors, web
from leerloket.accounts.draws import rules, schemas, service
from leerloket.people import vault

bp = web.ApiBlueprint("accounts_draws_api", __name__, description="Fair draws of scarce money")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _keys() -> vault.Vault:
    return vault.open_keys(flask.current_app.config["SETTINGS"])


def _with_receipt(entered: service.MyEntry) -> dict[str, Any]:
    return dataclasses.asdict(entered) | {"receipt": service.get_receipt(entered, _keys())}


@bp.route("/draws", methods=["GET"])
@web.public
@bp.response(200, schemas.DrawsOut)
def list_draws() -> dict[str, Any]:
    """Draws that were opened, the last to close first."""
    return {"items": service.list_draws(), "next": None}


@bp.route("/draws", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotADraw)
@bp.arguments(schemas.DrawIn)
@bp.response(201, schemas.DrawOut)
def prepare(given: dict[str, Any]) -> service.Draw:
    """Prepare a draw. Nobody can enter before somebody else opens it."""
    return service.prepare(service.Plan(**given), created_by=_me())


@bp.route("/draws/<uuid:draw_id>", methods=["GET"])
@web.public
@web.refuses(errors.NotFound)
@bp.response(200, schemas.DrawOut)
def get_draw(draw_id: uuid.UUID) -> service.Draw:
    """One draw. One that is being prepared exists for administrators and controllers only."""
    if set(getattr(flask_login.current_user, "roles", ())) & {"administrator", "controller"}:
        return service.get_draw(draw_id)
    return service.get_public_draw(draw_id)


@bp.route("/draws/<uuid:draw_id>/open", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.OpenedAlready, rules.SameOpener, rules.NotADraw, errors.NotFound)
@web.idempotent
@bp.response(200, schemas.DrawOut)
def open_draw(draw_id: uuid.UUID) -> service.Draw:
    """Open a draw that somebody else prepared: sets the budget apart and publishes the hash of a secret seed."""
    return service.open_draw(draw_id, opened_by=_me(), keys=_keys())


@bp.route("/draws/<uuid:draw_id>/entries", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.NotOpenYet, rules.EntryClosed, rules.MayNotEnter, rules.EnteredAlready, errors.NotFound)
@bp.response(201, schemas.DrawEntryOut)
def enter(draw_id: uuid.UUID) -> dict[str, Any]:
    """Take part, once. The answer is a signed receipt; keep it.

    No key is needed: who enters again is told the code of the entry there is.
    """
    return _with_receipt(service.enter(_me(), draw_id))


@bp.route("/draws/<uuid:draw_id>/entries", methods=["GET"])
@web.public
@web.refuses(errors.NotFound)
@bp.arguments(schemas.PlacesQuery, location="query")
@bp.response(200, schemas.DrawnPlacesOut)
def list_places(given: dict[str, Any], draw_id: uuid.UUID) -> dict[str, Any]:
    """The order of the draw, a part at a time: codes only. Empty until it is drawn."""
    found = service.get_public_draw(draw_id)
    places = service.list_places(found.draw_id, after=given["cursor"])
    return {"items": places, "next": places[-1].place if len(places) == service.PAGE else None}


@bp.route("/draws/<uuid:draw_id>/entries/me", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.DrawEntryOut)
def my_entry(draw_id: uuid.UUID) -> dict[str, Any]:
    """Your entry with its receipt, and your place when it is drawn."""
    return _with_receipt(service.get_entry(_me(), draw_id))


@bp.route("/draws/<uuid:draw_id>/entries/me", methods=["DELETE"])
@web.requires("worker")
@web.refuses(rules.EntryClosed, errors.NotFound)
@bp.response(204)
def withdraw(draw_id: uuid.UUID) -> None:
    """Go out of the draw, before it closes."""
    service.withdraw(_me(), draw_id)


@bp.route("/draws/<uuid:draw_id>/claim", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.NothingToClaim, errors.NotFound)
@web.idempotent
@bp.response(200, schemas.ClaimOut)
def claim(draw_id: uuid.UUID) -> Any:
    """Take the money that was drawn, before `claimUntil`."""
    return service.claim(_me(), draw_id)


@bp.route("/draws/<uuid:draw_id>/decline", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.NothingToClaim, errors.NotFound)
@web.idempotent
@bp.response(204)
def decline(draw_id: uuid.UUID) -> None:
    """Leave the money, or your place in line, to the next."""
    service.decline(_me(), draw_id)


@bp.route("/draws/<uuid:draw_id>/result", methods=["GET"])
@web.public
@web.refuses(errors.NotFound)
@bp.response(200)
@bp.doc(responses={"200": schemas.RESULT_FILE})
def result(draw_id: uuid.UUID) -> ResponseReturnValue:
    """Everything with which anyone can repeat the draw; 404 until it is drawn."""
    return flask.jsonify(service.publish(service.get_public_draw(draw_id)))
