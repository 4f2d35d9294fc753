"""Tokens and who I am, as JSON."""

from typing import Any

import flask
import flask_login

from leerloket import errors, web
from leerloket.people import rules, schemas, service

bp = web.ApiBlueprint("people_api", __name__, description="Signing in and who I am")


@bp.route("/tokens", methods=["POST"])
@web.public
@web.refuses(rules.WrongSignIn, rules.OtpNeeded, rules.TooManyTries, errors.SecondStepFirst)
@bp.arguments(schemas.TokenIn)
@bp.response(201, schemas.TokenOut)
def open_token(given: dict[str, Any]) -> dict[str, Any]:
    """Sign in; the token goes into `Authorization: Bearer` for 12 hours. Who has a second step sends `otp` too."""
    person = service.sign_in(given["email"], given["password"], origin=flask.request.remote_addr or "")
    service.pass_second_step(person.person_id, given.get("otp"))
    token = service.open_session(person.person_id, "bearer")
    identity = service.find_identity(token, "bearer")
    assert identity is not None  # noqa: S101 - made a moment ago, in this transaction
    return {
        "token": token,
        "expires_at": identity.expires_at,
        "person_id": identity.person_id,
        "roles": identity.roles,
    }


@bp.route("/tokens/current", methods=["DELETE"])
@web.requires(before_second_step=True)
@bp.response(204)
def close_token() -> None:
    """Sign out: this token is worth nothing from now on."""
    service.close_session(flask_login.current_user.token)


@bp.route("/me", methods=["GET"])
@web.requires()
@bp.response(200, schemas.MeOut)
def me() -> service.Identity:
    """The person behind the token, and their roles."""
    identity: service.Identity = flask_login.current_user._get_current_object()
    return identity
