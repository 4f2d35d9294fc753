"""Versions of rules and runs of rights as JSON."""

import uuid
from dataclasses import dataclass
from typing import Any

import flask_login

from leerloket import web
from leerloket.accounts.rights import presets, rules, schemas, service

bp = web.ApiBlueprint("accounts_rights_api", __name__, description="Crediting learning rights to everybody")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/rights-runs", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.UnknownRuleSet)
@bp.arguments(schemas.RunIn)
@bp.response(201, schemas.RunOut)
def dry_run(given: dict[str, Any]) -> service.Run:
    """Count a run: who gets how much, who gets nothing and why. Credits nothing."""
    return service.dry_run(given["rule_set"], given["on"], created_by=_me())


@bp.route("/rights-runs", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.RunList)
def list_runs() -> dict[str, Any]:
    """The latest runs."""
    return {"items": service.list_runs(), "next": None}


@bp.route("/rights-runs/<uuid:run_id>", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.RunOut)
def get_run(run_id: uuid.UUID) -> service.Run:
    """One run and how far it is."""
    return service.get_run(run_id)


@bp.route("/rights-runs/<uuid:run_id>/approve", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotADraft, rules.SameApprover, rules.CountTooOld, rules.OverBudget, rules.AnotherRunIsBusy)
@web.idempotent
@bp.response(202, schemas.RunOut)
def approve(run_id: uuid.UUID) -> service.Run:
    """Approve a count that somebody else made; the worker then credits in batches."""
    return service.approve(run_id, approved_by=_me())


@bp.route("/rights-runs/<uuid:run_id>/pause", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotBusy)
@bp.response(200, schemas.RunOut)
def pause(run_id: uuid.UUID) -> service.Run:
    """Let a busy run stand still after its present batch."""
    return service.pause(run_id)


@bp.route("/rights-runs/<uuid:run_id>/resume", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotPaused)
@bp.response(200, schemas.RunOut)
def resume(run_id: uuid.UUID) -> service.Run:
    """Let a run go on where it stood still."""
    return service.resume(run_id)


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its figures read and compared; everything else is the stored row's."""

    row: service.RuleSet
    figures: rules.Rules
    changes: list[rules.Change]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def shown(version: service.RuleSet) -> Version:
    """A version as it goes out."""
    return Version(version, rules.read(version.data), service.list_changes(version))


@bp.route("/rule-set-presets", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.PresetList)
def list_presets() -> dict[str, Any]:
    """Rule sets of other countries and of before, with their sources."""
    return {"items": presets.PRESETS, "next": None}


@bp.route("/rule-sets", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.RuleSetList)
def list_rule_sets() -> dict[str, Any]:
    """Every version of every rule set, newest first."""
    return {"items": [shown(version) for version in service.list_rule_sets()], "next": None}


@bp.route("/rule-sets", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.StartsTooSoon, rules.NothingIsGiven)
@bp.arguments(schemas.NewRuleSetIn)
@bp.response(201, schemas.RuleSetOut)
def write_version(given: dict[str, Any]) -> Version:
    """Write a new version as a draft."""
    return shown(
        service.write_version(
            given["name"],
            given["starts_on"],
            given["rules"],
            note=given["note"],
            source=given["source"],
            created_by=_me(),
        )
    )


@bp.route("/rule-sets/<uuid:rule_set_id>", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.RuleSetOut)
def get_version(rule_set_id: uuid.UUID) -> Version:
    """One version and what differs from the one before it."""
    return shown(service.get_version(rule_set_id))


@bp.route("/rule-sets/<uuid:rule_set_id>", methods=["PUT"])
@web.requires("administrator")
@web.refuses(rules.VersionIsFixed, rules.StartsTooSoon, rules.NothingIsGiven)
@bp.arguments(schemas.RuleSetIn)
@bp.response(200, schemas.RuleSetOut)
def revise_version(given: dict[str, Any], rule_set_id: uuid.UUID) -> Version:
    """Change a draft."""
    return shown(
        service.revise_version(
            rule_set_id, given["starts_on"], given["rules"], note=given["note"], source=given["source"]
        )
    )


@bp.route("/rule-sets/<uuid:rule_set_id>/propose", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.VersionIsFixed, rules.StartsTooSoon, rules.DayIsTaken)
@bp.response(200, schemas.RuleSetOut)
def propose_version(rule_set_id: uuid.UUID) -> Version:
    """Ask a second person to approve a draft."""
    return shown(service.propose_version(rule_set_id, proposed_by=_me()))


@bp.route("/rule-sets/<uuid:rule_set_id>/send-back", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotProposed)
@bp.response(200, schemas.RuleSetOut)
def send_back_version(rule_set_id: uuid.UUID) -> Version:
    """Make a proposal a draft again."""
    return shown(service.send_back_version(rule_set_id))


@bp.route("/rule-sets/<uuid:rule_set_id>/approve", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NotProposed, rules.SameApprover, rules.StartsTooSoon, rules.DayIsTaken)
@bp.response(200, schemas.RuleSetOut)
def approve_version(rule_set_id: uuid.UUID) -> Version:
    """Approve what somebody else wrote and proposed; it counts from its first day on."""
    return shown(service.approve_version(rule_set_id, approved_by=_me()))
