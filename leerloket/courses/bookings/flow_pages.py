"""Booking in three steps: date, pots, check. What was chosen travels in the address until the last button."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import errors, money, web
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import schemas, service
from leerloket.courses.catalogue import service as catalogue

bp = flask.Blueprint("booking_flow", __name__)

POT = "split."


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person chose so far: a date, a task of the plan, and per pot the amount as typed."""

    edition: catalogue.Edition
    task_id: uuid.UUID | None
    typed: dict[str, str]

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        pairs = {"datum": str(self.edition.edition_id), **self.typed}
        return urlencode(pairs | ({"taak": str(self.task_id)} if self.task_id else {}))

    @property
    def split(self) -> list[tuple[uuid.UUID, int]] | None:
        """The amounts per pot, None when the person left it to us; raises Invalid with every unreadable amount."""
        return read_split(self.typed) if self.typed else None


def read_split(typed: Mapping[str, str]) -> list[tuple[uuid.UUID, int]]:
    """Fields `split.<pot>` as cents; raises Invalid with every one that cannot be read."""
    found: list[tuple[uuid.UUID, int]] = []
    wrong: list[errors.FieldError] = []
    for name, text in typed.items():
        pot_id = _id_or_none(name.removeprefix(POT))
        try:
            cents = money.parse(text)
        except money.UnreadableAmount as problem:
            sentence = str(web.Euros.default_error_messages[problem.reason])
            wrong.append(errors.FieldError(name, problem.reason.replace("_", "-"), sentence, "Give an amount."))
        else:
            if pot_id is not None:
                found.append((pot_id, cents))
    if wrong:
        raise errors.Invalid(errors=wrong)
    return found


def _id_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _choice(slug: str) -> Choice | None:
    """What the address says was chosen; None without a date of this module."""
    given = flask.request.args
    edition_id = _id_or_none(given.get("datum", ""))
    if edition_id is None:
        return None
    edition = catalogue.get_edition(edition_id)
    if edition.slug != slug:
        raise errors.NotFound
    typed = {name: given[name].strip() for name in given if name.startswith(POT) and given[name].strip()}
    return Choice(edition, _id_or_none(given.get("taak", "")), typed)


@bp.get("/opleidingen/<slug>/boeken")
@web.requires("worker")
def start(slug: str) -> ResponseReturnValue:
    """The first step."""
    query = flask.request.query_string.decode()
    return flask.redirect(flask.url_for("booking_flow.dates", slug=slug) + (f"?{query}" if query else ""), 303)


@bp.get("/opleidingen/<slug>/boeken/datum")
@web.requires("worker")
def dates(slug: str) -> str:
    """Step 1: the dates that still have to come, with seats and price."""
    module = catalogue.get_module(slug)
    return flask.render_template(
        "courses/bookings/dates.html",
        module=module,
        editions=catalogue.list_editions(module.module_id),
        chosen=flask.request.args.get("datum", ""),
        task_id=_id_or_none(flask.request.args.get("taak", "")),
    )


@bp.get("/opleidingen/<slug>/boeken/potjes")
@web.requires("worker")
def pots(slug: str) -> ResponseReturnValue:
    """Step 2: which pots pay, and how much each."""
    choice = _choice(slug)
    if choice is None:
        return _ask_for_date(slug)
    return _show_pots(choice)


def _ask_for_date(slug: str) -> ResponseReturnValue:
    flask.flash(_("Kies eerst een datum."), "info")
    return flask.redirect(flask.url_for("booking_flow.dates", slug=slug), 303)


def _show_pots(choice: Choice) -> str:
    return flask.render_template(
        "courses/bookings/pots.html", choice=choice, quote=service.quote(_me(), choice.edition.edition_id)
    )


@bp.get("/opleidingen/<slug>/boeken/controle")
@web.requires("worker")
def check(slug: str) -> ResponseReturnValue:
    """Step 3: everything once more, before money is held."""
    choice = _choice(slug)
    if choice is None:
        return _ask_for_date(slug)
    try:
        quote = service.quote(_me(), choice.edition.edition_id, choice.split)
    except (errors.Invalid, ledger.SplitNotPossible) as refusal:
        flask.g.form = web.Form(flask.request.args, refusal)
        return flask.make_response(_show_pots(choice), refusal.status)
    return flask.render_template("courses/bookings/check.html", choice=choice, quote=quote)


def _check_again(slug: str) -> ResponseReturnValue:
    """The check page after a refusal; when it cannot be shown, only the refusal."""
    form = web.current_form()
    try:
        choice = _choice(slug)
        shown: Any = check(slug) if choice and not _is_about_split(form) else _show_pots(choice) if choice else None
    except errors.Refusal:
        shown = None
    if shown is None or form.refusal is None:
        return flask.render_template("error.html", refusal=form.refusal, status=409)
    return flask.make_response(shown)


def _is_about_split(form: web.Form) -> bool:
    return isinstance(form.refusal, ledger.SplitNotPossible)


@bp.post("/opleidingen/<slug>/boeken/controle")
@web.requires("worker")
@web.shows_again(_check_again)
@web.idempotent
def book(slug: str) -> ResponseReturnValue:
    """Book. A second click gives the same booking."""
    given = web.load(schemas.CheckForm(), flask.request.form)
    typed = {name: text for name, text in flask.request.form.items() if name.startswith(POT) and text.strip()}
    booking = service.book(
        _me(),
        given["datum"],
        actor_id=_me(),
        key=web.request_key(),
        chosen=read_split(typed) if typed else None,
        task_id=given["taak"],
        expected_price_cents=given["prijs"],
    )
    return flask.redirect(flask.url_for("bookings.done", reference=booking.reference), 303)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id
