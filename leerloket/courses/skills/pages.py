"""Skills and occupations on screen: what they are, which job asks them, and where one learns them."""

import flask

from leerloket import web
from leerloket.courses.skills import service

bp = flask.Blueprint("skills", __name__)

bp.add_app_template_global(service.skills_of_module, "skills_of_module")

MOST_FOUND = 60


@bp.app_template_filter()
def term(found: service.Skill | service.Occupation) -> str:
    """The name of a skill or occupation in the language of the page."""
    return found.label(web.language())


@bp.get("/beroepen")
@web.public
def occupations() -> str:
    """Find an occupation, or look at all."""
    question = flask.request.args.get("q", "")[:100]
    found = service.search_occupations(question, MOST_FOUND)
    return flask.render_template("courses/skills/occupations.html", occupations=found, question=question)


@bp.get("/beroepen/<slug>")
@web.public
def occupation(slug: str) -> str:
    """One occupation: what it asks now, and what it will ask."""
    found = service.get_occupation(slug)
    return flask.render_template(
        "courses/skills/occupation.html",
        occupation=found,
        asks=service.list_asked(found.occupation_id),
        coming=service.list_coming(found.occupation_id),
        language=web.language(),
    )


@bp.get("/vaardigheden")
@web.public
def skills() -> str:
    """Find a skill in one's own words."""
    question = flask.request.args.get("q", "")[:100]
    found = service.search_skills(question, MOST_FOUND)
    return flask.render_template("courses/skills/skills.html", skills=found, question=question)


@bp.get("/vaardigheden/<slug>")
@web.public
def skill(slug: str) -> str:
    """One skill: which occupations ask it, and which modules teach it."""
    found = service.get_skill(slug)
    return flask.render_template(
        "courses/skills/skill.html",
        skill=found,
        occupations=service.list_occupations_asking(found.skill_id),
        modules=[module for module, _taught in service.modules_teaching([found.skill_id], MOST_FOUND)],
    )
