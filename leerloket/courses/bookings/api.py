"""Bookings as JSON, for the person."""

import uuid
from typing import Any

import flask
import flask_login

from leerloket import errors, printing, web
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import confirmation, rules, schemas, service
from leerloket.courses.catalogue import service as catalogue

bp = web.ApiBlueprint("courses_bookings_api", __name__, description="Quotes and bookings")

PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
Created = tuple[service.Booking, int, dict[str, str]]


def me() -> uuid.UUID:
    """The person behind this call, whose account it is."""
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id


def chosen(given: dict[str, Any]) -> list[tuple[uuid.UUID, int]] | None:
    """The split a call asks for, if any."""
    split = given["split"]
    return None if split is None else [(part["pot_id"], part["amount_cents"]) for part in split]


@bp.route("/quotes", methods=["POST"])
@web.requires("worker")
@web.refuses(catalogue.NoPrice, ledger.SplitNotPossible, errors.NotFound)
@bp.arguments(schemas.QuoteIn)
@bp.response(200, schemas.QuoteOut)
def quote(given: dict[str, Any]) -> service.Quote:
    """What an edition costs you now: price, split over your pots with the reasons, and what stands in the way.

    Nothing is held. `refusals` names everything that would refuse the booking, `possible` what can be done instead.
    """
    return service.quote(me(), given["edition_id"], chosen(given))


@bp.route("/bookings", methods=["POST"])
@web.requires("worker")
@web.refuses(
    *service.REFUSES_A_SEAT,
    rules.TooManyRequests,
    catalogue.NoPrice,
    ledger.SplitNotPossible,
    errors.NotFound,
)
@web.idempotent
@bp.arguments(schemas.BookingIn)
@bp.response(201, schemas.BookingOut)
def book(given: dict[str, Any]) -> Created:
    """Ask for a seat. The price is held, the seat is yours, and the provider has its time to answer."""
    booking = service.book(
        me(),
        given["edition_id"],
        actor_id=me(),
        key=web.request_key(),
        chosen=chosen(given),
        task_id=given["task_id"],
        expected_price_cents=given["expected_price_cents"],
    )
    return booking, 201, {"Location": f"/api/v1/bookings/{booking.booking_id}"}


@bp.route("/bookings", methods=["GET"])
@web.requires("worker")
@bp.arguments(schemas.PageIn, location="query")
@bp.response(200, schemas.BookingPageOut)
def list_bookings(given: dict[str, Any]) -> dict[str, Any]:
    """Your bookings, newest first."""
    found = service.list_bookings(me(), before=given["cursor"], limit=given["limit"] + 1)
    return page_of(found, given["limit"])


def page_of(found: list[service.Booking], limit: int) -> dict[str, Any]:
    """One page of bookings, and the cursor of the next."""
    items = found[:limit]
    return {"items": items, "next": items[-1].booking_id if len(found) > limit else None}


@bp.route("/bookings/<uuid:booking_id>", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.BookingOut)
def get_booking(booking_id: uuid.UUID) -> service.Booking:
    """One of your bookings: its split, its steps, who must act and by when."""
    return service.get_booking(me(), booking_id)


@bp.route("/bookings/<uuid:booking_id>/confirmation.pdf", methods=["GET"])
@web.requires("worker")
@web.refuses(printing.NoPdf, printing.TooHeavy, printing.Busy, errors.NotFound)
@bp.doc(responses={"200": {"description": "Tagged PDF/UA-1.", "content": PDF}})
def get_confirmation(booking_id: uuid.UUID) -> flask.Response:
    """One of your bookings on paper: what, when, where, from which pots, and until when it can change."""
    return confirmation.answer(service.get_booking(me(), booking_id), flask_login.current_user.name)


@bp.route("/bookings/<uuid:booking_id>/cancel", methods=["POST"])
@web.requires("worker", "provider", "administrator")
@web.refuses(rules.StepNotPossible, rules.CancelTooLate, rules.CostChanged, rules.PaysOwnWork, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.CancelIn)
@bp.response(200, schemas.BookingInListOut)
def cancel(given: dict[str, Any], booking_id: uuid.UUID) -> service.Booking:
    """End a booking: your own, one of your editions as a provider, or as an administrator for force majeure.

    Your own is free in the free time and costs 5 % after it; in the other two cases everything goes back.
    """
    account_id = service.account_of(booking_id)
    return service.cancel(
        account_id,
        booking_id,
        by=_standing(account_id, booking_id),
        actor_id=me(),
        reason=given["reason"],
        expected_cost_cents=given["expected_cost_cents"],
    )


def _standing(account_id: uuid.UUID, booking_id: uuid.UUID) -> str:
    """As what the caller may end this booking; a stranger's does not exist."""
    identity = flask_login.current_user
    if account_id == identity.person_id:
        return "person"
    provider_id = service.get_booking(account_id, booking_id).provider_id
    if any(hat.role == "provider" and hat.organisation_id == provider_id for hat in identity.hats):
        return "provider"
    if "administrator" in identity.roles:
        return "administrator"
    raise errors.NotFound


@bp.route("/bookings/<uuid:booking_id>/attendance-answer", methods=["POST"])
@web.requires("worker")
@web.refuses(rules.NothingToAnswer, rules.PaysOwnWork, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.AnswerIn)
@bp.response(200, schemas.BookingOut)
def answer_attendance(given: dict[str, Any], booking_id: uuid.UUID) -> service.Booking:
    """Agree with the attendance the provider declared, which pays the provider, or dispute it with a reason."""
    return service.answer_attendance(
        me(), booking_id, agree=given["agree"], reason=given["reason"].strip(), actor_id=me()
    )
