"""Booking together: choose a date, check, book."""

import uuid

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from leerloket import errors, web
from leerloket.advice.clients import service as clients
from leerloket.advice.mandates import schemas, service
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue

bp = flask.Blueprint("mandates", __name__)

HERE = "/loket/clienten/<uuid:account_id>/boeken/<slug>"


@bp.get(HERE)
@web.requires("adviser")
def together(account_id: uuid.UUID, slug: str) -> str:
    """The dates of a module; with one chosen, the check before the money is held."""
    client = clients.open_client(flask_login.current_user.person_id, account_id, "account", "book")
    module = catalogue.get_module(slug)
    editions = catalogue.list_editions(module.module_id)
    asked = flask.request.values.get("uitvoering", "")
    chosen = next((edition for edition in editions if str(edition.edition_id) == asked), None)
    return flask.render_template(
        "advice/together.html",
        client=client,
        module=module,
        editions=editions,
        chosen=chosen,
        quote=bookings.quote(account_id, chosen.edition_id) if chosen else None,
        task_id=_id_or_none(flask.request.values.get("taak", "")),
    )


def _id_or_none(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@bp.post(HERE)
@web.requires("adviser")
@web.shows_again(together)
@web.idempotent
def book(account_id: uuid.UUID, slug: str) -> ResponseReturnValue:
    """Book for the client who sits here."""
    given = web.load(schemas.TogetherForm(), flask.request.form)
    if catalogue.get_edition(given["uitvoering"]).slug != slug:
        raise errors.NotFound
    booking = service.book_together(
        flask_login.current_user.person_id,
        account_id,
        given["uitvoering"],
        key=web.request_key(),
        task_id=given["taak"],
        expected_price_cents=given["prijs"],
    )
    flask.flash(_("Geboekt, samen met de cliënt. Kenmerk %(reference)s.", reference=booking.reference))
    return flask.redirect(flask.url_for("clients.client", account_id=account_id), 303)
