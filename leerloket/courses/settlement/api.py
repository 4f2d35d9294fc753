"""Payouts as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, web
from leerloket.accounts.bank import service as bank
from leerloket.courses.settlement import rules, schemas, service

bp = web.ApiBlueprint("courses_settlement_api", __name__, description="Payouts to providers")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _with_lines(batch: service.PayoutBatch) -> dict[str, Any]:
    values = {column.name: getattr(batch, column.name) for column in batch.__table__.columns}
    return values | {"lines": service.list_lines(batch.batch_id)}


@bp.route("/payout-batches", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NothingOwed)
@web.idempotent
@bp.response(201, schemas.PayoutBatchOut)
def create() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Draft a payout of all that is owed to providers that can be paid. Another administrator approves it."""
    batch = service.create_batch(created_by=_me())
    return _with_lines(batch), 201, {"Location": f"/api/v1/payout-batches/{batch.batch_id}"}


@bp.route("/payout-batches", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.PayoutBatchesOut)
def list_batches() -> dict[str, Any]:
    """The batches, newest first."""
    return {"items": service.list_batches(), "next": None}


@bp.route("/payout-batches/<uuid:batch_id>", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.PayoutBatchOut)
def get_batch(batch_id: uuid.UUID) -> dict[str, Any]:
    """One batch with its lines."""
    return _with_lines(service.get_batch(batch_id))


@bp.route("/payout-batches/<uuid:batch_id>/approve", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.OwnBatch, rules.BatchMoved, bank.PayoutsFrozen, rules.ProviderStopped, errors.NotFound)
@web.idempotent
@bp.response(200, schemas.PayoutBatchOut)
def approve(batch_id: uuid.UUID) -> dict[str, Any]:
    """Approve a batch that somebody else drafted: the money leaves the books and the payment file is made."""
    payer_iban = flask.current_app.config["SETTINGS"].bank_iban
    return _with_lines(service.approve_batch(batch_id, approved_by=_me(), payer_iban=payer_iban))


@bp.route("/payout-batches/<uuid:batch_id>/discard", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.BatchMoved, errors.NotFound)
@bp.response(200, schemas.PayoutBatchOut)
def discard(batch_id: uuid.UUID) -> dict[str, Any]:
    """Take a draft back: its bookings wait for the next batch."""
    return _with_lines(service.discard_batch(batch_id))


@bp.route("/payout-batches/<uuid:batch_id>/pain001.xml", methods=["GET"])
@web.requires("administrator")
@web.refuses(rules.BatchMoved, bank.PayoutsFrozen, errors.NotFound)
@bp.response(200, {"type": "string", "format": "binary"}, content_type="application/xml")
def pain001(batch_id: uuid.UUID) -> flask.Response:
    """The payment file for the bank, SEPA pain.001.001.09; the same at every call."""
    return flask.Response(service.pain001(batch_id), content_type="application/xml; charset=utf-8")


@bp.route("/provider/payouts", methods=["GET"])
@web.requires("provider", scope="payouts:read")
@bp.arguments(schemas.PageIn, location="query")
@bp.response(200, schemas.PayoutsOut)
def list_payouts(given: dict[str, Any]) -> dict[str, Any]:
    """What your organisation was paid, newest first, and what still waits for a payout."""
    provider_id, limit = flask_login.current_user.organisation_id, given["limit"]
    if provider_id is None:
        raise errors.NotFound
    found = service.list_payouts(provider_id, before=given["cursor"], limit=limit + 1)
    return {
        "items": [{"batch": batch, "line": line} for batch, line in found[:limit]],
        "next": found[limit - 1][0].batch_id if len(found) > limit else None,
        "waiting_cents": service.count_waiting_cents(provider_id),
        "to_give_back_cents": service.count_clawed_back_cents(provider_id),
    }
