"""Standing rules: see, make, change and stop them. What was typed travels in the address to the check page."""

import uuid
from collections.abc import Mapping
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import errors, money, web
from leerloket.accounts.agreements import labels, rules, schemas, service
from leerloket.people.officers import service as officers

bp = flask.Blueprint("agreements", __name__)

FIELDS = {"most_cents": "hoogstens", "starts_on": "vanaf"}
"""What a refusal points at, and the field of the form."""


@bp.context_processor
def words() -> dict[str, Any]:
    """A rule as a sentence, and the words of the form."""
    return {
        "sentence": lambda version: labels.sentence(service.terms_of(version)),
        "purpose_options": list(labels.purposes().items()),
        "every_options": [
            ("year", _("Elk jaar 1 keer")),
            ("start", _("1 keer, als iemand hier komt werken")),
        ],
    }


@bp.get("/werkgever/regels")
@web.requires("employer")
def agreements() -> str:
    """The rules of this employer."""
    return flask.render_template(
        "accounts/werkgever/agreements/list.html", standings=service.list_standings(officers.current_employer_id())
    )


@bp.get("/werkgever/regels/nieuw")
@web.requires("employer")
def new() -> str:
    """The form of a rule."""
    return _form(None)


@bp.get("/werkgever/regels/<uuid:agreement_id>/wijzigen")
@web.requires("employer")
def edit(agreement_id: uuid.UUID) -> str:
    """The same form with what the rule says now."""
    return _form(service.get_standing(officers.current_employer_id(), agreement_id))


def _form(standing: service.Standing | None) -> str:
    before = service.terms_of(standing.latest) if standing else None
    return flask.render_template("accounts/werkgever/agreements/form.html", standing=standing, before=_typed(before))


def _typed(terms: service.Terms | None) -> dict[str, Any]:
    """Terms as somebody would type them."""
    if terms is None:
        return {"per": "year", "doel": []}
    return {
        "bedrag": money.euros(terms.amount_cents).removeprefix("€\u00a0"),
        "per": terms.every,
        "fte": terms.least_fte_pct,
        "maanden": terms.least_months,
        "doel": [] if set(terms.purposes) == set(rules.PURPOSES) else terms.purposes,
        "geldig": terms.lasts_months or "",
        "hoogstens": money.euros(terms.most_cents).removeprefix("€\u00a0") if terms.most_cents else "",
    }


@bp.get("/werkgever/regels/controle")
@web.requires("employer")
def check_new() -> ResponseReturnValue:
    """What a new rule would say and cost."""
    return _check(None)


@bp.get("/werkgever/regels/<uuid:agreement_id>/controle")
@web.requires("employer")
def check_change(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """What the rule would say and cost after the change."""
    return _check(service.get_standing(officers.current_employer_id(), agreement_id))


def _check(standing: service.Standing | None) -> ResponseReturnValue:
    try:
        given = web.load(schemas.RuleForm(), flask.request.args)
        service.check(given["terms"], given["starts_on"], standing)
    except errors.Invalid as refusal:
        flask.g.form = web.Form(flask.request.args, _at_the_field(refusal))
        return flask.make_response(_form(standing), refusal.status)
    return flask.render_template(
        "accounts/werkgever/agreements/check.html",
        standing=standing,
        said=labels.sentence(given["terms"]),
        starts_on=given["starts_on"],
        reach=service.preview(officers.current_employer_id(), given["terms"], given["starts_on"]),
        typed=[(name, value) for name, value in flask.request.args.items(multi=True) if name != "key"],
    )


def _at_the_field(refusal: errors.Invalid) -> errors.Invalid:
    refusal.field = FIELDS.get(refusal.field, refusal.field)
    return refusal


@bp.post("/werkgever/regels")
@web.requires("employer")
@web.shows_again(new)
@web.idempotent
def make() -> ResponseReturnValue:
    """Make the rule that was checked."""
    given = _given(flask.request.form)
    made = service.agree(officers.current_employer_id(), **given, by=flask_login.current_user.person_id)
    flask.flash(_("De regel is bewaard."), "ok")
    return flask.redirect(flask.url_for("agreements.agreement", agreement_id=made.agreement_id), 303)


@bp.post("/werkgever/regels/<uuid:agreement_id>")
@web.requires("employer")
@web.shows_again(edit)
@web.idempotent
def change(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Change the rule as was checked."""
    given = _given(flask.request.form)
    by = flask_login.current_user.person_id
    service.change(officers.current_employer_id(), agreement_id, **given, by=by)
    flask.flash(_("De wijziging is bewaard."), "ok")
    return flask.redirect(flask.url_for("agreements.agreement", agreement_id=agreement_id), 303)


def _given(form: Mapping[str, str]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = web.load(schemas.RuleForm(), form)
    except errors.Invalid as refusal:
        raise _at_the_field(refusal) from refusal
    return found


@bp.get("/werkgever/regels/<uuid:agreement_id>")
@web.requires("employer")
def agreement(agreement_id: uuid.UUID) -> str:
    """One rule: what it says, said before and gave."""
    employer_id = officers.current_employer_id()
    return flask.render_template(
        "accounts/werkgever/agreements/one.html",
        standing=service.get_standing(employer_id, agreement_id),
        given=service.list_given(employer_id, agreement_id),
    )


@bp.post("/werkgever/regels/<uuid:agreement_id>/stoppen")
@web.requires("employer")
@web.shows_again(agreement)
def stop(agreement_id: uuid.UUID) -> ResponseReturnValue:
    """Stop the rule."""
    service.stop(officers.current_employer_id(), agreement_id)
    flask.flash(_("De regel is gestopt. Wat al klaarstaat om te betalen, blijft."), "ok")
    return flask.redirect(flask.url_for("agreements.agreement", agreement_id=agreement_id), 303)
