"""Finding clients, writing down consent at the desk, and the page about one client."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.clients import schemas, service
from leerloket.advice.consultations import service as consultations
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import labels as plan_labels
from leerloket.advice.plans import service as plans
from leerloket.courses.bookings import service as bookings

bp = flask.Blueprint("clients", __name__)

MOST_BOOKINGS = 10


@bp.get("/loket/clienten")
@web.requires("adviser")
def clients() -> str:
    """Search by number or name, in the own region and with consent."""
    question = flask.request.args.get("q", "")[:100]
    found = service.search(flask_login.current_user.person_id, question)
    return flask.render_template("advice/clients.html", clients=found, question=question)


@bp.get("/loket/toestemming")
@web.requires("adviser")
def consent() -> str:
    """The form for consent given at the desk."""
    adviser = desks.get_adviser(flask_login.current_user.person_id)
    return flask.render_template(
        "advice/consent.html",
        desk=desks.get_desk(adviser.desk_id),
        number=flask.request.args.get("nummer", "")[:40],
        tomorrow=clock.business_date().toordinal() + 1,
    )


@bp.post("/loket/toestemming")
@web.requires("adviser")
@web.shows_again(consent)
def record_consent() -> ResponseReturnValue:
    """Write down what the client agrees to, together."""
    given = web.load(schemas.ConsentForm(), flask.request.form)
    account_id = service.record_consent(
        flask_login.current_user.person_id,
        number=given["nummer"],
        birth_on=given["geboren"],
        scopes=given["zien"],
        until_on=given["tot"],
        whole_desk=given["wie"] == "desk",
    )
    flask.flash(_("De toestemming is vastgelegd. De cliënt krijgt een e-mail en kan dit altijd intrekken."))
    if "account" in given["zien"]:
        return flask.redirect(flask.url_for("clients.client", account_id=account_id), 303)
    return flask.redirect(flask.url_for("desks.agenda"), 303)


@bp.get("/loket/clienten/<uuid:account_id>")
@web.requires("adviser")
def client(account_id: uuid.UUID) -> str:
    """One client: money, bookings, plan and talks, each as far as the client agreed."""
    adviser_id = flask_login.current_user.person_id
    found = service.open_client(adviser_id, account_id, "account", "page")
    sees_plan = service.may_open(adviser_id, account_id, "plan")
    sees_talks = service.may_open(adviser_id, account_id, "consult")
    if sees_plan:
        service.open_client(adviser_id, account_id, "plan", "page")
    if sees_talks:
        service.open_client(adviser_id, account_id, "consult", "page")
    return flask.render_template(
        "advice/client.html",
        client=found,
        balance=ledger.get_balance(account_id),
        bookings=bookings.list_bookings(account_id, limit=MOST_BOOKINGS),
        booking_states=plan_labels.BOOKING_STATES,
        sees_plan=sees_plan,
        plan=plans.find_plan(account_id) if sees_plan else None,
        owners=plan_labels.OWNERS,
        sees_talks=sees_talks,
        talks=consultations.list_consultations(account_id) if sees_talks else [],
        appointment=desks.find_next_appointment(account_id),
    )
