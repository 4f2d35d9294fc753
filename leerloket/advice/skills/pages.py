"""What you can, what you want, and what you still miss: the person's own pages."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.advice.skills import labels, rules, schemas, service
from leerloket.courses.skills import service as skills

bp = flask.Blueprint("own_skills", __name__)

MOST_OCCUPATIONS = 20


@bp.app_template_global()
def skill_levels() -> dict[int, str]:
    """What each level is called."""
    return labels.LEVELS


@bp.app_template_global()
def skill_evidence(short: bool = False) -> dict[str, str]:
    """By what somebody shows a skill, as a choice or as a word in a list."""
    return labels.EVIDENCE_SHORT if short else labels.EVIDENCE


@bp.app_template_global()
def reason_of(way: service.Way, gap: service.Gap) -> str:
    """Why a module stands where it stands."""
    language = web.language()
    names = {skill_id: skill.label(language) for skill_id, skill in gap.named.items()}
    return rules.reason(way.route, names, language)


def _me() -> uuid.UUID:
    account_id: uuid.UUID = flask_login.current_user.account_id
    return account_id


@bp.get("/mijn-vaardigheden")
@web.requires("worker")
def overview() -> str:
    """What you can, and how that stands to the occupation you want."""
    return flask.render_template(
        "advice/skills/overview.html",
        can=service.list_own(_me()),
        gap=service.find_gap(_me()),
        remove_url=lambda own_skill_id: flask.url_for("own_skills.remove", own_skill_id=own_skill_id),
    )


@bp.get("/mijn-vaardigheden/toevoegen")
@web.requires("worker")
def add() -> str:
    """Say what you can in your own words, then choose what is meant."""
    wat = (flask.request.values.get("wat") or "").strip()[: rules.LONGEST_TEXT]
    return flask.render_template("advice/skills/add.html", wat=wat, meant=skills.search_skills(wat) if wat else [])


@bp.post("/mijn-vaardigheden/toevoegen")
@web.requires("worker")
@web.shows_again(add)
def note() -> ResponseReturnValue:
    """Keep it."""
    given = web.load(schemas.OwnSkillForm(), flask.request.form)
    service.add_own(_me(), added_by=_me(), **given)
    flask.flash(_("Toegevoegd aan uw vaardigheden."), "ok")
    return flask.redirect(flask.url_for("own_skills.overview"), 303)


@bp.post("/mijn-vaardigheden/<uuid:own_skill_id>/weg")
@web.requires("worker")
def remove(own_skill_id: uuid.UUID) -> ResponseReturnValue:
    """Take it out."""
    service.remove_own(_me(), own_skill_id)
    flask.flash(_("Weggehaald uit uw vaardigheden."), "ok")
    return flask.redirect(flask.url_for("own_skills.overview"), 303)


@bp.get("/mijn-vaardigheden/beroep")
@web.requires("worker")
def target() -> str:
    """Search the occupation you want."""
    question = flask.request.args.get("zoek", "")[:100]
    found = skills.search_occupations(question, MOST_OCCUPATIONS) if question else []
    return flask.render_template(
        "advice/skills/target.html", question=question, occupations=found, target=service.find_target(_me())
    )


@bp.post("/mijn-vaardigheden/beroep")
@web.requires("worker")
@web.shows_again(target)
def choose_target() -> ResponseReturnValue:
    """This is what you want."""
    given = web.load(schemas.TargetForm(), flask.request.form)
    service.choose_target(_me(), given["beroep"], chosen_by=_me())
    return flask.redirect(flask.url_for("own_skills.gap"), 303)


@bp.get("/mijn-vaardigheden/verschil")
@web.requires("worker")
def gap() -> ResponseReturnValue:
    """What you miss as bars and as a table, and which modules close it best."""
    found = service.find_gap(_me())
    if found is None:
        return flask.redirect(flask.url_for("own_skills.target"), 303)
    return flask.render_template("advice/skills/gap.html", gap=found, language=web.language())
