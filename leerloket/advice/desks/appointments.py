"""Appointments that people make themselves: choose a free time, move it, call it off, be reminded."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.advice.desks import messages, openings, rules, service, slots
from leerloket.advice.desks.models import Adviser, Appointment, Desk
from leerloket.people import service as people

MOST_COMING = 2
"""How many talks one person may have ahead, so that times are left for others."""


class SlotTaken(errors.Conflict):
    """The time is not free: somebody else was first, or nobody sees people then."""

    nl = "{wanted_at} is niet meer vrij. Kies een andere tijd."
    en = "{wanted_at} is not free any more. Choose another time."


class EnoughAppointments(errors.Conflict):
    """The person has as many talks ahead as one person may have."""

    nl = "U heeft al {count} afspraken die nog komen. Verplaats er een, of zeg er een af."
    en = "You already have {count} appointments ahead. Move one of them, or cancel one."


class OtherDesk(errors.Conflict):
    """The desk is for another region than the one the person lives in, or the region is not known."""

    nl = "Dit loket is voor een andere regio dan die bij uw gegevens staat."
    en = "This desk is for another region than the one in your details."


class AppointmentIsOver(errors.Conflict):
    """The talk has begun, was held, or was called off."""

    nl = "Deze afspraak is al voorbij of afgezegd."
    en = "This appointment is over or was cancelled."


def list_desks_of(account_id: uuid.UUID) -> list[Desk]:
    """The desks where this person can go: those of the region in the person's details."""
    region = people.get_person(account_id).region_code
    return [desk for desk in service.list_desks() if desk.region_code == region]


def list_own(account_id: uuid.UUID) -> list[Appointment]:
    """All appointments of a person, the latest first."""
    mine = sa.select(Appointment).where(Appointment.account_id == account_id)
    return list(db.session.scalars(mine.order_by(Appointment.starts_at.desc(), Appointment.appointment_id)))


def get_own(account_id: uuid.UUID, appointment_id: uuid.UUID) -> Appointment:
    """One appointment of this person. Raises NotFound for another's."""
    appointment = db.session.get(Appointment, (account_id, appointment_id))
    if appointment is None:
        raise errors.NotFound
    return appointment


def is_coming(appointment: Appointment) -> bool:
    """Whether it can still be moved or called off."""
    return appointment.state == "planned" and appointment.starts_at > clock.now()


def ends_at(appointment: Appointment) -> datetime:
    """When the talk is over."""
    return appointment.starts_at + timedelta(minutes=appointment.minutes)


def adviser_name(appointment: Appointment) -> str:
    """With whom the talk is; empty when that adviser is no longer at a desk."""
    adviser = db.session.get(Adviser, appointment.adviser_id)
    return adviser.name if adviser else ""


def make(account_id: uuid.UUID, desk_id: uuid.UUID, starts_at: datetime, topic: str, channel: str) -> Appointment:
    """Plan a talk at a free time at a desk of the own region; the person gets a mail.

    The advisers of the desk are locked, so of two people who want one time the first gets it; the other is
    refused with SlotTaken and the nearest free times. Also raises UnknownDesk, OtherDesk, EnoughAppointments, or
    AgendaFull when the person has another talk at that time.
    """
    desk = service.get_desk(desk_id)
    if desk not in list_desks_of(account_id):
        change = errors.Possible("Kijk of uw regio klopt.", "Check your region.", "/gegevens")
        raise OtherDesk(possible=[change])
    _lock_advisers(desk_id)
    _check_own_agenda(account_id, starts_at)
    chosen = {"onderwerp": topic, "hoe": channel, "loket": str(desk_id)}
    slot = _find_slot(desk_id, starts_at, "/afspraken/maken/controle", chosen)
    appointment = Appointment(
        account_id=account_id,
        appointment_id=db.new_id(),
        desk_id=desk_id,
        adviser_id=slot.adviser_ids[0],
        topic=topic,
        channel=channel,
        starts_at=starts_at,
        minutes=slot.minutes,
        state="planned",
        made_by=account_id,
        made_at=clock.now(),
    )
    db.session.add(appointment)
    db.session.flush()
    messages.tell("appointment-made", appointment)
    return appointment


