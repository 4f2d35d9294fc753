"""How an offer is kept, as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import web
from leerloket.courses.catalogue import editions, keeping, schemas, service
from leerloket.courses.catalogue import keeping_schemas as its
from leerloket.courses.catalogue.models import Module

bp = web.ApiBlueprint("keeping_api", __name__, description="Check, copy and change what providers offer")

EDITION = "/provider/editions/<uuid:edition_id>"


def _own_id() -> uuid.UUID:
    provider_id: uuid.UUID = flask_login.current_user.organisation_id
    return provider_id


@bp.route("/module-checks", methods=["GET"])
@web.requires("administrator")
@bp.response(200, its.CheckedModulesOut)
def list_to_check() -> dict[str, Any]:
    """The modules that were sent in, and those that are suspended."""
    return {"items": keeping.list_to_check(), "next": None}


@bp.route("/modules/<uuid:module_id>/check", methods=["POST"])
@web.requires("administrator")
@web.refuses(service.UnknownModule, service.MoveNotPossible)
@bp.arguments(its.ModuleCheckIn)
@bp.response(200, its.CheckedModuleOut)
def check(given: dict[str, Any], module_id: uuid.UUID) -> Module:
    """Put a module online, send it back, or suspend it. The provider reads the reason."""
    return keeping.check(module_id, given["state"], reason=given["reason"])


@bp.route("/provider/modules/<uuid:module_id>/copies", methods=["POST"])
@web.requires("provider", scope="modules:write")
@web.refuses(service.UnknownModule)
@bp.response(201, schemas.ModuleOut)
def copy_module(module_id: uuid.UUID) -> Module:
    """A draft with the same texts, without dates."""
    return keeping.copy_module(_own_id(), module_id)


@bp.route(f"{EDITION}/copies", methods=["POST"])
@web.requires("provider", scope="modules:write")
@web.refuses(editions.UnknownEdition, service.NoPrice)
@bp.arguments(its.EditionCopyIn)
@bp.response(201, schemas.EditionOut)
def copy_edition(given: dict[str, Any], edition_id: uuid.UUID) -> editions.Edition:
    """The same again from another first day on."""
    return keeping.copy_edition(_own_id(), edition_id, given["starts_on"])


@bp.route(f"{EDITION}/seats", methods=["PUT"])
@web.requires("provider", scope="modules:write")
@web.refuses(editions.UnknownEdition, keeping.EditionBooked, service.NoPrice)
@bp.arguments(its.SeatsIn)
@bp.response(200, schemas.EditionOut)
def change_seats(given: dict[str, Any], edition_id: uuid.UUID) -> editions.Edition:
    """Other seats; fewer only while nobody booked."""
    return keeping.change_seats(_own_id(), edition_id, given["capacity"])


@bp.route(f"{EDITION}/prices", methods=["GET"])
@web.requires("provider", scope="modules:read")
@web.refuses(editions.UnknownEdition, service.NoPrice)
@bp.response(200, its.EditionPricesOut)
def list_prices(edition_id: uuid.UUID) -> dict[str, Any]:
    """Every price this edition had, the newest first."""
    return {"items": keeping.list_prices(_own_id(), edition_id), "next": None}


@bp.route(f"{EDITION}/prices", methods=["POST"])
@web.requires("provider", scope="modules:write")
@web.refuses(editions.UnknownEdition, keeping.EditionBooked, keeping.SamePrice, service.NoPrice)
@bp.arguments(its.PriceIn)
@bp.response(201, schemas.EditionOut)
def change_price(given: dict[str, Any], edition_id: uuid.UUID) -> editions.Edition:
    """Another price from now on, with the reason; only while nobody booked."""
    return keeping.change_price(_own_id(), edition_id, given["price_cents"], reason=given["reason"])
