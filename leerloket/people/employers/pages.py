"""The pages of an administrator about employers: which there are, admitting one, and who acts for it."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.people.employers import admission, schemas, service
from leerloket.people.officers import service as officers
from leerloket.people.regions import service as regions

bp = flask.Blueprint("werkgevers", __name__)

PER_PAGE = 50


@bp.context_processor
def words() -> dict[str, dict[str, str]]:
    """The words for sizes."""
    return {
        "size_words": {
            "small": _("minder dan 50 mensen"),
            "medium": _("50 tot 250 mensen"),
            "large": _("250 mensen of meer"),
        }
    }


@bp.get("/beheer/werkgevers")
@web.requires("administrator", "controller")
def employers() -> str:
    """Every employer by name, and a search."""
    text = flask.request.args.get("q", "")[:100]
    after = flask.request.args.get("na", None, uuid.UUID)
    found = service.search_employers(text, after=after, limit=PER_PAGE + 1)
    return flask.render_template(
        "people/employers/list.html",
        employers=found[:PER_PAGE],
        next_after=found[PER_PAGE - 1].employer_id if len(found) > PER_PAGE else None,
        text=text,
        is_later=after is not None,
    )


@bp.get("/beheer/werkgevers/nieuw")
@web.requires("administrator")
def form() -> str:
    """The form of a new employer."""
    return flask.render_template("people/employers/new.html", regions=regions.list_regions())


@bp.post("/beheer/werkgevers/nieuw")
@web.requires("administrator")
@web.shows_again(form)
def admit() -> ResponseReturnValue:
    """Admit an employer, with its first user when one is named."""
    given = web.load(schemas.EmployerForm(), flask.request.form)
    employer = admission.admit(**given, by=flask_login.current_user.person_id)
    flask.flash(_("%(name)s is toegelaten.", name=employer.name), "ok")
    return _to(employer.employer_id)


@bp.get("/beheer/werkgevers/<uuid:employer_id>")
@web.requires("administrator", "controller")
def employer(employer_id: uuid.UUID) -> str:
    """One employer and who acts for it."""
    found = service.get_employer(employer_id)
    return flask.render_template(
        "people/employers/employer.html",
        employer=found,
        region=regions.get_region(found.region_code),
        employees=service.count_employees(employer_id),
        officers=officers.list_officers(employer_id),
    )


@bp.post("/beheer/werkgevers/<uuid:employer_id>")
@web.requires("administrator")
@web.shows_again(employer)
def add_officer(employer_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody with an account act for the employer."""
    given = web.load(schemas.OfficerForm(), flask.request.form)
    service.get_employer(employer_id)
    added = officers.add_officer(employer_id, given["email"], by=flask_login.current_user.person_id)
    flask.flash(_("%(name)s kan nu voor deze werkgever werken.", name=added.name), "ok")
    return _to(employer_id)


def _to(employer_id: uuid.UUID) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("werkgevers.employer", employer_id=employer_id), 303)
