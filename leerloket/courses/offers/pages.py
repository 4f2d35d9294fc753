"""Offers on screen: the provider changes an edition or proposes a date, the person answers."""

import uuid
from datetime import datetime

import flask
import flask_login
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from leerloket import clock, web
from leerloket.courses.bookings import service as bookings
from leerloket.courses.bookings.provider_pages import own_provider
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import service as moves
from leerloket.courses.offers import schemas, service

bp = flask.Blueprint("offers", __name__)
bp.add_app_template_global(service.find_open, "open_offer")


@bp.app_template_filter("clock_hour")
def clock_hour(at: datetime) -> str:
    """An hour as a time field has it: 09:30."""
    return f"{at.astimezone(clock.AMSTERDAM):%H:%M}"


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.post("/boekingen/<reference>/aanbod")
@web.requires("worker")
@web.shows_again(lambda reference: flask.current_app.view_functions["bookings.booking"](reference=reference))
@web.idempotent
def answer(reference: str) -> ResponseReturnValue:
    """Say yes or no to what is offered."""
    agree = web.load(schemas.OfferAnswerForm(), flask.request.form)["akkoord"] == "ja"
    old = bookings.get_by_reference(_me(), reference)
    now = service.answer(_me(), old.booking_id, agree=agree, actor_id=_me())
    thanks = _("Dank u. Uw nieuwe boeking is bevestigd.") if agree else _("Dank u. Uw antwoord is bewaard.")
    flask.flash(thanks, "ok")
    return flask.redirect(flask.url_for("bookings.booking", reference=now.reference), 303)


@bp.get("/aanbieder/uitvoeringen/<uuid:edition_id>/wijzigen")
@web.requires("provider")
def changing(edition_id: uuid.UUID) -> str:
    """The form to change an edition, with how many people will be asked."""
    edition = catalogue.get_own_edition(own_provider(), edition_id)
    return flask.render_template(
        "courses/offers/change.html",
        edition=edition,
        booked=len(bookings.list_with_seat(edition.provider_id, edition_id)),
    )


@bp.post("/aanbieder/uitvoeringen/<uuid:edition_id>/wijzigen")
@web.requires("provider")
@web.shows_again(changing)
@web.idempotent
def change(edition_id: uuid.UUID) -> ResponseReturnValue:
    """Change it, and ask everybody who booked."""
    given = web.load(schemas.EditionTermsForm(), flask.request.form)
    edition = catalogue.get_own_edition(own_provider(), edition_id)
    asked = service.change_edition(
        edition.provider_id,
        edition_id,
        place=given["place"],
        address=given["address"],
        sessions=schemas.shifted(edition.sessions, given["begin"], given["van"], given["tot"]),
        price_cents=given["price"],
        reason=given["reden"],
        actor_id=_me(),
    )
    flask.flash(
        _("De uitvoering is gewijzigd.")
        + " "
        + ngettext("%(num)s deelnemer krijgt een aanbod.", "%(num)s deelnemers krijgen een aanbod.", asked),
        "ok",
    )
    return flask.redirect(flask.url_for("provider_bookings.to_do"), 303)


@bp.get("/aanbieder/boekingen/<uuid:booking_id>/andere-datum")
@web.requires("provider")
def proposing(booking_id: uuid.UUID) -> str:
    """The other dates that can be proposed to one participant."""
    booking = bookings.get_for_provider(own_provider(), booking_id)
    return flask.render_template(
        "courses/offers/propose.html",
        booking=booking,
        dates=moves.list_dates(booking) if booking.state in bookings.HOLDS_SEAT else [],
        names=bookings.names_of([booking]),
    )


@bp.post("/aanbieder/boekingen/<uuid:booking_id>/andere-datum")
@web.requires("provider")
@web.shows_again(proposing)
@web.idempotent
def propose(booking_id: uuid.UUID) -> ResponseReturnValue:
    """Propose it."""
    given = web.load(schemas.ProposalForm(), flask.request.form)
    offer = service.propose_date(own_provider(), booking_id, given["datum"], reason=given["reden"], actor_id=_me())
    booking = bookings.get_booking(offer.account_id, booking_id)
    flask.flash(_("Het voorstel voor boeking %(reference)s is gedaan.", reference=booking.reference), "ok")
    return flask.redirect(flask.url_for("provider_bookings.to_do"), 303)
