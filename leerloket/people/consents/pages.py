"""The page on which a person says who may see what."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from leerloket import clock, web
from leerloket.people.consents import rules, schemas, service

bp = flask.Blueprint("consents", __name__)

SCOPE_NAMES = {
    "account": _("Uw saldo en uw boekingen"),
    "plan": _("Uw plan en uw taken"),
    "consult": _("De notities van uw gesprekken"),
}


@bp.get("/gegevens/toestemming")
@web.requires("worker")
def show() -> str:
    """Who may see what now, a form to give consent, and what ended."""
    consents = service.list_consents(flask_login.current_user.account_id)
    return flask.render_template(
        "people/consents.html",
        live=[consent for consent in consents if consent.is_live],
        ended=[consent for consent in consents if not consent.is_live],
        receivers=service.list_receivers(),
        chosen=flask.request.args.get("voor", ""),
        until_on=rules.default_until(clock.business_date()),
        scope_names=SCOPE_NAMES,
    )


@bp.post("/gegevens/toestemming")
@web.requires("worker")
@web.shows_again(show)
def give() -> ResponseReturnValue:
    """Say yes to one receiver."""
    given = web.load(schemas.ConsentForm(), flask.request.form)
    kind, receiver_id = given["receiver"]
    consents = service.give_several(
        flask_login.current_user.account_id, kind, receiver_id, given["scopes"], given["until_on"]
    )
    flask.flash(gettext("%(name)s mag dit nu zien.", name=consents[0].receiver_name), "ok")
    return flask.redirect(flask.url_for("consents.show"), 303)


@bp.post("/gegevens/toestemming/<uuid:consent_id>/intrekken")
@web.requires("worker")
def withdraw(consent_id: uuid.UUID) -> ResponseReturnValue:
    """Say no again, in one click."""
    consent = service.withdraw(flask_login.current_user.account_id, consent_id)
    flask.flash(gettext("%(name)s mag dit niet meer zien.", name=consent.receiver_name), "ok")
    return flask.redirect(flask.url_for("consents.show"), 303)
