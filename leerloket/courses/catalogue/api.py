"""The catalogue as JSON: search, modules, editions, and a provider's own offer."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.courses.catalogue import purse, schemas, service
from leerloket.courses.catalogue.editions import UnknownEdition

bp = web.ApiBlueprint("catalogue_api", __name__, description="What can be learned, where and when")

WITH_HEADERS = tuple[Any, int, dict[str, str]]
FACETS = ("level", "kind", "form", "provider_type", "language", "proof", "mode")


@bp.route("/modules", methods=["GET"])
@web.public
@bp.arguments(schemas.SearchIn, location="query")
@bp.response(200, schemas.SearchOut)
def search(given: dict[str, Any]) -> dict[str, Any]:
    """Find modules. `facets` counts what each choice would give, the other choices kept."""
    mine = _purse()
    query = service.Query(
        q=given["q"],
        near=given["near"],
        km=given["km"],
        when=given["when"],
        chosen={name: given[name] for name in FACETS if given[name]},
        max_own_cents=given["max_own_cents"],
    )
    found = service.search(
        query, available_cents=mine.most_cents if mine else 0, offset=given["cursor"], limit=given["limit"]
    )
    return {
        "items": [_hit(hit, mine) for hit in found.hits],
        "next": found.next_offset,
        "total": found.total,
        "facets": {web.camel_case(name): counts for name, counts in found.facets.items()},
        "meant": found.meant,
    }


def _hit(hit: service.Hit, mine: purse.Purse | None) -> dict[str, Any]:
    cheapest = hit.cheapest_cents
    return {
        "module": hit.module,
        "provider": hit.provider,
        "next": hit.next,
        "cheapest_cents": cheapest,
        "own_cents": mine.own_cents(cheapest, hit.module.purpose) if mine and cheapest is not None else None,
        "km": hit.km,
    }


@bp.route("/modules/<uuid:module_id>", methods=["GET"])
@web.public
@web.refuses(service.UnknownModule)
@bp.response(200, schemas.ModuleOut)
def get_module(module_id: uuid.UUID) -> service.Module:
    """One module on offer."""
    return service.get_module(module_id)


@bp.route("/modules/<uuid:module_id>/editions", methods=["GET"])
@web.public
@web.refuses(service.UnknownModule)
@bp.response(200, schemas.EditionPageOut)
def list_editions(module_id: uuid.UUID) -> dict[str, Any]:
    """The editions that still have to start, soonest first."""
    return {"items": service.list_editions(service.get_module(module_id).module_id), "next": None}


@bp.route("/provider/modules", methods=["GET"])
@web.requires("provider", scope="modules:read")
@bp.arguments(schemas.PageIn, location="query")
@bp.response(200, schemas.ModulePageOut)
def list_own_modules(given: dict[str, Any]) -> dict[str, Any]:
    """The provider's own modules in every state."""
    offset, limit = given["cursor"], given["limit"]
    modules = service.list_own_modules(_own_id(), offset=offset, limit=limit + 1)
    return {"items": modules[:limit], "next": offset + limit if len(modules) > limit else None}


@bp.route("/provider/modules", methods=["POST"])
@web.requires("provider", scope="modules:write")
@web.gives_version
@bp.arguments(schemas.ModuleIn)
@bp.response(201, schemas.ModuleOut)
def add_module(given: dict[str, Any]) -> WITH_HEADERS:
    """A new module, as a draft. PATCH `state` to `submitted` sends it in; an administrator puts it online."""
    row = service.ModuleRow(row=0, key="api", **_tuples(given))
    module = service.add_module(_own_id(), row)
    return web.with_version(module, module.version, 201)


@bp.route("/provider/modules/<uuid:module_id>", methods=["GET"])
@web.requires("provider", scope="modules:read")
@web.refuses(service.UnknownModule)
@web.gives_version
@bp.response(200, schemas.ModuleOut)
def get_own_module(module_id: uuid.UUID) -> WITH_HEADERS:
    """One own module, with its version as `ETag`."""
    module = service.get_own_module(_own_id(), module_id)
    return web.with_version(module, module.version)


@bp.route("/provider/modules/<uuid:module_id>", methods=["PATCH"])
@web.requires("provider", scope="modules:write")
@web.refuses(service.UnknownModule, service.MoveNotPossible)
@web.needs_version
@web.gives_version
@bp.arguments(schemas.ModuleChangeIn)
@bp.response(200, schemas.ModuleOut)
def change_module(given: dict[str, Any], module_id: uuid.UUID) -> WITH_HEADERS:
    """Change an own module. `If-Match` names the version that was read."""
    module = service.change_module(_own_id(), module_id, _tuples(given), version=web.version_seen())
    return web.with_version(module, module.version)


@bp.route("/provider/modules/<uuid:module_id>/editions", methods=["GET"])
@web.requires("provider", scope="modules:read")
@web.refuses(service.UnknownModule)
@bp.arguments(schemas.PageIn, location="query")
@bp.response(200, schemas.EditionPageOut)
def list_own_editions(given: dict[str, Any], module_id: uuid.UUID) -> dict[str, Any]:
    """All editions of an own module, also past and cancelled ones, latest first."""
    offset, limit = given["cursor"], given["limit"]
    found = service.list_own_editions(_own_id(), module_id, offset=offset, limit=limit + 1)
    return {"items": found[:limit], "next": offset + limit if len(found) > limit else None}


@bp.route("/provider/modules/<uuid:module_id>/editions", methods=["POST"])
@web.requires("provider", scope="modules:write")
@web.refuses(service.UnknownModule, UnknownEdition)
@bp.arguments(schemas.EditionIn)
@bp.response(201, schemas.EditionOut)
def add_edition(given: dict[str, Any], module_id: uuid.UUID) -> service.Edition:
    """A new edition with its seats and price. The price holds from now on."""
    return service.add_edition(_own_id(), module_id, **given)


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _own_id() -> uuid.UUID:
    identity = flask_login.current_user
    identity.act_as("provider")
    provider_id: uuid.UUID = identity.organisation_id
    return provider_id


def _purse() -> purse.Purse | None:
    person = flask_login.current_user
    if not person.is_authenticated or "worker" not in person.roles:
        return None
    return purse.of_account(person.person_id)
