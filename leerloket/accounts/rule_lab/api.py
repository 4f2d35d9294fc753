"""The rule lab as JSON."""

import uuid
from dataclasses import dataclass
from typing import Any

import flask_login

from leerloket import web
from leerloket.accounts.rights import api as rights_api
from leerloket.accounts.rights import service as rights
from leerloket.accounts.rule_lab import rules, schemas, service

bp = web.ApiBlueprint("accounts_rule_lab_api", __name__, description="Trying rules on before they start")


@dataclass(frozen=True, slots=True)
class Shown:
    """A scenario with its rules and assumptions read; everything else is the stored row's."""

    row: service.Scenario
    figures: rights.Rules
    assumptions: rules.Assumptions

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def shown(scenario: service.Scenario) -> Shown:
    """A scenario as it goes out."""
    return Shown(scenario, rights.read_rules(scenario.data), rules.read(scenario.assumptions))


@bp.route("/scenarios", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.ScenarioList)
def list_scenarios() -> dict[str, Any]:
    """The latest scenarios, without what came out."""
    return {"items": [shown(scenario) for scenario in service.list_scenarios()], "next": None}


@bp.route("/scenarios", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NameIsTaken, rules.TooFewPeople, rights.UnknownRuleSet, rights.NothingIsGiven)
@bp.arguments(schemas.ScenarioIn)
@bp.response(201, schemas.ScenarioOut)
def calculate(given: dict[str, Any]) -> Shown:
    """Calculate a rule set through against the rules that count otherwise, and keep what came out."""
    me: uuid.UUID = flask_login.current_user.person_id
    return shown(service.calculate(given["name"], given["rules"], given["assumptions"], created_by=me))


@bp.route("/scenarios/<uuid:scenario_id>", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.ScenarioOut)
def get_scenario(scenario_id: uuid.UUID) -> Shown:
    """One scenario and what came out."""
    return shown(service.get_scenario(scenario_id))


@bp.route("/scenarios/<uuid:scenario_id>/propose", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.ProposedAlready, rights.StartsTooSoon, rights.DayIsTaken)
@bp.response(201, schemas.ProposalOut)
def propose(scenario_id: uuid.UUID) -> rights_api.Version:
    """Propose a scenario's rules as a version; a second person approves it."""
    me: uuid.UUID = flask_login.current_user.person_id
    return rights_api.shown(service.propose(scenario_id, proposed_by=me))
