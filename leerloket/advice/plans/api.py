"""Plans as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.advice.clients import service as clients
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import rules, schemas, service
from leerloket.courses.catalogue import service as catalogue

bp = web.ApiBlueprint("advice_plans_api", __name__, description="Plans: goals, tasks and the bookings they lead to")


@bp.route("/plan", methods=["GET"])
@web.requires("worker")
@web.refuses(rules.NoPlan)
@web.gives_version
@bp.response(200, schemas.PlanOut)
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
    rules.UnknownGoal,
    rules.UnknownTask,
    rules.TaskBooked,
    rules.PlanTooLong,
    rules.NoTitle,
    catalogue.UnknownModule,
)
@web.needs_version
@web.gives_version
@bp.arguments(schemas.PlanIn)
@bp.response(200, schemas.PlanOut)
def put_plan(given: dict[str, Any], account_id: uuid.UUID) -> Any:
    """Make the plan of a client exactly this. `If-Match` names the plan you saw (`"0"`: there was none)."""
    adviser_id = flask_login.current_user.person_id
    clients.open_client(adviser_id, account_id, "plan", "plan")
    goals = [
        service.GoalIn(**{**goal, "tasks": [service.TaskIn(**task) for task in goal["tasks"]]})
        for goal in given["goals"]
    ]
    return _with_etag(service.replace_plan(adviser_id, account_id, goals, version=web.version_seen()))


def _with_etag(plan: service.PlanFact) -> Any:
    return web.with_version(plan, plan.version)
