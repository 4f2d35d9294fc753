"""A provider's bank account as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.provider_accounts import rules, schemas, service
from leerloket.courses.provider_accounts.models import AccountChange

bp = web.ApiBlueprint("courses_provider_accounts_api", __name__, description="The account a provider is paid on")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/provider/account-changes", methods=["GET"])
@web.requires("provider")
@bp.response(200, schemas.AccountChangesOut)
def list_own() -> dict[str, Any]:
    """The changes your organisation asked for, the newest first."""
    return {"items": service.list_changes(own_provider()), "next": None}


@bp.route("/provider/account-changes", methods=["POST"])
@web.requires("provider")
@web.refuses(rules.WrongAccountNumber, rules.SameAccount, rules.AccountAskedAlready)
@bp.arguments(schemas.AccountAskIn)
@bp.response(201, schemas.AccountChangeOut)
def ask(given: dict[str, Any]) -> AccountChange:
    """Ask to be paid on another account. Two administrators look; nothing is paid out meanwhile."""
    return service.ask(own_provider(), given["iban"], holder=given["holder"], reason=given["reason"], asked_by=_me())


@bp.route("/provider/account-changes/<uuid:change_id>/withdraw", methods=["POST"])
@web.requires("provider")
@web.refuses(rules.ChangeIsOver, errors.NotFound)
@bp.response(200, schemas.AccountChangeOut)
def withdraw(change_id: uuid.UUID) -> AccountChange:
    """Take your request back."""
    return service.withdraw(own_provider(), change_id)


@bp.route("/account-changes", methods=["GET"])
@web.requires("administrator")
@bp.response(200, schemas.AccountChangesOut)
def list_open() -> dict[str, Any]:
    """The changes that wait, the oldest first."""
    return {"items": service.list_open(), "next": None}


@bp.route("/account-changes/<uuid:change_id>/approve", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.ChangeIsOver, rules.SamePersonLooks, errors.NotFound)
@bp.response(200, schemas.AccountChangeOut)
def approve(change_id: uuid.UUID) -> AccountChange:
    """Say that the account is the provider's own. The second person's word changes it."""
    return service.approve(change_id, by=_me())


@bp.route("/account-changes/<uuid:change_id>/reject", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.ChangeIsOver, errors.NotFound)
@bp.arguments(schemas.AccountRejectIn)
@bp.response(200, schemas.AccountChangeOut)
def reject(given: dict[str, Any], change_id: uuid.UUID) -> AccountChange:
    """Keep the old account, and say why."""
    return service.reject(change_id, by=_me(), reason=given["reason"])
