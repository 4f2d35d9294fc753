"""Ratings on screen: the five questions of a booking, and what people think on the page of a module."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.courses.bookings import service as bookings
from leerloket.courses.ratings import rules, schemas, service

bp = flask.Blueprint("ratings", __name__)

bp.add_app_template_global(service.summarize, "rating_of_module")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.app_template_global()
def may_be_rated(booking: bookings.Booking) -> bool:
    """Whether the person can rate this booking now."""
    return rules.may_rate(service.visit_of(booking), clock.now())


@bp.app_template_global()
def rating_questions() -> list[tuple[str, str, str, str]]:
    """Per criterion: its name, the name of its field, its question, and its short name on the page of a module."""
    return [
        ("welcome", "ontvangst", _("Hoe was de ontvangst?"), _("Ontvangst")),
        ("content", "leerstof", _("Hoe was de inhoud van de opleiding?"), _("Inhoud")),
        ("teachers", "docenten", _("Hoe waren de docenten?"), _("Docenten")),
        ("means", "middelen", _("Hoe waren het lokaal en de spullen?"), _("Lokaal en spullen")),
        ("guidance", "begeleiding", _("Hoe goed werd u geholpen?"), _("Begeleiding")),
    ]


@bp.get("/boekingen/<reference>/beoordelen")
@web.requires("worker")
def rating(reference: str) -> str:
    """The five questions, filled in with what was given before."""
    booking = bookings.get_by_reference(_me(), reference)
    return flask.render_template(
        "courses/ratings/rating.html", booking=booking, given=service.get_rating(_me(), booking.booking_id)
    )


@bp.post("/boekingen/<reference>/beoordelen")
@web.requires("worker")
@web.shows_again(rating)
def rate(reference: str) -> ResponseReturnValue:
    """Keep the five answers."""
    booking = bookings.get_by_reference(_me(), reference)
    service.rate(_me(), booking.booking_id, web.load(schemas.RatingForm(), flask.request.form))
    flask.flash(_("Dank u. Uw oordeel helpt anderen kiezen."), "ok")
    return flask.redirect(flask.url_for("bookings.booking", reference=reference), 303)
