"""The requests to an employer to pay along."""

import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.accounts.agreements import labels
from leerloket.accounts.co_payments import schemas, service
from leerloket.people.officers import service as officers

bp = flask.Blueprint("co_payments", __name__)


@bp.context_processor
def words() -> dict[str, Any]:
    """The words for purposes and states."""
    return {
        "purpose_words": labels.purposes(),
        "state_words": {
            "open": (_("Wacht op u"), "warning"),
            "accepted": (_("U betaalt mee"), "success"),
            "refused": (_("Afgewezen"), "neutral"),
            "expired": (_("Verlopen"), "neutral"),
            "withdrawn": (_("Ingetrokken"), "neutral"),
        },
    }


@bp.get("/werkgever/verzoeken")
@web.requires("employer")
def list_requests() -> str:
    """Who asks to pay along."""
    return flask.render_template(
        "accounts/werkgever/co_payments/list.html", asked=service.list_requests(officers.current_employer_id())
    )


@bp.get("/werkgever/verzoeken/<uuid:co_payment_id>")
@web.requires("employer")
def one(co_payment_id: uuid.UUID) -> str:
    """One request, to answer."""
    return flask.render_template(
        "accounts/werkgever/co_payments/one.html",
        asked=service.get_request(officers.current_employer_id(), co_payment_id),
    )


@bp.post("/werkgever/verzoeken/<uuid:co_payment_id>/akkoord")
@web.requires("employer")
@web.shows_again(one)
@web.idempotent
def accept(co_payment_id: uuid.UUID) -> ResponseReturnValue:
    """Pay along: the payment to make follows."""
    batch = service.accept(officers.current_employer_id(), co_payment_id, by=flask_login.current_user.person_id)
    return flask.redirect(f"/werkgever/storten/bestand/{batch.batch_id}", 303)


@bp.post("/werkgever/verzoeken/<uuid:co_payment_id>/afwijzen")
@web.requires("employer")
@web.shows_again(one)
def refuse(co_payment_id: uuid.UUID) -> ResponseReturnValue:
    """Say no, with the reason."""
    given = web.load(schemas.RefusalForm(), flask.request.form)
    by = flask_login.current_user.person_id
    service.refuse(officers.current_employer_id(), co_payment_id, given["reden"], by=by)
    flask.flash(_("Het verzoek is afgewezen. De werknemer krijgt een e-mail met uw reden."), "ok")
    return flask.redirect(flask.url_for("co_payments.list_requests"), 303)
