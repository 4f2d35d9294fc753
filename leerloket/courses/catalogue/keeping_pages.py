"""How an offer is kept, on screen: administrators check modules, providers copy and change dates."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.courses.catalogue import keeping, rules, service
from leerloket.courses.catalogue import keeping_schemas as its
from leerloket.courses.providers import service as providers

bp = flask.Blueprint("keeping", __name__)


def _own_id() -> uuid.UUID:
    provider_id: uuid.UUID = flask_login.current_user.organisation_id
    return provider_id


@bp.get("/beheer/opleidingen/keuren")
@web.requires("administrator")
def to_check() -> str:
    """The modules that were sent in, and those that are suspended."""
    modules = keeping.list_to_check()
    owners = providers.list_providers(list({module.provider_id for module in modules}))
    names = {owner.provider_id: owner.name for owner in owners}
    return flask.render_template("courses/catalogue/to_check.html", modules=modules, names=names)


@bp.get("/beheer/opleidingen/keuren/<uuid:module_id>")
@web.requires("administrator")
def checking(module_id: uuid.UUID) -> str:
    """One module, to put online, send back or suspend."""
    module = keeping.get_any(module_id)
    return flask.render_template(
        "courses/catalogue/checking.html",
        module=module,
        provider=providers.get_provider(module.provider_id),
        editions=service.list_own_editions(module.provider_id, module_id, limit=10),
        moves=rules.MOVES[module.state],
    )


@bp.post("/beheer/opleidingen/keuren/<uuid:module_id>")
@web.requires("administrator")
@web.shows_again(checking)
def check(module_id: uuid.UUID) -> ResponseReturnValue:
    """Decide, with a reason."""
    given = web.load(its.ModuleCheckForm(), flask.request.form)
    keeping.check(module_id, given["besluit"], reason=given["reden"])
    flask.flash(_("Opgeslagen. De aanbieder leest uw reden."), "ok")
    return flask.redirect(flask.url_for("keeping.checking", module_id=module_id), 303)


@bp.post("/aanbieder/opleidingen/<uuid:module_id>/kopie")
@web.requires("provider")
def copy_module(module_id: uuid.UUID) -> ResponseReturnValue:
    """Make a draft with the same texts."""
    copied = keeping.copy_module(_own_id(), module_id)
    flask.flash(_("Dit is de kopie. Pas hem aan."), "ok")
    return flask.redirect(flask.url_for("catalogue.own_module", module_id=copied.module_id), 303)


@bp.get("/aanbieder/uitvoeringen/<uuid:edition_id>")
@web.requires("provider")
def edition(edition_id: uuid.UUID) -> str:
    """One date: its seats, its price and what it was before, and a copy."""
    return flask.render_template(
        "courses/catalogue/own_edition.html",
        edition=service.get_own_edition(_own_id(), edition_id),
        prices=keeping.list_prices(_own_id(), edition_id),
    )


def _back(edition_id: uuid.UUID) -> ResponseReturnValue:
    return flask.redirect(flask.url_for("keeping.edition", edition_id=edition_id), 303)


@bp.post("/aanbieder/uitvoeringen/<uuid:edition_id>/plekken")
@web.requires("provider")
@web.shows_again(edition)
def change_seats(edition_id: uuid.UUID) -> ResponseReturnValue:
    """More seats, or fewer while nobody booked."""
    given = web.load(its.SeatsForm(), flask.request.form)
    keeping.change_seats(_own_id(), edition_id, given["plekken"])
    flask.flash(_("Het aantal plekken is veranderd."), "ok")
    return _back(edition_id)


@bp.post("/aanbieder/uitvoeringen/<uuid:edition_id>/prijs")
@web.requires("provider")
@web.shows_again(edition)
def change_price(edition_id: uuid.UUID) -> ResponseReturnValue:
    """Another price, with the reason."""
    given = web.load(its.PriceForm(), flask.request.form)
    keeping.change_price(_own_id(), edition_id, given["prijs"], reason=given["reden"])
    flask.flash(_("De prijs is veranderd."), "ok")
    return _back(edition_id)


@bp.post("/aanbieder/uitvoeringen/<uuid:edition_id>/kopie")
@web.requires("provider")
@web.shows_again(edition)
def copy_edition(edition_id: uuid.UUID) -> ResponseReturnValue:
    """The same again from another day on."""
    given = web.load(its.EditionCopyForm(), flask.request.form)
    copied = keeping.copy_edition(_own_id(), edition_id, given["begin"])
    flask.flash(_("De nieuwe datum staat klaar."), "ok")
    return _back(copied.edition_id)
