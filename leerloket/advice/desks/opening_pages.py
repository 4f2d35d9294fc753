"""An adviser says when people can make an appointment."""

import uuid
from datetime import time

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.advice.desks import labels, openings, schemas, service, slots

bp = flask.Blueprint("openings", __name__)

USUAL = slots.Hours(frozenset(range(1, 6)), time(9), time(17), daily_limit=6)
"""What the form proposes to an adviser who has no rule yet."""


@bp.get("/loket/beschikbaarheid")
@web.requires("adviser")
def opening() -> str:
    """The rules that hold now and later, and a form for another."""
    adviser = service.get_adviser(_me())
    today = clock.business_date()
    found = openings.list_openings([adviser.person_id], today)
    return flask.render_template(
        "advice/opening.html",
        openings=found,
        hours=openings.hours_of(found[-1]) if found else USUAL,
        weekdays=labels.WEEKDAYS,
        most=slots.MOST_TALKS,
    )


@bp.post("/loket/beschikbaarheid")
@web.requires("adviser")
@web.shows_again(opening)
def set_opening() -> ResponseReturnValue:
    """From a day on, see people at other hours."""
    given = web.load(schemas.OpeningForm(), flask.request.form)
    hours = slots.Hours(frozenset(given["dagen"]), given["van"], given["tot"], given["gesprekken"])
    openings.set_opening(_me(), hours, given["vanaf"])
    flask.flash(_("Opgeslagen. Afspraken die er al staan, blijven staan."))
    return flask.redirect(flask.url_for("openings.opening"), 303)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id
