"""Moving a booking to another date, on screen."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.bookings import service as bookings
from leerloket.courses.moves import schemas, service

bp = flask.Blueprint("moves", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


bp.add_app_template_global(service.may_move, "may_be_moved")
bp.add_app_template_global(bookings.find_successor, "moved_to")


@bp.get("/boekingen/<reference>/verplaatsen")
@web.requires("worker")
def moving(reference: str) -> str:
    """The dates a booking can move to; with one of them chosen, what that means."""
    booking = bookings.get_by_reference(_me(), reference)
    dates = service.list_dates(booking) if service.may_move(booking) else []
    chosen = flask.request.values.get("datum", type=uuid.UUID)
    date = next((date for date in dates if date.edition.edition_id == chosen), None)
    if date is not None:
        return flask.render_template("courses/moves/check.html", booking=booking, date=date)
    return flask.render_template(
        "courses/moves/dates.html", booking=booking, dates=dates, may=service.may_move(booking)
    )


@bp.post("/boekingen/<reference>/verplaatsen")
@web.requires("worker")
@web.shows_again(moving)
@web.idempotent
def move(reference: str) -> ResponseReturnValue:
    """Move to the date and at the price that were shown."""
    given = web.load(schemas.MoveForm(), flask.request.form)
    booking = service.move(
        _me(),
        bookings.get_by_reference(_me(), reference).booking_id,
        given["datum"],
        actor_id=_me(),
        expected_price_cents=given["prijs"],
    )
    flask.flash(_("Uw boeking is verplaatst."), "ok")
    return flask.redirect(flask.url_for("bookings.booking", reference=booking.reference), 303)
