"""Skills and occupations as JSON, for anybody."""

import uuid
from typing import Any

from leerloket import web
from leerloket.courses.skills import rules, schemas, service

bp = web.ApiBlueprint("courses_skills_api", __name__, description="Skills and occupations: one tongue for all")


@bp.route("/skills", methods=["GET"])
@web.public
@bp.arguments(schemas.TermQuery, location="query")
@bp.response(200, schemas.SkillPage)
def search_skills(given: dict[str, Any]) -> dict[str, Any]:
    """The skills somebody may mean with their own words."""
    return {"items": service.search_skills(given["q"], given["limit"]), "next": None}


@bp.route("/skills/<uuid:skill_id>", methods=["GET"])
@web.public
@web.refuses(rules.UnknownSkill)
@bp.response(200, schemas.SkillOut)
def get_skill(skill_id: uuid.UUID) -> service.Skill:
    """One skill."""
    return service.get_skill(skill_id)


@bp.route("/skills/<uuid:skill_id>/modules", methods=["GET"])
@web.public
@web.refuses(rules.UnknownSkill)
@bp.response(200, schemas.TaughtPage)
def list_modules(skill_id: uuid.UUID) -> dict[str, Any]:
    """The modules on offer that teach a skill."""
    skill = service.get_skill(skill_id)
    return {"items": [module for module, _taught in service.modules_teaching([skill.skill_id])], "next": None}


@bp.route("/occupations", methods=["GET"])
@web.public
@bp.arguments(schemas.TermQuery, location="query")
@bp.response(200, schemas.OccupationPage)
def search_occupations(given: dict[str, Any]) -> dict[str, Any]:
    """The occupations somebody may mean with their own words."""
    return {"items": service.search_occupations(given["q"], given["limit"]), "next": None}


@bp.route("/occupations/<uuid:occupation_id>", methods=["GET"])
@web.public
@web.refuses(rules.UnknownOccupation)
@bp.response(200, schemas.OccupationFileOut)
def get_occupation(occupation_id: uuid.UUID) -> dict[str, Any]:
    """One occupation, with what it asks now and will ask."""
    found = service.get_occupation(occupation_id)
    fields = ("occupation_id", "uri", "same_as", "scheme", "slug", "isco", "label_nl", "label_en")
    return {name: getattr(found, name) for name in fields} | {
        "asks": service.list_asked(occupation_id),
        "coming": service.list_coming(occupation_id),
    }
