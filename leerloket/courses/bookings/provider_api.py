"""Bookings as JSON, for providers, and disputes for administrators."""

import uuid
from dataclasses import dataclass
from typing import Any

import flask_login

from leerloket import errors, web
from leerloket.courses.bookings import rules, schemas, service

bp = web.ApiBlueprint("courses_provider_bookings_api", __name__, description="Requests, attendance and disputes")


@dataclass(frozen=True, slots=True)
class Seen:
    """A booking as its provider sees it: with the name of the participant."""

    booking: service.Booking
    participant: str


def own_provider() -> uuid.UUID:
    """The provider the caller works for; raises NotFound for a role without one."""
    provider_id: uuid.UUID | None = flask_login.current_user.organisation_id
    if provider_id is None:
        raise errors.NotFound
    return provider_id


def _seen(bookings: list[service.Booking]) -> list[Seen]:
    names = service.names_of(bookings)
    return [Seen(booking, names.get(booking.account_id, "")) for booking in bookings]


@bp.route("/provider/bookings", methods=["GET"])
@web.requires("provider", scope="bookings:read")
@bp.arguments(schemas.ProviderPageIn, location="query")
@bp.response(200, schemas.ProviderPageOut)
def list_bookings(given: dict[str, Any]) -> dict[str, Any]:
    """The bookings of your editions, newest first; `state=reserved` is the queue of requests."""
    limit = given["limit"]
    states = [given["state"]] if given["state"] else []
    found = service.list_for_provider(own_provider(), states=states, before=given["cursor"], limit=limit + 1)
    return {"items": _seen(found[:limit]), "next": found[limit - 1].booking_id if len(found) > limit else None}


@bp.route("/bookings/<uuid:booking_id>/accept", methods=["POST"])
@web.requires("provider", scope="bookings:write")
@web.refuses(rules.StepNotPossible, rules.AnswerTooLate, rules.OfferOpen, errors.NotFound)
@bp.response(200, schemas.ProviderBookingOut)
def accept(booking_id: uuid.UUID) -> Seen:
    """Say yes to a request."""
    booking = service.accept(own_provider(), booking_id, actor_id=flask_login.current_user.person_id)
    return _seen([booking])[0]


@bp.route("/bookings/<uuid:booking_id>/reject", methods=["POST"])
@web.requires("provider", scope="bookings:write")
@web.refuses(rules.StepNotPossible, rules.AnswerTooLate, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.RejectIn)
@bp.response(200, schemas.ProviderBookingOut)
def reject(given: dict[str, Any], booking_id: uuid.UUID) -> Seen:
    """Say no to a request, with a reason the person reads. All money goes back."""
    booking = service.reject(
        own_provider(), booking_id, reason=given["reason"], actor_id=flask_login.current_user.person_id
    )
    return _seen([booking])[0]


@bp.route("/bookings/<uuid:booking_id>/attendance", methods=["PUT"])
@web.requires("provider", scope="attendance:write")
@web.refuses(
    rules.NotStarted,
    rules.StepNotPossible,
    rules.AttendanceSettled,
    rules.PresentAfterAll,
    rules.OwnProvider,
    rules.OfferOpen,
    errors.NotFound,
)
@bp.arguments(schemas.AttendanceIn)
@bp.response(200, schemas.ProviderBookingOut)
def declare_attendance(given: dict[str, Any], booking_id: uuid.UUID) -> Seen:
    """Say how much of the edition the participant was there. The same again changes nothing."""
    booking = service.declare_attendance(
        own_provider(), booking_id, given["present_pct"], actor_id=flask_login.current_user.person_id
    )
    return _seen([booking])[0]


@bp.route("/disputes", methods=["GET"])
@web.requires("administrator", "controller")
@bp.response(200, schemas.DisputesOut)
def list_disputes() -> dict[str, Any]:
    """Bookings whose attendance the person disputes, oldest dispute first."""
    return {"items": service.list_disputed(), "next": None}


@bp.route("/bookings/<uuid:booking_id>/resolution", methods=["POST"])
@web.requires("administrator")
@web.refuses(rules.NothingToAnswer, rules.PaysOwnWork, errors.NotFound)
@web.idempotent
@bp.arguments(schemas.ResolutionIn)
@bp.response(200, schemas.DisputeOut)
def resolve(given: dict[str, Any], booking_id: uuid.UUID) -> service.Booking:
    """Decide a dispute: how much the person was there, or force majeure with everything back."""
    return service.resolve_attendance(
        service.account_of(booking_id),
        booking_id,
        present_pct=given["present_pct"],
        force_majeure=given["force_majeure"],
        reason=given["reason"],
        actor_id=flask_login.current_user.person_id,
    )
