"""What a provider does on screen: answer requests, declare attendance, call an edition off."""

import uuid
from collections import defaultdict
from datetime import datetime

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, errors, web
from leerloket.courses.bookings import rules, schemas, service

bp = flask.Blueprint("provider_bookings", __name__)

SHOWN = 500


def own_provider() -> uuid.UUID:
    """The provider of the role that counts now; raises NotFound for a role without one."""
    provider_id: uuid.UUID | None = flask_login.current_user.organisation_id
    if provider_id is None:
        raise errors.NotFound
    return provider_id


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.get("/aanbieder")
@web.requires("provider")
def to_do() -> str:
    """What waits for this provider, by deadline, and the editions people booked."""
    provider_id, now = own_provider(), clock.now()
    requests = service.list_for_provider(provider_id, states=["reserved"], limit=SHOWN)
    late = service.list_without_attendance(now, provider_id=provider_id)
    confirmed = service.list_for_provider(provider_id, states=["confirmed"], limit=SHOWN)
    return flask.render_template(
        "courses/bookings/provider/to_do.html",
        requests=requests,
        without_attendance=_by_edition(late),
        coming=_by_edition([booking for booking in confirmed if booking.ends_at > now]),
    )


def _by_edition(bookings: list[service.Booking]) -> list[list[service.Booking]]:
    editions: dict[tuple[datetime, uuid.UUID], list[service.Booking]] = defaultdict(list)
    for booking in bookings:
        editions[booking.starts_at, booking.edition_id].append(booking)
    return [editions[key] for key in sorted(editions)]


@bp.get("/aanbieder/aanvragen")
@web.requires("provider")
def requests() -> str:
    """The queue of requests, the first deadline on top."""
    found = service.list_for_provider(own_provider(), states=["reserved"], limit=SHOWN)
    return flask.render_template(
        "courses/bookings/provider/requests.html", bookings=found, names=service.names_of(found), now=clock.now()
    )


@bp.post("/aanbieder/aanvragen/<uuid:booking_id>/bevestigen")
@web.requires("provider")
@web.shows_again(lambda booking_id: requests())
def accept(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Say yes."""
    booking = service.accept(own_provider(), booking_id, actor_id=_me())
    flask.flash(_("Boeking %(reference)s is bevestigd.", reference=booking.reference), "ok")
    return flask.redirect(flask.url_for("provider_bookings.requests"), 303)


@bp.get("/aanbieder/aanvragen/<uuid:booking_id>/afwijzen")
@web.requires("provider")
def rejecting(booking_id: uuid.UUID) -> str:
    """Ask for the reason of a no."""
    booking = service.get_for_provider(own_provider(), booking_id)
    return flask.render_template(
        "courses/bookings/provider/reject.html", booking=booking, names=service.names_of([booking])
    )


@bp.post("/aanbieder/aanvragen/<uuid:booking_id>/afwijzen")
@web.requires("provider")
@web.shows_again(rejecting)
@web.idempotent
def reject(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Say no, with the reason."""
    given = web.load(schemas.ReasonForm(), flask.request.form)
    booking = service.reject(own_provider(), booking_id, reason=given["reden"], actor_id=_me())
    flask.flash(_("Boeking %(reference)s is afgewezen.", reference=booking.reference), "ok")
    return flask.redirect(flask.url_for("provider_bookings.requests"), 303)


def _of_edition(edition_id: uuid.UUID) -> list[service.Booking]:
    """Everybody who takes part in an own edition; an edition without is not shown (NotFound)."""
    states = ("confirmed", "attended", "no_show", "paid")
    found = service.list_for_provider(own_provider(), states=states, edition_id=edition_id, limit=SHOWN)
    if not found:
        raise errors.NotFound
    return found


@bp.get("/aanbieder/uitvoeringen/<uuid:edition_id>/aanwezigheid")
@web.requires("provider")
def attendance(edition_id: uuid.UUID) -> str:
    """Everybody in an edition, with what was declared."""
    found = _of_edition(edition_id)
    names = service.names_of(found)
    return flask.render_template(
        "courses/bookings/provider/attendance.html",
        bookings=sorted(found, key=lambda booking: names.get(booking.account_id, "").casefold()),
        names=names,
        has_started=found[0].starts_at <= clock.now(),
    )


@bp.post("/aanbieder/uitvoeringen/<uuid:edition_id>/aanwezigheid")
@web.requires("provider")
@web.shows_again(attendance)
def declare_attendance(edition_id: uuid.UUID) -> ResponseReturnValue:
    """Declare what was filled in; what was declared already stays."""
    own = {str(booking.booking_id): booking for booking in _of_edition(edition_id)}
    if "allen" in flask.request.form:
        wanted = {key: 100 for key, booking in own.items() if booking.attendance is None}
    else:
        wanted = schemas.read_percentages(flask.request.form)
    for key in sorted(wanted.keys() & own.keys()):
        _declare(own[key], wanted[key])
    flask.flash(_("De aanwezigheid is doorgegeven."), "ok")
    return flask.redirect(flask.url_for("provider_bookings.attendance", edition_id=edition_id), 303)


def _declare(booking: service.Booking, present_pct: int) -> None:
    """Declare for one person; a refusal is shown at that person's field."""
    try:
        service.declare_attendance(own_provider(), booking.booking_id, present_pct, actor_id=_me())
    except errors.Conflict as refusal:
        refusal.field = f"pct.{booking.booking_id}"
        raise


@bp.get("/aanbieder/uitvoeringen/<uuid:edition_id>/afzeggen")
@web.requires("provider")
def calling_off(edition_id: uuid.UUID) -> str:
    """What calling an edition off means, before it is asked."""
    found = service.list_for_provider(own_provider(), states=rules.HOLDS_SEAT, edition_id=edition_id, limit=SHOWN)
    if not found:
        raise errors.NotFound
    return flask.render_template("courses/bookings/provider/call_off.html", bookings=found)


@bp.post("/aanbieder/uitvoeringen/<uuid:edition_id>/afzeggen")
@web.requires("provider")
@web.shows_again(calling_off)
@web.idempotent
def call_off(edition_id: uuid.UUID) -> ResponseReturnValue:
    """Call the edition off: everybody gets everything back."""
    given = web.load(schemas.ReasonForm(), flask.request.form)
    count = service.cancel_edition(own_provider(), edition_id, actor_id=_me(), reason=given["reden"])
    flask.flash(_("De uitvoering is afgezegd. %(count)s boekingen zijn beëindigd.", count=count), "ok")
    return flask.redirect(flask.url_for("provider_bookings.to_do"), 303)
