"""The plan, for the person and for the adviser beside them."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, web
from leerloket.advice.clients import service as clients
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import labels, rules, schemas, service

bp = flask.Blueprint("plans", __name__)

CLIENT = "/loket/clienten/<uuid:account_id>/plan"


# --- the person's own -------------------------------------------------------------------------------------


@bp.get("/plan")
@web.requires("worker")
def plan() -> str:
    """Your plan: what to do first, then goal by goal."""
    account_id = flask_login.current_user.account_id
    found = service.find_plan(account_id)
    return flask.render_template(
        "advice/plan.html",
        plan=found,
        owners=labels.OWNERS_FOR_WORKER,
        booking_states=labels.BOOKING_STATES,
        desk=desks.get_desk(found.desk_id) if found else None,
        appointment=desks.find_next_appointment(account_id),
    )


@bp.get("/plan/taak/<uuid:task_id>/klaar")
@web.requires("worker")
def task(task_id: uuid.UUID) -> str:
    """Ask whether a task is done; once it is, say so."""
    found = service.get_task(flask_login.current_user.account_id, task_id)
    return flask.render_template("advice/task.html", task=found, owners=labels.OWNERS_FOR_WORKER)


@bp.post("/plan/taak/<uuid:task_id>/klaar")
@web.requires("worker")
@web.shows_again(task)
def finish(task_id: uuid.UUID) -> ResponseReturnValue:
    """The task is done; the person gets a mail."""
    person_id = flask_login.current_user.person_id
    service.finish_task(person_id, task_id, person_id)
    return flask.redirect(flask.url_for("plans.task", task_id=task_id), 303)


# --- at the desk ------------------------------------------------------------------------------------------


@bp.get(CLIENT)
@web.requires("adviser")
def client_plan(account_id: uuid.UUID) -> str:
    """The plan of a client, to make together."""
    client = clients.open_client(flask_login.current_user.person_id, account_id, "plan", "plan")
    return flask.render_template(
        "advice/client_plan.html",
        client=client,
        plan=service.find_plan(account_id),
        owners=labels.OWNERS,
        booking_states=labels.BOOKING_STATES,
    )


def _adviser_of(account_id: uuid.UUID) -> tuple[uuid.UUID, str]:
    """The adviser, once the client's consent was checked, and the client's name."""
    adviser_id: uuid.UUID = flask_login.current_user.person_id
    person = clients.check_client(adviser_id, account_id, "plan", "plan")
    return adviser_id, person.name or ""


def _back(account_id: uuid.UUID, given: dict[str, Any]) -> ResponseReturnValue:
    return flask.redirect(given["terug"] or flask.url_for("plans.client_plan", account_id=account_id), 303)


@bp.post(f"{CLIENT}/doel")
@web.requires("adviser")
@web.shows_again(client_plan)
def add_goal(account_id: uuid.UUID) -> ResponseReturnValue:
    """A new goal at the end of the plan."""
    adviser_id, _name = _adviser_of(account_id)
    given = web.load(schemas.GoalForm(), flask.request.form)
    service.add_goal(adviser_id, account_id, given["doel"], given["klaar_op"])
    return _back(account_id, given)


@bp.post(f"{CLIENT}/taak")
@web.requires("adviser")
@web.shows_again(client_plan)
def add_task(account_id: uuid.UUID) -> ResponseReturnValue:
    """A new task, typed as one line."""
    adviser_id, name = _adviser_of(account_id)
    given = web.load(schemas.TaskForm(), flask.request.form)
    typed = rules.read_task(given["taak"], clock.business_date(), name)
    service.add_task(adviser_id, account_id, given["bij_doel"], typed)
    return _back(account_id, given)


@bp.post(f"{CLIENT}/opleiding")
@web.requires("adviser")
@web.shows_again(client_plan)
def add_module(account_id: uuid.UUID) -> ResponseReturnValue:
    """A module as a task of the client."""
    adviser_id, _name = _adviser_of(account_id)
    given = web.load(schemas.ModuleForm(), flask.request.form)
    service.add_module(adviser_id, account_id, given["opleiding"], given["bij_doel"])
    flask.flash(_("De opleiding staat in het plan."))
    return _back(account_id, given)


@bp.post(f"{CLIENT}/taak/<uuid:task_id>")
@web.requires("adviser")
@web.shows_again(lambda account_id, **_: client_plan(account_id))
def change_task(account_id: uuid.UUID, task_id: uuid.UUID) -> ResponseReturnValue:
    """A task is done, open again, or out of the plan."""
    adviser_id, _name = _adviser_of(account_id)
    given = web.load(schemas.ChangeForm(), flask.request.form)
    if given["staat"] == "done":
        service.finish_task(account_id, task_id, adviser_id)
    elif given["staat"] == "open":
        service.reopen_task(account_id, task_id)
    else:
        service.remove_task(adviser_id, account_id, task_id)
    return _back(account_id, given)


@bp.post(f"{CLIENT}/doel/<uuid:goal_id>")
@web.requires("adviser")
@web.shows_again(lambda account_id, **_: client_plan(account_id))
def change_goal(account_id: uuid.UUID, goal_id: uuid.UUID) -> ResponseReturnValue:
    """A goal is reached, or open again."""
    adviser_id, _name = _adviser_of(account_id)
    given = web.load(schemas.ChangeForm(), flask.request.form)
    service.set_goal(adviser_id, account_id, goal_id, "done" if given["staat"] == "done" else "open")
    return _back(account_id, given)
