"""Draws on screen: for everybody to see and repeat, and for people to enter."""

import csv
import io
import uuid
from typing import Any

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import web
from leerloket.accounts.draws import schemas, service, words
from leerloket.accounts.ledger import service as ledger
from leerloket.people import vault
from leerloket.people.regions import service as regions

bp = flask.Blueprint("lotingen", __name__)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.app_context_processor
def draw_words() -> dict[str, Any]:
    """The words for states and purposes of draws."""
    return {
        "draw_states": words.STATES,
        "entry_states": words.ENTRY_STATES,
        "draw_purposes": words.PURPOSES,
        "draw_rules": draw_rules,
    }


def draw_rules(draw: service.Draw) -> tuple[list[str], list[str]]:
    """Who may enter a draw and who has a better chance, in sentences."""
    names = {region.code: region.name for region in regions.list_regions()}
    return words.who_may_enter(draw.may_enter, names), words.who_comes_first(draw.priorities, names)


def _entry_of_visitor(draw: service.Draw) -> service.MyEntry | None:
    visitor = flask_login.current_user
    if not visitor.is_authenticated or visitor.role != "worker":
        return None
    return service.find_entry(visitor.person_id, draw.draw_id)


@bp.get("/lotingen")
@web.public
def draws() -> str:
    """Every draw: what can be entered now, and how the others went."""
    return flask.render_template("accounts/draws/list.html", draws=service.list_draws())


@bp.get("/lotingen/<slug>")
@web.public
def draw(slug: str) -> str:
    """One draw: the money, the rules, the promise, and the result when there is one."""
    found = service.get_public_draw(slug)
    asked = web.load(schemas.CodeQuery(), flask.request.args)
    places = service.list_places(found.draw_id, after=asked["na"], code=asked.get("code"))
    return flask.render_template(
        "accounts/draws/draw.html",
        draw=found,
        entry_count=found.entry_count if found.is_drawn else service.count_entries(found.draw_id),
        entry=_entry_of_visitor(found),
        places=places,
        asked=asked,
        next_place=places[-1].place if len(places) == service.PAGE else None,
    )


@bp.get("/lotingen/<slug>/meedoen")
@web.requires("worker")
def confirm(slug: str) -> ResponseReturnValue:
    """What entering means; who takes part already is led to the entry."""
    found = service.get_public_draw(slug)
    if service.find_entry(_me(), found.draw_id) is not None:
        return flask.redirect(flask.url_for("lotingen.entry", draw_id=found.draw_id), 303)
    return flask.render_template("accounts/draws/confirm.html", draw=found)


@bp.post("/lotingen/<slug>/meedoen")
@web.requires("worker")
@web.shows_again(draw)
def enter(slug: str) -> ResponseReturnValue:
    """Take part."""
    found = service.get_public_draw(slug)
    service.enter(_me(), found.draw_id)
    flask.flash(_("U doet mee. Bewaar uw code."), "ok")
    return flask.redirect(flask.url_for("lotingen.entry", draw_id=found.draw_id), 303)


@bp.get("/lotingen/mijn/<uuid:draw_id>")
@web.requires("worker")
def entry(draw_id: uuid.UUID) -> str:
    """The person's own entry: receipt, place, and the money to take."""
    entered = service.get_entry(_me(), draw_id)
    keys = vault.open_keys(flask.current_app.config["SETTINGS"])
    return flask.render_template(
        "accounts/draws/entry.html",
        draw=service.get_public_draw(draw_id),
        entry=entered,
        receipt=service.get_receipt(entered, keys),
        share=ledger.find_share(draw_id, _me()),
    )


@bp.post("/lotingen/mijn/<uuid:draw_id>/stoppen")
@web.requires("worker")
@web.shows_again(entry)
def withdraw(draw_id: uuid.UUID) -> ResponseReturnValue:
    """Go out of a draw."""
    service.withdraw(_me(), draw_id)
    flask.flash(_("U doet niet meer mee."), "ok")
    return flask.redirect(flask.url_for("lotingen.draw", slug=service.get_public_draw(draw_id).slug), 303)


@bp.post("/lotingen/mijn/<uuid:draw_id>/opnemen")
@web.requires("worker")
@web.shows_again(entry)
@web.idempotent
def claim(draw_id: uuid.UUID) -> ResponseReturnValue:
    """Take the money."""
    share = service.claim(_me(), draw_id)
    paid = share is not None and share.state == "paid"
    flask.flash(_("Het geld staat op uw rekening.") if paid else _("Het geld staat zo op uw rekening."), "ok")
    return flask.redirect(flask.url_for("lotingen.entry", draw_id=draw_id), 303)


@bp.post("/lotingen/mijn/<uuid:draw_id>/afzien")
@web.requires("worker")
@web.shows_again(entry)
@web.idempotent
def decline(draw_id: uuid.UUID) -> ResponseReturnValue:
    """Leave the money to the next in line."""
    service.decline(_me(), draw_id)
    flask.flash(_("Het geld gaat naar de volgende in de rij."), "ok")
    return flask.redirect(flask.url_for("lotingen.entry", draw_id=draw_id), 303)


@bp.get("/lotingen/<slug>/uitslag.json")
@web.public
def result_json(slug: str) -> ResponseReturnValue:
    """The file with which anyone can repeat the draw."""
    response = flask.jsonify(service.publish(service.get_public_draw(slug)))
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.json"'
    return response


@bp.get("/lotingen/<slug>/uitslag.csv")
@web.public
def result_csv(slug: str) -> ResponseReturnValue:
    """The order as a table for a spreadsheet: places, codes and weights."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("plaats"), _("code"), _("lootjes")])
    entries = service.publish(service.get_public_draw(slug))["entries"]
    writer.writerows((each["place"], each["code"], each["weight"]) for each in entries)
    response = flask.Response("\ufeff" + target.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
    return response
