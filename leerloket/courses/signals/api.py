"""Signals and reports as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, web
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.courses.signals import kinds, limits, rules, schemas, service, words
from leerloket.people import service as people

bp = web.ApiBlueprint("courses_signals_api", __name__, description="Signals about providers, and reports of anybody")


def _out(signal: service.Signal) -> dict[str, Any]:
    values = {column.name: getattr(signal, column.name) for column in signal.__table__.columns}
    return values | {
        "rule": words.rule(signal.kind, signal.limits),
        "found": words.found(signal.kind, signal.figures),
        "holds_payouts": signal.kind in kinds.HOLDS and signal.closed_at is None,
    }


def _with_evidence(signal: service.Signal) -> dict[str, Any]:
    return _out(signal) | {
        "evidence": service.list_evidence(signal.signal_id),
        "evidence_count": service.count_evidence(signal.signal_id),
    }


@bp.route("/signals", methods=["GET"])
@web.requires("administrator", "controller")
@bp.arguments(schemas.SignalsIn, location="query")
@bp.response(200, schemas.SignalsOut)
def list_signals(given: dict[str, Any]) -> dict[str, Any]:
    """What looks like fraud, and what people reported, the newest first."""
    limit, before = given.pop("limit"), given.pop("cursor")
    found = service.list_signals(service.Wanted(before=before, **given), limit=limit + 1)
    following = found[limit - 1].signal_id if len(found) > limit else None
    return {"items": [_out(signal) for signal in found[:limit]], "next": following}


@bp.route("/signals/<uuid:signal_id>", methods=["GET"])
@web.requires("administrator", "controller")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.SignalWithEvidenceOut)
def get_signal(signal_id: uuid.UUID) -> dict[str, Any]:
    """One signal with what it rests on. That you looked is written down."""
    return _with_evidence(service.read(signal_id))


@bp.route("/signals/<uuid:signal_id>/close", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.SignalClosed, errors.NotFound)
@bp.arguments(schemas.CloseIn)
@bp.response(200, schemas.SignalWithEvidenceOut)
def close(given: dict[str, Any], signal_id: uuid.UUID) -> dict[str, Any]:
    """Say what a signal was, and why. The provider is paid again, unless another signal holds it."""
    return _with_evidence(service.close(signal_id, by=flask_login.current_user.person_id, **given))


@bp.route("/signal-kinds", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.SignalKindsOut)
def list_kinds() -> dict[str, Any]:
    """Every kind of signal: its rule, its limits, and how many were false alarms."""
    in_force = limits.in_force()
    items = [
        {
            "kind": tally.kind,
            "rule": words.rule(tally.kind, in_force.get(tally.kind, {})),
            "holds_payouts": tally.kind in kinds.HOLDS,
            "limits": [
                {"name": limit.name, "value": in_force[limit.kind][limit.name], "unit": limit.unit}
                for limit in kinds.LIMITS
                if limit.kind == tally.kind
            ],
            "found": tally.found,
            "closed": tally.closed,
            "false_alarms": tally.false_alarms,
            "false_alarm_pct": tally.false_alarm_pct,
        }
        for tally in service.tally()
    ]
    return {"items": items, "next": None}


@bp.route("/signal-limits", methods=["POST"])
@web.requires("administrator")
@web.refuses(errors.NotFound)
@bp.arguments(schemas.SignalLimitIn)
@bp.response(200, schemas.SignalLimitOut)
def change_limit(given: dict[str, Any]) -> dict[str, Any]:
    """Give one limit of a kind another value from the next night on."""
    limit = limits.change(by=flask_login.current_user.person_id, **given)
    return given | {"unit": limit.unit}


@bp.route("/reports", methods=["POST"])
@web.public
@web.refuses(people.TooManyTries, providers.UnknownProvider, catalogue.UnknownModule)
@bp.arguments(schemas.ReportIn)
@bp.response(201, schemas.ReportCodeOut)
def report(given: dict[str, Any]) -> dict[str, str]:
    """Tell what is not right, without an account. Keep the code: nobody else has it."""
    provider_id, module_id = given["provider_id"], given["module_id"]
    if module_id is not None:
        provider_id = catalogue.get_module(module_id).provider_id
    elif provider_id is not None:
        providers.get_provider(provider_id)
    service.check_may_report(flask.request.remote_addr or "")
    return {"code": service.report(given["text"], provider_id=provider_id, module_id=module_id)}


@bp.route("/reports/status", methods=["GET"])
@web.public
@web.refuses(errors.NotFound)
@bp.arguments(schemas.ReportCodeIn, location="query")
@bp.response(200, schemas.ReportOut)
def follow(given: dict[str, str]) -> service.Signal:
    """Where your report is."""
    return service.follow(given["code"])
