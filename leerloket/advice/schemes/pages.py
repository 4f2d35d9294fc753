"""Schemes for everybody: four questions, what fits, one scheme, and a mail when it opens."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.advice.clients import service as clients
from leerloket.advice.schemes import asking, labels, rules, schemas, service

bp = flask.Blueprint("schemes", __name__)

CLIENT = "/loket/clienten/<uuid:account_id>/regelingen"


@bp.app_template_global()
def scheme_state(scheme: service.Scheme) -> rules.State:
    """Whether one can apply for a scheme today."""
    return rules.state_on(scheme, clock.business_date())


def _worker() -> uuid.UUID | None:
    """The account of the worker who looks; None for everybody else."""
    person = flask_login.current_user
    return person.account_id if person.is_authenticated and person.role == "worker" else None


@bp.get("/regelingen")
@web.public
def schemes() -> ResponseReturnValue:
    """Four questions, what fits, and every scheme."""
    account_id = _worker()
    asked = asking.read(account_id)
    page = flask.render_template(
        "advice/schemes/schemes.html",
        asked=asked,
        schemes=service.list_schemes(),
        watched=service.list_watched(account_id) if account_id else set(),
        labels=labels,
    )
    return page, 400 if web.current_form().failed else 200


@bp.get("/regelingen/<scheme_slug>")
@web.public
def scheme(scheme_slug: str) -> str:
    """One scheme: whether it is open, what it gives to whom, which papers, and how sure we are."""
    account_id = _worker()
    return flask.render_template(
        "advice/schemes/scheme.html",
        scheme=service.get_scheme(scheme_slug),
        watched=service.list_watched(account_id) if account_id else set(),
        labels=labels,
    )


@bp.post("/regelingen/<scheme_slug>/mail")
@web.requires("worker")
@web.shows_again(scheme)
def watch(scheme_slug: str) -> ResponseReturnValue:
    """Mail me when this opens, or do not."""
    given = web.load(schemas.WatchForm(), flask.request.form)
    account_id = flask_login.current_user.account_id
    if given["mail"] == "ja":
        service.watch(account_id, scheme_slug)
        flask.flash(_("We mailen u zodra deze regeling opengaat."), "ok")
    else:
        service.unwatch(account_id, scheme_slug)
        flask.flash(_("U krijgt geen mail over deze regeling."))
    return flask.redirect(flask.url_for("schemes.scheme", scheme_slug=scheme_slug), 303)


# --- at the desk ------------------------------------------------------------------------------------------


@bp.get(CLIENT)
@web.requires("adviser")
def of_client(account_id: uuid.UUID) -> ResponseReturnValue:
    """What fits a client, with what is known of the client filled in."""
    adviser_id = flask_login.current_user.person_id
    client = clients.open_client(adviser_id, account_id, "account", "schemes")
    page = flask.render_template(
        "advice/schemes/client_schemes.html",
        client=client,
        asked=asking.read(account_id),
        sees_plan=clients.may_open(adviser_id, account_id, "plan"),
        labels=labels,
    )
    return page, 400 if web.current_form().failed else 200


@bp.post(f"{CLIENT}/<scheme_slug>/plan")
@web.requires("adviser")
@web.shows_again(lambda account_id, **_: of_client(account_id))
def add_to_plan(account_id: uuid.UUID, scheme_slug: str) -> ResponseReturnValue:
    """The papers of a scheme as tasks in the plan of the client."""
    web.load(schemas.EmptySchemeForm(), flask.request.form)
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "plan", "schemes")
    service.add_checklist(adviser_id, account_id, scheme_slug)
    flask.flash(_("De regeling staat als doel in het plan, met een taak per papier."), "ok")
    return flask.redirect(flask.url_for("plans.client_plan", account_id=account_id), 303)
