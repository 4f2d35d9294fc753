"""Asking one's employer to pay along, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.accounts.co_payments import service as co_payments
from leerloket.courses.co_payments import rules, schemas, service

bp = web.ApiBlueprint("courses_co_payments_api", __name__, description="Asking your employer to pay along")


@bp.route("/co-payments", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.CoPaymentList)
def list_co_payments() -> dict[str, Any]:
    """What you asked, and the answers."""
    return {"items": service.list_asked(flask_login.current_user.account_id), "next": None}


@bp.route("/co-payments", methods=["POST"])
@web.requires("worker")
@web.refuses(
    errors.NotFound,
    rules.NothingShort,
    rules.MoreThanShort,
    rules.NoEmployer,
    co_payments.AskedAlready,
    co_payments.TooManyAsked,
)
@web.idempotent
@bp.arguments(schemas.CoPaymentIn)
@bp.response(201, schemas.CoPaymentOut)
def ask(given: dict[str, Any]) -> service.Asked:
    """Ask your employer for what you are short. The course is shared only with `shareCourse`."""
    return service.ask(flask_login.current_user.account_id, **given)


@bp.route("/co-payments/<uuid:co_payment_id>", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.CoPaymentOut)
def get_co_payment(co_payment_id: uuid.UUID) -> service.Asked:
    """One request of yours."""
    return service.get_asked(flask_login.current_user.account_id, co_payment_id)


@bp.route("/co-payments/<uuid:co_payment_id>/withdraw", methods=["POST"])
@web.requires("worker")
@web.refuses(errors.NotFound, co_payments.AnsweredAlready)
@bp.response(200, schemas.CoPaymentOut)
def withdraw(co_payment_id: uuid.UUID) -> service.Asked:
    """Take a request back; what you shared is forgotten."""
    return service.withdraw(flask_login.current_user.account_id, co_payment_id)
