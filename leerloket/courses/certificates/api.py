"""Certificates as JSON."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, web
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.certificates import documents, rules, schemas, service
from leerloket.courses.certificates.models import Certificate
from leerloket.people import vault

bp = web.ApiBlueprint("courses_certificates_api", __name__, description="What people earned, as proof to others")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/certificates", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.CertificatesOut)
def list_certificates() -> dict[str, Any]:
    """Your certificates, newest first; withdrawn ones say so."""
    return {"items": service.list_certificates(_me()), "next": None}


@bp.route("/certificates/<uuid:certificate_id>/badge", methods=["GET"])
@web.requires("worker")
@web.refuses(errors.NotFound)
@bp.response(200, schemas.BadgeOut)
def badge(certificate_id: uuid.UUID) -> dict[str, str]:
    """One certificate as signed Open Badge 3.0."""
    found = service.get_certificate(_me(), certificate_id)
    return {"credential": documents.badge_text(found, flask_login.current_user.email)}


@bp.route("/certificate-checks", methods=["GET"])
@web.public
@web.refuses(errors.NotFound)
@bp.arguments(schemas.CheckIn, location="query")
@bp.response(200, schemas.CheckOut)
def check(given: dict[str, str]) -> service.Checked:
    """What the certificate with the code on the paper says, and whether it still holds."""
    return service.check(given["code"])


@bp.route("/bookings/<uuid:booking_id>/certificate", methods=["PUT"])
@web.requires("provider")
@web.refuses(rules.NotEarned, rules.NothingToProve, errors.NotFound)
@bp.response(200, schemas.CertificateOut)
def issue(booking_id: uuid.UUID) -> Certificate:
    """Give the participant a certificate. Done again it answers the same one."""
    keys = vault.open_keys(flask.current_app.config["SETTINGS"])
    return service.issue(own_provider(), booking_id, issued_by=_me(), keys=keys)


@bp.route("/provider/certificates/<uuid:certificate_id>/withdrawal", methods=["POST"])
@web.requires("provider")
@web.refuses(rules.WithdrawnAlready, errors.NotFound)
@bp.arguments(schemas.WithdrawIn)
@bp.response(200, schemas.CertificateOut)
def withdraw(given: dict[str, Any], certificate_id: uuid.UUID) -> Certificate:
    """Take a certificate of yours back; who checks it reads the reason."""
    return service.withdraw(own_provider(), certificate_id, reason=given["reason"].strip(), withdrawn_by=_me())
