"""What people can, want and miss, as JSON: for themselves and for their adviser."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.advice.clients import service as clients
from leerloket.advice.desks import service as desks
from leerloket.advice.skills import rules, schemas, service
from leerloket.courses.skills import service as skills

bp = web.ApiBlueprint("advice_skills_api", __name__, description="What people can, and what an occupation asks")


def _me() -> uuid.UUID:
    account_id: uuid.UUID = flask_login.current_user.account_id
    return account_id


def _page(account_id: uuid.UUID) -> dict[str, Any]:
    return {"items": service.list_own(account_id), "next": None}


def _gap(account_id: uuid.UUID, occupation_id: uuid.UUID | None) -> dict[str, Any]:
    found = service.get_gap(account_id, occupation_id)
    names = {
        language: {skill_id: skill.label(language) for skill_id, skill in found.named.items()}
        for language in ("en", "nl")
    }
    return {
        "occupation": found.occupation,
        "reached_pct": found.reached_pct,
        "missing": found.missing,
        "coming": found.coming,
        "lines": [
            {"skill": found.named[line.skill_id], "short": line.short}
            | {name: getattr(line, name) for name in ("now", "needed", "essential")}
            for line in found.lines
        ],
        "routes": [
            {
                "module_id": way.module.module_id,
                "edition_id": way.edition.edition_id,
                "title": way.module.title,
                "steps": way.route.brings,
                "own_cents": way.route.offer.own_cents,
                "hours": way.module.hours,
                "reason": rules.reason(way.route, names["en"], "en"),
                "reason_nl": rules.reason(way.route, names["nl"], "nl"),
            }
            for way in found.ways
        ],
    }


@bp.route("/me/skills", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.OwnSkillPage)
def list_own() -> dict[str, Any]:
    """What you can."""
    return _page(_me())


@bp.route("/me/skills", methods=["POST"])
@web.requires("worker")
@web.refuses(skills.UnknownSkill, rules.TooManySkills)
@bp.arguments(schemas.OwnSkillIn)
@bp.response(201, schemas.OwnSkillOut)
def add_own(given: dict[str, Any]) -> service.Can:
    """Note what you can, in your own words, with the skill you mean."""
    return service.add_own(_me(), added_by=_me(), **given)


@bp.route("/me/skills/<uuid:own_skill_id>", methods=["DELETE"])
@web.requires("worker")
@web.refuses(rules.UnknownOwnSkill)
@bp.response(204)
def remove_own(own_skill_id: uuid.UUID) -> None:
    """Take something out of what you can."""
    service.remove_own(_me(), own_skill_id)


@bp.route("/me/target-occupation", methods=["PUT"])
@web.requires("worker")
@web.refuses(skills.UnknownOccupation)
@bp.arguments(schemas.TargetIn)
@bp.response(200, schemas.TargetOut)
def choose_target(given: dict[str, Any]) -> skills.Occupation:
    """Choose the occupation you want."""
    return service.choose_target(_me(), given["occupation_id"], chosen_by=_me())


@bp.route("/me/skills-gap", methods=["GET"])
@web.requires("worker")
@web.refuses(rules.NoTarget, skills.UnknownOccupation)
@bp.arguments(schemas.GapQuery, location="query")
@bp.response(200, schemas.SkillsGapOut)
def get_gap(given: dict[str, Any]) -> dict[str, Any]:
    """What you miss for an occupation, and the modules that close it best for own money and hours."""
    return _gap(_me(), given["occupation"])


@bp.route("/clients/<uuid:account_id>/skills", methods=["GET"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk)
@bp.response(200, schemas.OwnSkillPage)
def list_of_client(account_id: uuid.UUID) -> dict[str, Any]:
    """What a client can; inside consent to the plan, and the look is written down."""
    clients.open_client(flask_login.current_user.person_id, account_id, "plan", "skills")
    return _page(account_id)


@bp.route("/clients/<uuid:account_id>/skills", methods=["POST"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk, skills.UnknownSkill, rules.TooManySkills)
@bp.arguments(schemas.OwnSkillIn)
@bp.response(201, schemas.OwnSkillOut)
def add_to_client(given: dict[str, Any], account_id: uuid.UUID) -> service.Can:
    """Note what a client can, together."""
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "plan", "skills")
    return service.add_own(account_id, added_by=adviser_id, **given)


@bp.route("/clients/<uuid:account_id>/skills/<uuid:own_skill_id>", methods=["DELETE"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk, rules.UnknownOwnSkill)
@bp.response(204)
def remove_of_client(account_id: uuid.UUID, own_skill_id: uuid.UUID) -> None:
    """Take something out of what a client can."""
    clients.check_client(flask_login.current_user.person_id, account_id, "plan", "skills")
    service.remove_own(account_id, own_skill_id)


@bp.route("/clients/<uuid:account_id>/target-occupation", methods=["PUT"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk, skills.UnknownOccupation)
@bp.arguments(schemas.TargetIn)
@bp.response(200, schemas.TargetOut)
def choose_target_of_client(given: dict[str, Any], account_id: uuid.UUID) -> skills.Occupation:
    """Choose the occupation a client wants."""
    adviser_id = flask_login.current_user.person_id
    clients.check_client(adviser_id, account_id, "plan", "skills")
    return service.choose_target(account_id, given["occupation_id"], chosen_by=adviser_id)


@bp.route("/clients/<uuid:account_id>/skills-gap", methods=["GET"])
@web.requires("adviser")
@web.refuses(errors.NotFound, desks.NoDesk, rules.NoTarget, skills.UnknownOccupation)
@bp.arguments(schemas.GapQuery, location="query")
@bp.response(200, schemas.SkillsGapOut)
def get_gap_of_client(given: dict[str, Any], account_id: uuid.UUID) -> dict[str, Any]:
    """What a client misses for an occupation, and the modules that close it best."""
    clients.open_client(flask_login.current_user.person_id, account_id, "plan", "skills")
    return _gap(account_id, given["occupation"])
