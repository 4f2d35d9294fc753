"""A person's own appointments, and making one in three steps: topic, time, check.

What was chosen travels in the address until the last button.
"""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import calendar_file, clock, errors, web
from leerloket.advice.desks import appointments, labels, openings, schemas, service, slots

bp = flask.Blueprint("appointments", __name__)

DAYS_SHOWN = 5
"""How many days with free times one page shows."""


@bp.get("/afspraken")
@web.requires("worker")
def overview() -> str:
    """What still comes, the nearest first, and what is over."""
    found = appointments.list_own(_me())
    coming = [one for one in reversed(found) if appointments.is_coming(one)]
    return _render(
        "list",
        coming=coming,
        over=[one for one in found if one not in coming],
        desks={one.desk_id: service.get_desk(one.desk_id) for one in found},
    )


@bp.get("/afspraken/<uuid:appointment_id>")
@web.requires("worker")
def appointment(appointment_id: uuid.UUID) -> str:
    """One appointment: when, where, with whom, and what can be done."""
    found = appointments.get_own(_me(), appointment_id)
    return _render("appointment", appointment=found, **_facts(found))


@bp.get("/afspraken/<uuid:appointment_id>/agenda.ics")
@web.requires("worker")
def calendar(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """The appointment for an agenda."""
    found = appointments.get_own(_me(), appointment_id)
    desk = service.get_desk(found.desk_id)
    base_url = flask.current_app.config["SETTINGS"].base_url
    event = calendar_file.Event(
        key=str(found.appointment_id),
        starts_at=found.starts_at,
        ends_at=appointments.ends_at(found),
        title=_("Afspraak bij %(desk)s", desk=desk.name),
        description=_("Kunt u niet komen? Bel %(phone)s.", phone=desk.phone),
        url=base_url + flask.url_for("appointments.appointment", appointment_id=found.appointment_id),
        place=desk.address if found.channel == "desk" else "",
    )
    return flask.Response(
        calendar_file.write(event, clock.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="leerloket-afspraak.ics"'},
    )


# --- make -------------------------------------------------------------------------------------------------


@bp.get("/afspraken/maken")
@web.requires("worker")
def start() -> str:
    """Step 1: what it is about, how, and where when there is a choice."""
    return _render("start", desks=appointments.list_desks_of(_me()), given=flask.request.args)


@bp.post("/afspraken/maken")
@web.requires("worker")
@web.shows_again(start)
def choose_topic() -> ResponseReturnValue:
    """On to the times."""
    given = web.load(schemas.StartForm(), flask.request.form)
    return flask.redirect(flask.url_for("appointments.times", **given), 303)


@bp.get("/afspraken/maken/tijd")
@web.requires("worker")
def times() -> ResponseReturnValue:
    """Step 2: the free times, by day."""
    given = _read(schemas.StartForm(), flask.request.args, ("onderwerp", "hoe", "loket"))
    if given is None:
        return _back_to_start()
    return _render("times", given=given, **_shown_times(given["loket"]))


@bp.post("/afspraken/maken/tijd")
@web.requires("worker")
@web.shows_again(times)
def choose_time() -> ResponseReturnValue:
    """On to the check."""
    chosen = _read(schemas.StartForm(), flask.request.args, ("onderwerp", "hoe", "loket"))
    if chosen is None:
        return _back_to_start()
    given = web.load(schemas.TimeForm(), flask.request.form)
    return flask.redirect(flask.url_for("appointments.check", **chosen, tijd=given["tijd"].isoformat()), 303)


@bp.get("/afspraken/maken/controle")
@web.requires("worker")
def check() -> ResponseReturnValue:
    """Step 3: everything once more."""
    given = _read(schemas.CheckForm(), flask.request.values, ("onderwerp", "hoe", "loket", "tijd"))
    if given is None:
        return _back_to_start()
    return _render("check", given=given, desk=service.get_desk(given["loket"]))


@bp.post("/afspraken/maken/controle")
@web.requires("worker")
@web.shows_again(check)
@web.idempotent
def make() -> ResponseReturnValue:
    """Make the appointment."""
    given = web.load(schemas.CheckForm(), flask.request.form)
    made = appointments.make(_me(), given["loket"], given["tijd"], given["onderwerp"], given["hoe"])
    flask.flash(_("Uw afspraak staat vast. U krijgt een e-mail."))
    return flask.redirect(flask.url_for("appointments.appointment", appointment_id=made.appointment_id), 303)


# --- move and call off ------------------------------------------------------------------------------------


@bp.get("/afspraken/<uuid:appointment_id>/verplaatsen")
@web.requires("worker")
def moving(appointment_id: uuid.UUID) -> str:
    """Other times at the same desk."""
    found = appointments.get_own(_me(), appointment_id)
    shown = _shown_times(found.desk_id, without=appointment_id)
    return _render("move", appointment=found, may=appointments.is_coming(found), **shown)


@bp.post("/afspraken/<uuid:appointment_id>/verplaatsen")
@web.requires("worker")
@web.shows_again(moving)
def move(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Take another time."""
    appointments.get_own(_me(), appointment_id)
    given = web.load(schemas.TimeForm(), flask.request.form)
    appointments.move(_me(), appointment_id, given["tijd"])
    flask.flash(_("Uw afspraak is verplaatst. U krijgt een e-mail."))
    return flask.redirect(flask.url_for("appointments.appointment", appointment_id=appointment_id), 303)


@bp.get("/afspraken/<uuid:appointment_id>/afzeggen")
@web.requires("worker")
def cancelling(appointment_id: uuid.UUID) -> str:
    """Ask once more before calling off."""
    found = appointments.get_own(_me(), appointment_id)
    return _render("cancel", appointment=found, **_facts(found))


@bp.post("/afspraken/<uuid:appointment_id>/afzeggen")
@web.requires("worker")
@web.shows_again(cancelling)
def cancel(appointment_id: uuid.UUID) -> ResponseReturnValue:
    """Call it off."""
    web.load(schemas.EmptyForm(), flask.request.form)
    appointments.cancel(_me(), appointment_id)
    flask.flash(_("Uw afspraak is afgezegd."))
    return flask.redirect(flask.url_for("appointments.overview"), 303)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _render(page: str, **facts: Any) -> str:
    return flask.render_template(
        f"advice/appointments/{page}.html",
        topics=labels.TOPICS,
        weekdays=labels.WEEKDAYS,
        channels=labels.CHANNELS,
        states=labels.STATES,
        **facts,
    )


def _facts(found: service.Appointment) -> dict[str, Any]:
    return {
        "desk": service.get_desk(found.desk_id),
        "adviser_name": appointments.adviser_name(found),
        "may": appointments.is_coming(found),
    }


def _read(schema: web.FormSchema, source: Any, names: tuple[str, ...]) -> dict[str, Any] | None:
    """What the address says was chosen; None when something is missing or cannot be read."""
    try:
        given: dict[str, Any] = web.load(schema, {name: source[name] for name in names if name in source})
    except errors.Invalid:
        return None
    return given


def _back_to_start() -> ResponseReturnValue:
    flask.flash(_("Kies eerst waar u over wilt praten."), "info")
    return flask.redirect(flask.url_for("appointments.start"), 303)


def _shown_times(desk_id: uuid.UUID, without: uuid.UUID | None = None) -> dict[str, Any]:
    """The free times of a few days from the day in the address on, and where the next days are."""
    first = _asked_day()
    days = slots.by_day(openings.list_slots(desk_id, first, without=without))
    return {
        "desk": service.get_desk(desk_id),
        "days": days[:DAYS_SHOWN],
        "later": days[DAYS_SHOWN][0].isoformat() if len(days) > DAYS_SHOWN else "",
        "is_later": first is not None,
        "chosen": _asked_time(),
        "fresh": web.Form(),
    }


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(flask.request.args.get("vanaf", ""))
    except ValueError:
        return None


def _asked_time() -> str:
    """The time in the address as the radio buttons write it; empty without one."""
    try:
        return datetime.fromisoformat(flask.request.args.get("tijd", "")).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""
