"""The skills of a client, for their adviser: inside consent to the plan, and every look is written down."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.advice.clients import service as clients
from leerloket.advice.skills import rules, schemas, service
from leerloket.courses.skills import service as skills

bp = flask.Blueprint("client_skills", __name__)

HERE = "/loket/clienten/<uuid:account_id>/vaardigheden"
MOST_OCCUPATIONS = 8


def _open(account_id: uuid.UUID) -> clients.Client:
    return clients.open_client(flask_login.current_user.person_id, account_id, "plan", "skills")


def _check(account_id: uuid.UUID) -> uuid.UUID:
    """The adviser, once the client's consent was checked."""
    adviser_id: uuid.UUID = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "plan", "skills")
    return adviser_id


def _back(account_id: uuid.UUID) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("client_skills.overview", account_id=account_id), 303)


@bp.get(HERE)
@web.requires("adviser")
def overview(account_id: uuid.UUID) -> str:
    """What the client can, wants and misses, and which modules close it best."""
    client = _open(account_id)
    question = flask.request.args.get("beroep", "")[:100]
    return flask.render_template(
        "advice/skills/client.html",
        client=client,
        can=service.list_own(account_id),
        gap=service.find_gap(account_id),
        question=question,
        occupations=skills.search_occupations(question, MOST_OCCUPATIONS) if question else [],
        language=web.language(),
        remove_url=lambda own_skill_id: flask.url_for(
            "client_skills.remove", account_id=account_id, own_skill_id=own_skill_id
        ),
    )


@bp.get(f"{HERE}/toevoegen")
@web.requires("adviser")
def add(account_id: uuid.UUID) -> str:
    """Write down what the client says, then choose together what is meant."""
    client = _open(account_id)
    wat = (flask.request.values.get("wat") or "").strip()[: rules.LONGEST_TEXT]
    return flask.render_template(
        "advice/skills/client_add.html", client=client, wat=wat, meant=skills.search_skills(wat) if wat else []
    )


@bp.post(f"{HERE}/toevoegen")
@web.requires("adviser")
@web.shows_again(add)
def note(account_id: uuid.UUID) -> ResponseReturnValue:
    """Keep it, as written down by the adviser together with the client."""
    adviser_id = _check(account_id)
    given = web.load(schemas.OwnSkillForm(), flask.request.form)
    service.add_own(account_id, added_by=adviser_id, **given)
    flask.flash(_("Toegevoegd aan de vaardigheden van de cliënt."), "ok")
    return _back(account_id)


@bp.post(f"{HERE}/<uuid:own_skill_id>/weg")
@web.requires("adviser")
def remove(account_id: uuid.UUID, own_skill_id: uuid.UUID) -> ResponseReturnValue:
    """Take it out."""
    _check(account_id)
    service.remove_own(account_id, own_skill_id)
    return _back(account_id)


@bp.post(f"{HERE}/beroep")
@web.requires("adviser")
@web.shows_again(overview)
def choose_target(account_id: uuid.UUID) -> ResponseReturnValue:
    """The occupation the client wants."""
    adviser_id = _check(account_id)
    given = web.load(schemas.TargetForm(), flask.request.form)
    service.choose_target(account_id, given["beroep"], chosen_by=adviser_id)
    return _back(account_id)
