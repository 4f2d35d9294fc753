"""The grid of participants by sessions on screen. With a keyboard: arrows move, space ticks."""

import uuid
from datetime import datetime

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.presence import service

bp = flask.Blueprint("presence", __name__)

GRID = "/aanbieder/uitvoeringen/<uuid:edition_id>/presentie"


@bp.get(GRID)
@web.requires("provider")
def grid(edition_id: uuid.UUID) -> str:
    """Everybody in an edition, with a box per session."""
    found = service.get_grid(own_provider(), edition_id)
    return flask.render_template("courses/presence/grid.html", grid=found)


@bp.post(GRID)
@web.requires("provider")
@web.shows_again(grid)
def save(edition_id: uuid.UUID) -> ResponseReturnValue:
    """Save the whole grid, and with the second button declare it."""
    provider_id, declare = own_provider(), "doorgeven" in flask.request.form
    present_at = _read(service.get_grid(provider_id, edition_id))
    service.save(provider_id, edition_id, present_at, declare=declare, actor_id=flask_login.current_user.person_id)
    flask.flash(_("De aanwezigheid is doorgegeven.") if declare else _("De presentie is bewaard."), "ok")
    return flask.redirect(flask.url_for("presence.grid", edition_id=edition_id), 303)


def _read(found: service.Grid) -> dict[uuid.UUID, list[datetime]]:
    """The boxes of the rows that were on the page and can change; what belongs to no row or session is left out."""
    numbers = {str(number): session.starts_at for number, session in enumerate(found.begun)}
    sent = set(flask.request.form.getlist("rij"))
    return {
        row.booking.booking_id: [
            numbers[number]
            for number in flask.request.form.getlist(f"was-{row.booking.booking_id}")
            if number in numbers
        ]
        for row in found.rows
        if row.may_change and str(row.booking.booking_id) in sent
    }
