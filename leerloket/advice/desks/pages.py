"""The desks for everybody, and the agenda of an adviser."""

import uuid
from datetime import UTC, date, datetime, timedelta

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.advice.desks import labels, openings, rules, schemas, service, waiting_times, walk_ins
from leerloket.people import service as people
from leerloket.people.regions import service as regions

bp = flask.Blueprint("desks", __name__)

FIRST_FREE = 3
"""How many free times the page of a desk shows."""


@bp.get("/loketten")
@web.public
def desks() -> str:
    """Every desk, by name."""
    names = {region.code: region.name for region in regions.list_regions()}
    return flask.render_template("advice/desks.html", desks=service.list_desks(), regions=names)


@bp.get("/loketten/<slug>")
@web.public
def desk(slug: str) -> str:
    """One desk: where, when, its phone, and when one can make an appointment."""
    found = service.get_desk(slug)
    return flask.render_template(
        "advice/desk.html",
        desk=found,
        region=regions.get_region(found.region_code),
        openings=openings.list_openings_of_desk(found.desk_id),
        free=openings.list_slots(found.desk_id)[:FIRST_FREE],
        wait=waiting_times.days_until_free(found.desk_id),
        weekdays=labels.WEEKDAYS,
    )


@bp.get("/loket")
@web.requires("adviser")
def agenda() -> str:
    """The appointments of a day, today when none is named."""
    adviser_id = flask_login.current_user.person_id
    day = _asked_day()
    whole_desk = flask.request.args.get("wie") == "loket"
    return flask.render_template(
        "advice/agenda.html",
        lines=service.list_agenda(adviser_id, day, whole_desk=whole_desk),
        desk=service.get_desk(service.get_adviser(adviser_id).desk_id),
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        whole_desk=whole_desk,
        channels=labels.CHANNELS,
        states=labels.STATES,
        topics=labels.TOPICS,
        now=clock.now(),
    )


def _asked_day() -> date:
    try:
        return date.fromisoformat(flask.request.args.get("dag", ""))
    except ValueError:
        return clock.business_date()


@bp.post("/loket/afspraken")
@web.requires("adviser")
@web.shows_again(agenda)
def make_appointment() -> ResponseReturnValue:
    """Plan a talk with a client of the own region."""
    given = web.load(schemas.AppointmentForm(), flask.request.form)
    person = people.find_person_by_number(given["nummer"])
    if person is None:
        raise rules.OtherRegion(field="nummer")
    starts_at = datetime.combine(given["dag"], given["tijd"], clock.AMSTERDAM).astimezone(UTC)
    service.make_appointment(
        flask_login.current_user.person_id, person.person_id, starts_at, given["onderwerp"], given["hoe"]
    )
    flask.flash(_("De afspraak staat in uw agenda. De cliënt krijgt een e-mail."))
    return flask.redirect(flask.url_for("desks.agenda", dag=given["dag"].isoformat()), 303)


@bp.post("/loket/binnenlopen")
@web.requires("adviser")
@web.shows_again(agenda)
def walk_in() -> ResponseReturnValue:
    """Somebody walks in: the talk begins now."""
    talk = walk_ins.note(
        flask_login.current_user.person_id, web.load(schemas.WalkInForm(), flask.request.form)["bezoeker"]
    )
    flask.flash(_("Het gesprek staat in uw agenda, om %(time)s.", time=clock.time_text(talk.starts_at, web.language())))
    return flask.redirect(flask.url_for("desks.agenda"), 303)


@bp.post("/loket/afspraken/<uuid:account_id>/<uuid:appointment_id>")
@web.requires("adviser")
@web.shows_again(lambda **_: agenda())
def mark_appointment(account_id: uuid.UUID, appointment_id: uuid.UUID) -> ResponseReturnValue:
    """The client did not come, or the talk is off."""
    given = web.load(schemas.StateForm(), flask.request.form)
    service.mark_appointment(flask_login.current_user.person_id, account_id, appointment_id, given["staat"])
    day = given["dag"].isoformat() if given["dag"] else None
    return flask.redirect(flask.url_for("desks.agenda", dag=day), 303)
