"""Plans as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, web
from leerloket.advice.clients import service as clients
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import rules, schemas, service
from leerloket.courses.catalogue import service as catalogue

bp = web.ApiBlueprint("advice_plans_api", __name__, description="Plans: goals, tasks and the bookings they lead to")


class IfMatchMissing(errors.Refusal):
    """A whole plan is replaced only by who knows which plan."""

    status = 428
    nl = 'Stuur If-Match mee met de ETag van het plan, of "0" als er nog geen plan is.'
    en = 'Send If-Match with the ETag of the plan, or "0" when there is none yet.'


@bp.route("/plan", methods=["GET"])
@web.requires("worker")
@web.refuses(rules.NoPlan)
@bp.response(
    200, schemas.PlanOut, headers={"ETag": {"description": "The version of the plan.", "schema": {"type": "string"}}}
)
def get_plan() -> Any:
    """Your plan."""
    return _with_etag(service.get_plan(flask_login.current_user.account_id))


@bp.route("/plan/tasks/<uuid:task_id>/done", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.UnknownTask, rules.DoneAlready, rules.ClosesItself)
@bp.response(200, schemas.TaskOut)
def finish_task(task_id: uuid.UUID) -> service.TaskFact:
    """A task of your plan is done."""
    person_id = flask_login.current_user.person_id
    return service.finish_task(person_id, task_id, person_id)


@bp.route("/clients/<uuid:account_id>/plan", methods=["PUT"])
@web.requires("adviser")
@web.refuses(
    errors.NotFound,
    desks.NoDesk,
    errors.Changed,
    IfMatchMissing,
    rules.UnknownGoal,
    rules.UnknownTask,
    rules.TaskBooked,
    rules.PlanTooLong,
    rules.NoTitle,
    catalogue.UnknownModule,
)
@bp.arguments(schemas.PlanIn)
@bp.response(
    200, schemas.PlanOut, headers={"ETag": {"description": "The version of the plan.", "schema": {"type": "string"}}}
)
def put_plan(given: dict[str, Any], account_id: uuid.UUID) -> Any:
    """Make the plan of a client exactly this. `If-Match` names the plan you saw (`"0"`: there was none)."""
    adviser_id = flask_login.current_user.person_id
    clients.open_client(adviser_id, account_id, "plan", "plan")
    goals = [
        service.GoalIn(**{**goal, "tasks": [service.TaskIn(**task) for task in goal["tasks"]]})
        for goal in given["goals"]
    ]
    return _with_etag(service.replace_plan(adviser_id, account_id, goals, version=_version_seen()))


def _version_seen() -> int:
    tags = flask.request.if_match.as_set()
    if not tags:
        raise IfMatchMissing
    versions = [int(tag) for tag in tags if tag.isascii() and tag.isdigit() and len(tag) < 10]
    if len(versions) != 1:
        raise errors.Changed
    return versions[0]


def _with_etag(plan: service.PlanFact) -> Any:
    return plan, 200, {"ETag": f'"{plan.version}"'}
