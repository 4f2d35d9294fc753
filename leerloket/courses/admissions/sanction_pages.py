"""The steps against a provider on screen; the page itself is the vetting page."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.admissions import pages, sanctions, schemas

bp = flask.Blueprint("sanctions", __name__, url_prefix="/beheer/aanbieders/<uuid:provider_id>/maatregelen")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _back(provider_id: uuid.UUID) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("admissions.vetting", provider_id=provider_id), 303)


def _page(provider_id: uuid.UUID, sanction_id: uuid.UUID | None = None) -> str:
    return pages.vetting(provider_id)


@bp.post("")
@web.requires("administrator")
@web.shows_again(_page)
def propose(provider_id: uuid.UUID) -> ResponseReturnValue:
    """Propose the next step."""
    given = web.load(schemas.SanctionForm(), flask.request.form)
    sanctions.propose(provider_id, given["stap"], reason=given["reden"], by=_me())
    flask.flash(_("Voorgesteld. Nu moet iemand anders beslissen."), "ok")
    return _back(provider_id)


@bp.post("/<uuid:sanction_id>/bevestigen")
@web.requires("administrator")
@web.shows_again(_page)
def confirm(provider_id: uuid.UUID, sanction_id: uuid.UUID) -> ResponseReturnValue:
    """Put it in force."""
    sanctions.confirm(provider_id, sanction_id, by=_me())
    flask.flash(_("De maatregel geldt. De aanbieder krijgt een mail."), "ok")
    return _back(provider_id)


@bp.post("/<uuid:sanction_id>/intrekken")
@web.requires("administrator")
@web.shows_again(_page)
def drop(provider_id: uuid.UUID, sanction_id: uuid.UUID) -> ResponseReturnValue:
    """Take the proposal from the table."""
    sanctions.drop(provider_id, sanction_id, by=_me())
    return _back(provider_id)


@bp.post("/<uuid:sanction_id>/opheffen")
@web.requires("administrator")
@web.shows_again(_page)
def lift(provider_id: uuid.UUID, sanction_id: uuid.UUID) -> ResponseReturnValue:
    """End it."""
    given = web.load(schemas.AdmissionReasonForm(), flask.request.form)
    sanctions.lift(provider_id, sanction_id, reason=given["reden"], by=_me())
    flask.flash(_("De maatregel is opgeheven."), "ok")
    return _back(provider_id)


@bp.post("/<uuid:sanction_id>/bezwaar")
@web.requires("administrator")
@web.shows_again(_page)
def answer(provider_id: uuid.UUID, sanction_id: uuid.UUID) -> ResponseReturnValue:
    """Answer the objection."""
    given = web.load(schemas.AppealAnswerForm(), flask.request.form)
    sanctions.answer(provider_id, sanction_id, grants=given["besluit"] == "ja", answer=given["antwoord"], by=_me())
    flask.flash(_("Uw antwoord is verstuurd."), "ok")
    return _back(provider_id)
