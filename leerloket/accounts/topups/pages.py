"""The pages of an employer: overview, topping up one employee, and what is to be paid."""

import re
import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue

from leerloket import clock, errors, web
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import contribution, schemas, service, words
from leerloket.people.employers import service as employers
from leerloket.people.officers import service as officers

bp = flask.Blueprint("werkgever", __name__)

FORM_FIELDS = {"amount": "bedrag", "purposes": "doel", "expires_on": "geldig_tot", "note": "kenmerk"}
"""Cells of a row and the fields of the form of one top-up; who it is for is `wie`."""


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


bp.context_processor(words.words)


@bp.get("/werkgever")
@web.requires("employer")
def overview() -> str:
    """Totals and what there is to do."""
    return flask.render_template(
        "accounts/werkgever/overview.html",
        overview=contribution.get_overview(officers.current_employer_id()),
        name=employers.get_employer(officers.current_employer_id()).name,
        year=clock.business_date().year,
    )


@bp.get("/werkgever/storten")
@web.requires("employer")
def one() -> str:
    """Money for one employee."""
    return flask.render_template("accounts/werkgever/one.html", who=flask.request.args.get("wie", ""))


@bp.post("/werkgever/storten")
@web.requires("employer")
@web.shows_again(one)
def do_one() -> ResponseReturnValue:
    """Check one top-up; the check page follows."""
    given = web.load(schemas.OneForm(), flask.request.form)
    batch = service.check_rows(officers.current_employer_id(), [_cells(given)], by=_me())
    row = service.get_rows(batch)[0]
    if row.state == "error":
        raise errors.Invalid(
            errors=[
                errors.FieldError(FORM_FIELDS.get(p["field"], "wie"), p["code"], p["nl"], p["en"]) for p in row.problems
            ]
        )
    return flask.redirect(flask.url_for("stortingen.batch", batch_id=batch.batch_id), 303)


def _cells(given: dict[str, Any]) -> dict[str, str]:
    who = given["wie"]
    name = "email" if "@" in who else "number" if re.match(r"(?i)\s*LR\s*-", who) else "personnel_number"
    return {
        name: who,
        "amount": given["bedrag"],
        "purposes": "+".join(given["doel"]),
        "expires_on": given["geldig_tot"],
        "note": given["kenmerk"],
    }


@bp.get("/werkgever/betalingen")
@web.requires("employer")
def list_payments() -> str:
    """What is to be paid, with which reference, and what came in."""
    employer_id = officers.current_employer_id()
    batches = {batch.payment_id: batch for batch in service.list_batches(employer_id, 200)}
    return flask.render_template(
        "accounts/werkgever/payments.html", payments=payments.list_payments(employer_id), batches=batches
    )
