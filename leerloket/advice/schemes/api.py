"""Schemes as JSON: what there is, what fits, and who keeps it current."""

import uuid
from dataclasses import replace
from typing import Any

import flask_login

from leerloket import clock, errors, web
from leerloket.advice.clients import service as clients
from leerloket.advice.schemes import api_schemas, asking, labels, records, rules, service
from leerloket.advice.schemes.rules import Fit, Outcome

bp = web.ApiBlueprint(
    "advice_schemes_api", __name__, description="Subsidies, funds and tax rules that pay for learning"
)


@bp.route("/schemes", methods=["GET"])
@web.public
@bp.response(200, api_schemas.SchemePage)
def list_schemes() -> dict[str, Any]:
    """Every scheme as it stands now, also the closed ones."""
    return {"items": [_scheme(scheme) for scheme in service.list_schemes()], "next": None}


@bp.route("/schemes/<scheme_slug>", methods=["GET"])
@web.public
@web.refuses(rules.UnknownScheme)
@bp.response(200, api_schemas.SchemeOut)
def get_scheme(scheme_slug: str) -> dict[str, Any]:
    """One scheme as it stands now."""
    return _scheme(service.get_scheme(scheme_slug))


@bp.route("/schemes/fits", methods=["POST"])
@web.public
@bp.arguments(api_schemas.FitsIn)
@bp.response(200, api_schemas.FitsOut)
def find_fits(given: dict[str, Any]) -> dict[str, Any]:
    """What fits, in euros. For a worker, what is known is filled in and the pots pay the rest as far as they may."""
    person = flask_login.current_user
    account_id = person.account_id if person.is_authenticated and person.role == "worker" else None
    return _fits(account_id, given)


@bp.route("/clients/<uuid:account_id>/schemes", methods=["POST"])
@web.requires("adviser")
@web.refuses(errors.NotFound)
@bp.arguments(api_schemas.FitsIn)
@bp.response(200, api_schemas.FitsOut)
def find_fits_of_client(given: dict[str, Any], account_id: uuid.UUID) -> dict[str, Any]:
    """What fits a client who lets you see the account; what is known of the client is filled in."""
    clients.open_client(flask_login.current_user.person_id, account_id, "account", "schemes")
    return _fits(account_id, given)


@bp.route("/schemes/<scheme_slug>/watch", methods=["PUT"])
@web.requires("worker")
@web.refuses(rules.UnknownScheme, rules.OpenAlready)
@bp.response(204)
def watch(scheme_slug: str) -> None:
    """Get a mail when this scheme opens."""
    service.watch(flask_login.current_user.account_id, scheme_slug)


@bp.route("/schemes/<scheme_slug>/watch", methods=["DELETE"])
@web.requires("worker")
@web.refuses(rules.UnknownScheme)
@bp.response(204)
def unwatch(scheme_slug: str) -> None:
    """Get no mail after all."""
    service.get_scheme(scheme_slug)
    service.unwatch(flask_login.current_user.account_id, scheme_slug)


@bp.route("/schemes/<scheme_slug>/versions", methods=["GET"])
@web.requires("administrator", "controller")
@web.refuses(rules.UnknownScheme)
@bp.response(200, api_schemas.SchemeVersionPage)
def list_versions(scheme_slug: str) -> dict[str, Any]:
    """Every version of a scheme: who wrote it, when and why."""
    return {"items": [_version(version) for version in service.list_versions(scheme_slug)], "next": None}


@bp.route("/schemes/<scheme_slug>/versions", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.UnknownScheme, errors.Changed)
@bp.arguments(api_schemas.SchemeIn)
@bp.response(201, api_schemas.SchemeVersionOut)
def change_scheme(given: dict[str, Any], scheme_slug: str) -> dict[str, Any]:
    """Write a new version of a scheme; the old ones stay."""
    service.get_scheme(scheme_slug)
    version, reason = given.pop("version"), given.pop("reason")
    scheme = records.read(given | {"slug": scheme_slug})
    service.change_scheme(scheme, version=version, changed_by=flask_login.current_user.person_id, reason=reason)
    return _version(service.list_versions(scheme_slug)[0])


def _fits(account_id: uuid.UUID | None, given: dict[str, Any]) -> dict[str, Any]:
    known = service.FIRST if account_id is None else service.answers_of(account_id)
    answers = replace(known, **given)
    return {"answers": answers} | _outcome(asking.fit(account_id, answers))


def _scheme(scheme: service.Scheme) -> dict[str, Any]:
    return records.fields_of(scheme) | {
        "state": rules.state_on(scheme, clock.business_date()),
        "rates": [{"share": str(rate.share), "levels": list(rate.levels)} for rate in scheme.rates],
    }


def _version(version: service.Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "changed_at": version.changed_at,
        "changed_by": version.changed_by,
        "changed_by_name": version.changed_by_name,
        "reason": version.reason,
        "scheme": _scheme(version.scheme),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "fits": [_fit(fit) for fit in outcome.fits],
        "not_open": [_fit(fit) for fit in outcome.not_open],
        "unfit": [_fit(fit) for fit in outcome.unfit],
        "left_out": outcome.left_out,
    }


def _fit(fit: Fit) -> dict[str, Any]:
    rest = fit.rest
    return {
        "slug": fit.scheme.slug,
        "name": fit.scheme.name,
        "state": fit.state,
        "gives": fit.scheme.gives,
        "applicant": fit.scheme.applicant,
        "amount_cents": fit.amount_cents,
        "advance_cents": fit.advance_cents,
        "why": [{"code": reason.code, "text": labels.why(reason)} for reason in fit.why],
        "why_not": [{"code": reason.code, "text": labels.why_not(reason)} for reason in fit.why_not],
        "missing": fit.missing,
        "rest": rest
        and {
            "rest_cents": rest.rest_cents,
            "payer": rest.payer,
            "from_pots": [{"source": source, "amount_cents": cents} for source, cents in rest.from_pots],
            "unpaid_cents": rest.unpaid_cents,
        },
        "pairings": fit.pairings,
        "papers": fit.scheme.papers,
    }
