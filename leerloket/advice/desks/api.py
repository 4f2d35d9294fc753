"""Desks, the agenda and appointments as JSON."""

import uuid
from typing import Any

import flask_login

from leerloket import clock, errors, web
from leerloket.advice.desks import appointments, openings, rules, schemas, service

bp = web.ApiBlueprint("advice_desks_api", __name__, description="Regional desks and their agenda")


@bp.route("/desks", methods=["GET"])
@web.public
@bp.response(200, schemas.DeskPage)
def list_desks() -> dict[str, Any]:
    """Every desk that exists today."""
    return {"items": service.list_desks(), "next": None}


@bp.route("/desks/<uuid:desk_id>/agenda", methods=["GET"])
@web.requires("adviser")
@web.refuses(service.UnknownDesk, service.NoDesk)
@bp.arguments(schemas.AgendaQuery, location="query")
@bp.response(200, schemas.AgendaPage)
def desk_agenda(asked: dict[str, Any], desk_id: uuid.UUID) -> dict[str, Any]:
    """The appointments of a day at your own desk; another desk does not exist for you."""
    adviser_id = flask_login.current_user.person_id
    if service.get_adviser(adviser_id).desk_id != desk_id:
        raise service.UnknownDesk
    day = asked.get("on") or clock.business_date()
    return {"items": service.list_agenda(adviser_id, day, whole_desk=True), "next": None}


@bp.route("/appointments/slots", methods=["GET"])
@web.public
@web.refuses(service.UnknownDesk)
@bp.arguments(schemas.SlotsQuery, location="query")
@bp.response(200, schemas.SlotPage)
def list_slots(asked: dict[str, Any]) -> dict[str, Any]:
    """The free times at a desk in the coming four weeks."""
    desk = service.get_desk(asked["desk_id"])
    return {"items": openings.list_slots(desk.desk_id, asked.get("first"), last=asked.get("last")), "next": None}


@bp.route("/appointments", methods=["POST"])
@web.requires("worker")
@web.refuses(
    appointments.SlotTaken,
    appointments.EnoughAppointments,
    appointments.OtherDesk,
    rules.AgendaFull,
    service.UnknownDesk,
)
@web.idempotent
@bp.arguments(schemas.AppointmentIn)
@bp.response(201, schemas.AppointmentOut)
def make_own_appointment(given: dict[str, Any]) -> service.Appointment:
    """Plan a talk at a free time, at a desk of your region. When the time is gone, `possible` has the nearest ones."""
    return appointments.make(_me(), given["desk_id"], given["starts_at"], given["topic"], given["channel"])


@bp.route("/appointments", methods=["GET"])
@web.requires("worker")
@bp.response(200, schemas.AppointmentPage)
def list_own_appointments() -> dict[str, Any]:
    """All your appointments."""
    return {"items": appointments.list_own(_me()), "next": None}


@bp.route("/appointments/<uuid:appointment_id>/cancel", methods=["POST"])
@web.requires("worker")
@web.refuses(appointments.AppointmentIsOver, errors.NotFound)
@bp.response(200, schemas.AppointmentOut)
def cancel_own_appointment(appointment_id: uuid.UUID) -> service.Appointment:
    """Call off a talk that has not begun; the time is free again."""
    return appointments.cancel(_me(), appointment_id)


def _me() -> uuid.UUID:
    person_id: uuid.UUID = flask_login.current_user.person_id
    return person_id
