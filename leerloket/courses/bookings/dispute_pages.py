"""Attendance that people dispute, and bookings that got stuck, for administrators."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.courses.bookings import schemas, service
from leerloket.people.reads import service as looked_at

bp = flask.Blueprint("disputes", __name__)

WHY = "Beslissen over een boeking"
"""The purpose that is told to the person whose booking an administrator opens."""


@bp.get("/beheer/geschillen")
@web.requires("administrator", "controller")
def disputes() -> str:
    """Disputes, oldest first, and bookings whose provider is late with attendance."""
    now = clock.now()
    late = [booking for booking in service.list_without_attendance(now) if booking.attendance_by <= now]
    return flask.render_template("courses/bookings/disputes.html", disputed=service.list_disputed(), late=late)


@bp.get("/beheer/geschillen/<uuid:booking_id>")
@web.requires("administrator")
def dispute(booking_id: uuid.UUID) -> str:
    """One booking to decide on: what both sides say."""
    account_id = service.account_of(booking_id)
    looked_at.record(account_id, object_type="booking", purpose=WHY, object_id=booking_id)
    booking = service.get_booking(account_id, booking_id)
    return flask.render_template("courses/bookings/dispute.html", booking=booking)


@bp.post("/beheer/geschillen/<uuid:booking_id>")
@web.requires("administrator")
@web.shows_again(dispute)
@web.idempotent
def resolve(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Decide: how much the person was there, or force majeure. A booking without dispute can only be ended."""
    given = web.load(schemas.ResolutionForm(), flask.request.form)
    account_id, actor_id = service.account_of(booking_id), flask_login.current_user.person_id
    booking = service.get_booking(account_id, booking_id)
    is_force_majeure = given["besluit"] == "overmacht"
    if is_force_majeure and (booking.attendance is None or booking.attendance.answer != "disputed"):
        service.cancel(account_id, booking_id, by="administrator", actor_id=actor_id, reason=given["reden"])
    else:
        service.resolve_attendance(
            account_id,
            booking_id,
            present_pct=booking.attendance.present_pct
            if is_force_majeure and booking.attendance
            else given["aanwezig"],
            force_majeure=is_force_majeure,
            reason=given["reden"],
            actor_id=actor_id,
        )
    flask.flash(_("Het besluit over %(reference)s is vastgelegd.", reference=booking.reference), "ok")
    return flask.redirect(flask.url_for("disputes.disputes"), 303)