def move(account_id: uuid.UUID, appointment_id: uuid.UUID, starts_at: datetime) -> Appointment:
    """Another time at the same desk, with the same adviser if free. Raises NotFound, AppointmentIsOver, SlotTaken."""
    appointment = _lock_coming(account_id, appointment_id)
    if appointment.starts_at == starts_at:
        return appointment
    _check_own_agenda(account_id, starts_at, without=appointment_id)
    url = f"/afspraken/{appointment_id}/verplaatsen"
    slot = _find_slot(appointment.desk_id, starts_at, url, {}, without=appointment_id)
    if appointment.adviser_id not in slot.adviser_ids:
        appointment.adviser_id = slot.adviser_ids[0]
    appointment.starts_at, appointment.minutes = starts_at, slot.minutes
    db.session.flush()
    messages.tell("appointment-moved", appointment, clock.now().isoformat())
    return appointment


def cancel(account_id: uuid.UUID, appointment_id: uuid.UUID) -> Appointment:
    """Call a talk off before it begins; the time is free again. Raises NotFound or AppointmentIsOver."""
    appointment = _lock_coming(account_id, appointment_id)
    appointment.state = "cancelled"
    db.session.flush()
    messages.tell("appointment-cancelled", appointment)
    return appointment


def remind(day: date) -> int:
    """Mail everyone who has a talk on this day, once per time; answers how many talks there are."""
    found = db.session.scalars(
        sa.select(Appointment).where(
            Appointment.state == "planned",
            Appointment.starts_at >= clock.start_of_day(day),
            Appointment.starts_at < clock.end_of_day(day),
        )
    ).all()
    for appointment in found:
        messages.tell("appointment-reminder", appointment, appointment.starts_at.isoformat())
    return len(found)


def _lock_advisers(desk_id: uuid.UUID) -> None:
    """Plan at a desk one at a time; always in the same order, so that nobody waits for each other."""
    advisers = sa.select(Adviser.person_id).where(Adviser.desk_id == desk_id).order_by(Adviser.person_id)
    db.session.execute(advisers.with_for_update()).all()


def _lock_coming(account_id: uuid.UUID, appointment_id: uuid.UUID) -> Appointment:
    _lock_advisers(get_own(account_id, appointment_id).desk_id)
    appointment = db.session.get_one(
        Appointment, (account_id, appointment_id), with_for_update=True, populate_existing=True
    )
    if not is_coming(appointment):
        raise AppointmentIsOver
    return appointment


def _check_own_agenda(account_id: uuid.UUID, starts_at: datetime, without: uuid.UUID | None = None) -> None:
    coming = [one for one in list_own(account_id) if is_coming(one) and one.appointment_id != without]
    rules.check_free(starts_at, rules.MINUTES, [(one.starts_at, one.minutes) for one in coming])
    if len(coming) >= MOST_COMING:
        look = errors.Possible("Bekijk uw afspraken.", "See your appointments.", "/afspraken")
        raise EnoughAppointments(count=len(coming), possible=[look])


def _find_slot(
    desk_id: uuid.UUID,
    starts_at: datetime,
    url: str,
    chosen: Mapping[str, str],
    without: uuid.UUID | None = None,
) -> slots.Slot:
    free = openings.list_slots(desk_id, without=without)
    found = next((slot for slot in free if slot.starts_at == starts_at), None)
    if found is not None:
        return found
    possible = [
        errors.Possible(
            f"Kies {clock.moment_text(slot.starts_at)}.",
            f"Choose {clock.moment_text(slot.starts_at, 'en')}.",
            f"{url}?{urlencode({**chosen, 'tijd': slot.starts_at.isoformat()})}",
        )
        for slot in slots.nearest(free, starts_at)
    ]
    raise SlotTaken(field="tijd", wanted_at=starts_at, possible=possible)
