"""Asking one's employer to pay along, from a booking that is short of money."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import errors, web
from leerloket.courses.co_payments import rules, schemas, service

bp = flask.Blueprint("co_payment_questions", __name__)


@bp.get("/opleidingen/<slug>/vraag-werkgever")
@web.requires("worker")
def question(slug: str) -> ResponseReturnValue:
    """What is missing, and whom to ask."""
    edition_id = _id_or_none(flask.request.values.get("datum", ""))
    if edition_id is None:
        return flask.redirect(f"/opleidingen/{slug}/boeken/datum", 303)
    found = service.get_question(_me(), edition_id)
    if found.edition.slug != slug:
        raise errors.NotFound
    return flask.render_template("courses/co_payments/question.html", question=found)


@bp.post("/opleidingen/<slug>/vraag-werkgever")
@web.requires("worker")
@web.shows_again(question)
def ask(slug: str) -> ResponseReturnValue:
    """Ask; the employer sees the course only where the box was ticked."""
    given = web.load(schemas.QuestionForm(), flask.request.form)
    try:
        service.ask(
            _me(),
            given["datum"],
            employer_id=given["werkgever"],
            amount_cents=given["bedrag"],
            share_course=given["deel"],
        )
    except rules.MoreThanShort as refusal:
        refusal.field = "bedrag"
        raise
    flask.flash(_("Uw vraag is verstuurd. U krijgt een e-mail met het antwoord."), "ok")
    return flask.redirect(flask.url_for("co_payment_questions.questions"), 303)


@bp.get("/boekingen/verzoeken")
@web.requires("worker")
def questions() -> str:
    """What was asked, and the answers."""
    return flask.render_template(
        "courses/co_payments/list.html",
        asked=service.list_asked(_me()),
        state_words={
            "open": (_("Wacht op antwoord"), "info"),
            "accepted": (_("Werkgever betaalt mee"), "success"),
            "refused": (_("Werkgever zegt nee"), "warning"),
            "expired": (_("Geen antwoord"), "neutral"),
            "withdrawn": (_("Ingetrokken"), "neutral"),
        },
    )


@bp.post("/boekingen/verzoeken/<uuid:co_payment_id>/intrekken")
@web.requires("worker")
@web.shows_again(lambda co_payment_id: questions())
def withdraw(co_payment_id: uuid.UUID) -> ResponseReturnValue:
    """Take a question back."""
    service.withdraw(_me(), co_payment_id)
    flask.flash(_("Uw verzoek is ingetrokken."), "ok")
    return flask.redirect(flask.url_for("co_payment_questions.questions"), 303)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def _id_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
