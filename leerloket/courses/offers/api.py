"""Offers in place of what was booked, as JSON, for provider and person."""

import uuid
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.bookings import provider_api
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.moves import service as moves
from leerloket.courses.offers import schemas, service

bp = web.ApiBlueprint("courses_offers_api", __name__, description="Offers in place of what was booked")


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


@bp.route("/provider/editions/<uuid:edition_id>/change", methods=["POST"])
@web.requires("provider", scope="bookings:write")
@web.refuses(service.EditionBegan, service.NewDateInPast, service.NothingChanges, catalogue.NoPrice, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.EditionTermsIn)
@bp.response(200, schemas.OffersMadeOut)
def change_edition(given: dict[str, Any], edition_id: uuid.UUID) -> dict[str, int]:
    """Give an own edition another date, place or price. Everybody who booked is asked whether they agree."""
    return {
        "offers": service.change_edition(provider_api.own_provider(), edition_id, actor_id=_me(), **given),
    }


@bp.route("/bookings/<uuid:booking_id>/offer", methods=["POST"])
@web.requires("provider", scope="bookings:write")
@web.refuses(
    service.EditionBegan,
    bookings.StepNotPossible,
    moves.DateAlready,
    moves.NotThisModule,
    catalogue.Full,
    catalogue.NoPrice,
    errors.NotFound,
)
@web.idempotent
@bp.arguments(schemas.ProposalIn)
@bp.response(201, schemas.OfferOut)
def propose_date(given: dict[str, Any], booking_id: uuid.UUID) -> service.Offer:
    """Propose another date to somebody who booked. The person has four working days; silence changes nothing."""
    return service.propose_date(
        provider_api.own_provider(), booking_id, given["edition_id"], reason=given["reason"], actor_id=_me()
    )


@bp.route("/bookings/<uuid:booking_id>/offer", methods=["GET"])
@web.requires("worker")
@web.refuses(service.NoOffer, errors.NotFound)
@bp.response(200, schemas.OfferOut)
def get_offer(booking_id: uuid.UUID) -> service.Offer:
    """What you are offered in place of a booking; refused when there is nothing to answer."""
    offer = service.find_open(bookings.get_booking(_me(), booking_id))
    if offer is None:
        raise service.NoOffer
    return offer


@bp.route("/bookings/<uuid:booking_id>/offer-answer", methods=["POST"])
@web.requires("worker")
@web.refuses(
    service.NoOffer,
    service.OfferOver,
    *bookings.REFUSES_A_SEAT,
    errors.NotFound,
)
@web.idempotent
@bp.arguments(schemas.OfferAnswerIn)
@bp.response(200, schemas.AnsweredBookingOut)
def answer_offer(given: dict[str, Any], booking_id: uuid.UUID) -> bookings.Booking:
    """Agree, which books what is offered in place of the booking, or not. Answers the booking that counts now.

    A no ends the booking free of cost when its date or place changed, and else leaves it as it is.
    """
    return service.answer(_me(), booking_id, agree=given["agree"], actor_id=_me())
