"""The bookings of a person on screen."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.courses.bookings import calendar_file, confirmation, schemas, service, time_line

bp = flask.Blueprint("bookings", __name__)

SHOWN = 200


@bp.app_template_global()
def price_for_me(edition_id: uuid.UUID) -> service.Quote | None:
    """What an edition costs whoever looks, when that is a worker; for the page of a module."""
    person = flask_login.current_user
    if not person.is_authenticated or person.role != "worker":
        return None
    return service.quote(person.person_id, edition_id)


bp.add_app_template_filter(time_line.deadline_text, "deadline")
bp.add_app_template_filter(time_line.pot_label, "pot_label")
bp.add_app_template_filter(time_line.why_in_words, "why_in_words")
bp.add_app_template_filter(time_line.plain_euros, "euro_plain")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/boekingen")
@web.requires("worker")
def bookings() -> str:
    """What waits for you, what goes on, and what is over."""
    found = service.list_bookings(_me(), limit=SHOWN)
    return flask.render_template("courses/bookings/list.html", groups=time_line.in_groups(found))


@bp.get("/boekingen/<reference>")
@web.requires("worker")
def booking(reference: str) -> str:
    """One booking: where it stands, who must act by when, and what can be done."""
    found = service.get_by_reference(_me(), reference)
    return flask.render_template(
        "courses/bookings/booking.html", booking=found, steps=time_line.steps_of(found), now=clock.now()
    )


@bp.get("/boekingen/<reference>/klaar")
@web.requires("worker")
def done(reference: str) -> str:
    """The confirmation, with what happens next."""
    return flask.render_template("courses/bookings/done.html", booking=service.get_by_reference(_me(), reference))


@bp.get("/boekingen/<reference>/agenda.ics")
@web.requires("worker")
def calendar(reference: str) -> ResponseReturnValue:
    """The booking for an agenda."""
    found = service.get_by_reference(_me(), reference)
    text = calendar_file.calendar_file(found, clock.now(), flask.current_app.config["SETTINGS"].base_url)
    name = f"leerloket-{found.reference}.ics"
    return flask.Response(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/boekingen/<reference>/bevestiging.pdf")
@web.requires("worker")
def confirmation_pdf(reference: str) -> flask.Response:
    """The booking on paper."""
    return confirmation.answer(service.get_by_reference(_me(), reference), flask_login.current_user.name)


@bp.get("/boekingen/<reference>/annuleren")
@web.requires("worker")
def cancelling(reference: str) -> str:
    """What cancelling costs, before it is asked."""
    found = service.get_by_reference(_me(), reference)
    return flask.render_template(
        "courses/bookings/cancel.html", booking=found, cost_cents=found.cancel_cost(), may=found.may_be_cancelled()
    )


@bp.post("/boekingen/<reference>/annuleren")
@web.requires("worker")
@web.shows_again(cancelling)
@web.idempotent
def cancel(reference: str) -> ResponseReturnValue:
    """Cancel at the cost that was shown."""
    given = web.load(schemas.CancelForm(), flask.request.form)
    found = service.get_by_reference(_me(), reference)
    service.cancel(
        _me(),
        found.booking_id,
        by="person",
        actor_id=_me(),
        reason=given["reden"],
        expected_cost_cents=given["kosten"],
    )
    flask.flash(_("Uw boeking is geannuleerd."), "ok")
    return flask.redirect(flask.url_for("bookings.booking", reference=reference), 303)


@bp.post("/boekingen/<reference>/aanwezigheid")
@web.requires("worker")
@web.shows_again(booking)
@web.idempotent
def answer_attendance(reference: str) -> ResponseReturnValue:
    """Say whether the attendance is right."""
    given = web.load(schemas.AnswerForm(), flask.request.form)
    found = service.get_by_reference(_me(), reference)
    agree = given["klopt"] == "ja"
    service.answer_attendance(_me(), found.booking_id, agree=agree, reason=given["reden"], actor_id=_me())
    thanks = _("Dank u. De opleiding is betaald.") if agree else _("Dank u. Een medewerker kijkt ernaar.")
    flask.flash(thanks, "ok")
    return flask.redirect(flask.url_for("bookings.booking", reference=reference), 303)
