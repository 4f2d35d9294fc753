"""The offer as open data, read-only, in the Open Education API v5: courses, their offerings and organizations."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import flask

from leerloket import web
from leerloket.courses.catalogue import ooapi, schemas, service
from leerloket.courses.catalogue.offer import ProviderRow
from leerloket.courses.providers import service as providers

bp = flask.Blueprint("open_data", __name__, url_prefix="/ooapi/v5")


@bp.after_request
def allow_everybody(response: flask.Response) -> flask.Response:
    """Open data may be read from any site."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.get("/")
@web.public
def about() -> flask.Response:
    """Who runs this and what it follows."""
    return flask.jsonify(
        contactEmail="api@leerloket.example",
        specification="https://openonderwijsapi.nl/specification/v5/docs.html",
        documentation=flask.url_for("openapi.docs", _external=True),
    )


@bp.get("/courses")
@web.public
def list_courses() -> flask.Response:
    """The modules on offer."""

    def read(offset: int, limit: int) -> tuple[Sequence[service.Module], int]:
        return service.list_online_modules(offset=offset, limit=limit)

    return _page(read, _course)


@bp.get("/courses/<uuid:course_id>")
@web.public
def get_course(course_id: uuid.UUID) -> flask.Response:
    """One module on offer."""
    return flask.jsonify(_course(service.get_module(course_id)))


@bp.get("/courses/<uuid:course_id>/offerings")
@web.public
def list_offerings(course_id: uuid.UUID) -> flask.Response:
    """The coming editions of a module."""
    module = service.get_module(course_id)
    row, editions = service.module_row(module), service.list_editions(course_id)

    def read(offset: int, limit: int) -> tuple[Sequence[service.Edition], int]:
        return editions[offset : offset + limit], len(editions)

    def offering(edition: service.Edition) -> dict[str, Any]:
        return ooapi.course_offering(
            edition.edition_id, course_id, edition.provider_id, row, service.edition_row(edition), edition.taken
        )

    return _page(read, offering)


@bp.get("/organizations")
@web.public
def list_organizations() -> flask.Response:
    """The admitted providers."""
    everyone = providers.list_providers(only_open=True)

    def read(offset: int, limit: int) -> tuple[Sequence[providers.Provider], int]:
        return everyone[offset : offset + limit], len(everyone)

    return _page(read, _organization)


@bp.get("/organizations/<uuid:organization_id>")
@web.public
def get_organization(organization_id: uuid.UUID) -> flask.Response:
    """One provider."""
    return flask.jsonify(_organization(providers.get_provider(organization_id)))


def _course(module: service.Module) -> dict[str, Any]:
    return ooapi.course(module.module_id, module.slug, module.provider_id, service.module_row(module))


def _organization(provider: providers.Provider) -> dict[str, Any]:
    row = ProviderRow(
        kvk=provider.kvk,
        name=provider.name,
        kind=provider.kind,
        brin=provider.brin,
        place=provider.place,
        about=provider.about,
        email=provider.email,
        phone=provider.phone,
        website=provider.website,
    )
    return ooapi.organization(provider.provider_id, provider.slug, row)


def _page(read: Callable[[int, int], tuple[Sequence[Any], int]], write: Callable[[Any], Any]) -> flask.Response:
    asked = web.load(schemas.OoapiPageIn(), flask.request.args)
    size, number = asked["page_size"], asked["page_number"]
    items, total = read((number - 1) * size, size)
    return flask.jsonify(
        pageSize=size,
        pageNumber=number,
        hasPreviousPage=number > 1,
        hasNextPage=number * size < total,
        totalPages=-(-total // size),
        items=[write(item) for item in items],
    )
