"""The catalogue on screen: search, one module, one provider, and the provider's own list."""

import json
import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from leerloket import clock, web
from leerloket.courses.catalogue import asked, labels, purse, schemas, service, structured
from leerloket.courses.providers import service as providers

bp = flask.Blueprint("catalogue", __name__)


@bp.app_template_filter("label")
def label(code: str, facet: str) -> Any:
    """What a code of the catalogue is called: `{{ module.kind|label("kind") }}`."""
    return labels.label(facet, code)


@bp.get("/opleidingen")
@web.public
def search() -> str:
    """Search with filters; each shows how many it would give."""
    wanted, mine = asked.read(flask.request.args), _purse()
    found = service.search(wanted.query(), available_cents=mine.most_cents if mine else 0, offset=wanted.offset)
    return flask.render_template(
        "courses/catalogue/search.html",
        asked=wanted,
        found=found,
        purse=mine,
    )


@bp.get("/opleidingen/<slug>")
@web.public
def module(slug: str) -> str:
    """One module: what it costs whom, when, where, and what one learns."""
    found = service.get_module(slug)
    provider = providers.get_provider(found.provider_id)
    dates = service.list_editions(found.module_id)
    return flask.render_template(
        "courses/catalogue/module.html",
        module=found,
        provider=provider,
        editions=dates,
        is_open=providers.is_open(provider, clock.now()),
        purse=_purse(),
        quote=None,
        json_ld=_json_ld(
            structured.course(found, dates, flask.request.base_url, provider.name, _provider_url(provider))
        ),
    )


def _provider_url(provider: providers.Provider) -> str:
    return flask.url_for("catalogue.provider", slug=provider.slug, _external=True)


def _json_ld(value: dict[str, Any]) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


@bp.get("/aanbieders/<slug>")
@web.public
def provider(slug: str) -> str:
    """A provider and what it offers."""
    found = providers.get_provider_by_slug(slug)
    if not providers.is_shown(found):
        raise providers.UnknownProvider
    modules, total = service.list_online_modules(provider_id=found.provider_id, limit=200)
    return flask.render_template(
        "courses/catalogue/provider.html",
        provider=found,
        modules=modules,
        total=total,
        is_open=providers.is_open(found, clock.now()),
        coming=service.list_coming([module.module_id for module in modules]),
    )


@bp.get("/aanbieder/opleidingen")
@web.requires("provider")
def own_modules() -> str:
    """The provider's own modules in every state."""
    modules = service.list_own_modules(_own_id(), limit=500)
    coming = service.list_coming([module.module_id for module in modules])
    return flask.render_template("courses/catalogue/own_modules.html", modules=modules, coming=coming)


@bp.get("/aanbieder/opleidingen/<uuid:module_id>")
@web.requires("provider")
def own_module(module_id: uuid.UUID) -> str:
    """One own module with all its editions."""
    return flask.render_template(
        "courses/catalogue/own_module.html",
        module=service.get_own_module(_own_id(), module_id),
        editions=service.list_own_editions(_own_id(), module_id),
        names=labels.NAMES,
        now=clock.now(),
    )


@bp.get("/aanbieder/opleidingen/nieuw")
@web.requires("provider")
def new_module() -> str:
    """The form for a new module."""
    return flask.render_template("courses/catalogue/new_module.html", names=labels.NAMES)


@bp.post("/aanbieder/opleidingen/nieuw")
@web.requires("provider")
@web.shows_again(new_module)
def add_module() -> ResponseReturnValue:
    """Note a new module as a draft."""
    row = web.load(schemas.ModuleForm(), flask.request.form)
    added = service.add_module(_own_id(), row)
    return flask.redirect(flask.url_for("catalogue.own_module", module_id=added.module_id), 303)


@bp.post("/aanbieder/opleidingen/<uuid:module_id>")
@web.requires("provider")
@web.shows_again(own_module)
def change_module(module_id: uuid.UUID) -> ResponseReturnValue:
    """Change the texts of a module, or send it in."""
    changes = web.load(schemas.ModuleChangeForm(), flask.request.form)
    service.change_module(_own_id(), module_id, changes)
    return flask.redirect(flask.url_for("catalogue.own_module", module_id=module_id), 303)


@bp.post("/aanbieder/opleidingen/<uuid:module_id>/uitvoeringen")
@web.requires("provider")
@web.shows_again(own_module)
def add_edition(module_id: uuid.UUID) -> ResponseReturnValue:
    """A new date for a module."""
    given = web.load(schemas.EditionForm(), flask.request.form)
    service.add_edition(_own_id(), module_id, **given)
    return flask.redirect(flask.url_for("catalogue.own_module", module_id=module_id), 303)


def _own_id() -> uuid.UUID:
    provider_id: uuid.UUID = flask_login.current_user.organisation_id
    return provider_id


def _purse() -> purse.Purse | None:
    person = flask_login.current_user
    if not person.is_authenticated or person.role != "worker":
        return None
    return purse.of_account(person.person_id)
