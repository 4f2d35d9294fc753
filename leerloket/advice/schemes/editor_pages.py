"""The editor of schemes: the list, one scheme with a worked result and its history, and a new one."""

from itertools import pairwise
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import clock, errors, web
from leerloket.advice.schemes import editing, labels, lines, schemas, service
from leerloket.advice.schemes.editing import Preview

bp = flask.Blueprint("scheme_editor", __name__)


@bp.get("/beheer/regelingen")
@web.requires("administrator", "controller")
def schemes() -> str:
    """Every scheme: whether it is open, and when somebody last looked at its source."""
    return flask.render_template(
        "advice/schemes/editor_list.html", schemes=service.list_schemes(), labels=labels, today=clock.business_date()
    )


@bp.get("/beheer/regelingen/nieuw")
@web.requires("administrator")
def new() -> str:
    """The form for a new scheme."""
    return _page(editing.blank(clock.business_date()), [], None)


@bp.post("/beheer/regelingen/nieuw")
@web.requires("administrator")
@web.shows_again(new)
def create() -> ResponseReturnValue:
    """Look at a new scheme, or keep it."""
    given = web.load(schemas.SchemeForm(), flask.request.form)
    if given["kenmerk"] is None:
        raise errors.Invalid(errors=[errors.FieldError("kenmerk", "required", "Vul dit in.", "Fill this in.")])
    return _look_or_keep(given, given["kenmerk"], [])


@bp.get("/beheer/regelingen/<scheme_slug>")
@web.requires("administrator", "controller")
def scheme(scheme_slug: str) -> str:
    """One scheme to change, with what was changed before."""
    versions = service.list_versions(scheme_slug)
    return _page(versions[0].scheme, versions, None)


@bp.post("/beheer/regelingen/<scheme_slug>")
@web.requires("administrator")
@web.shows_again(scheme)
def change(scheme_slug: str) -> ResponseReturnValue:
    """Look at what a change does, or keep it as a new version."""
    versions = service.list_versions(scheme_slug)
    given = web.load(schemas.SchemeForm(), flask.request.form)
    return _look_or_keep(given, scheme_slug, versions)


def _look_or_keep(given: dict[str, Any], slug: str, versions: list[service.Version]) -> ResponseReturnValue:
    typed = editing.take(given, slug)
    if given["doe"] == "bekijk":
        before = versions[0].scheme if versions else None
        return _page(typed, versions, editing.preview(before, typed, given["voorbeeld"], clock.business_date()), given)
    service.change_scheme(
        typed, version=given["versie"], changed_by=flask_login.current_user.person_id, reason=given["reden"]
    )
    flask.flash(_("De regeling is bewaard. Iedereen ziet nu deze versie."), "ok")
    return flask.redirect(flask.url_for("scheme_editor.scheme", scheme_slug=slug), 303)


def _page(
    typed: service.Scheme,
    versions: list[service.Version],
    preview: Preview | None,
    given: dict[str, Any] | None = None,
) -> str:
    changes = [editing.changed(old.scheme, new.scheme) for new, old in pairwise(versions)]
    return flask.render_template(
        "advice/schemes/editor.html",
        scheme=typed,
        version=given["versie"] if given else versions[0].number if versions else 0,
        reason=given["reden"] if given else "",
        price_cents=given["voorbeeld"] if given else None,
        versions=list(zip(versions, [*changes, []], strict=False)),
        preview=preview,
        labels=labels,
        lines=lines,
        is_new=not versions,
        may_edit=flask_login.current_user.role == "administrator",
    )
