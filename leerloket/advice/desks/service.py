"""Desks, their advisers and the agenda."""

import csv
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.advice.desks import messages, rules
from leerloket.advice.desks.models import Adviser, Appointment, Desk
from leerloket.people import service as people
from leerloket.people.consents import service as consents
from leerloket.people.reads import service as reads

__all__ = ["Adviser", "Appointment", "Desk"]

DESKS = Path(__file__).parent / "desks.csv"
FIRST_DAY = date(2020, 1, 1)


class UnknownDesk(errors.NotFound):
    """There is no such desk, or it does not exist any more."""

    nl = "Dit leerloket bestaat niet."
    en = "This desk does not exist."


class NoDesk(errors.Forbidden):
    """The person has the role of adviser, but belongs to no desk."""

    nl = "U hoort nog niet bij een loket. Vraag de beheerder om u toe te voegen."
    en = "You do not belong to a desk yet. Ask the administrator to add you."


# --- desks and advisers -----------------------------------------------------------------------------------


def list_desks(on: date | None = None) -> list[Desk]:
    """The desks that exist on a day (today when omitted), by name."""
    day = on or clock.business_date()
    return list(
        db.session.scalars(
            sa.select(Desk)
            .where(Desk.valid_from <= day, sa.or_(Desk.valid_until.is_(None), Desk.valid_until > day))
            .order_by(Desk.name)
        )
    )


def get_desk(key: uuid.UUID | str) -> Desk:
    """A desk by id, also one of the past; or by its address of the site when it exists today. Raises UnknownDesk."""
    if isinstance(key, uuid.UUID):
        desk = db.session.get(Desk, key)
    else:
        desk = db.session.scalar(sa.select(Desk).where(Desk.slug == key))
        if desk is not None and not rules.is_open_on(desk.valid_from, desk.valid_until, clock.business_date()):
            desk = None
    if desk is None:
        raise UnknownDesk
    return desk


def find_desk_of_region(region_code: str | None) -> Desk | None:
    """The desk where people of this region go; the first by name where there are several."""
    return next((desk for desk in list_desks() if desk.region_code == region_code), None)


def add_desk(
    slug: str,
    name: str,
    region_code: str,
    address: str,
    phone: str,
    opening_hours: list[str],
    partners: Sequence[str] = (),
) -> Desk:
    """Open a desk, or bring the facts of a desk that is there up to date; by its slug."""
    desk = db.session.scalar(sa.select(Desk).where(Desk.slug == slug))
    if desk is None:
        desk = Desk(desk_id=db.new_id(), slug=slug, valid_from=FIRST_DAY)
        db.session.add(desk)
    desk.name, desk.region_code, desk.address, desk.phone = name, region_code, address, phone
    desk.opening_hours, desk.partners = opening_hours, list(partners)
    db.session.flush()
    return desk


def import_desks() -> int:
    """Open the desks of our own list, one per labour-market region; answers how many there are."""
    with DESKS.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        hours, partners = row["opening_hours"].split("|"), row["partners"].split("|")
        add_desk(row["slug"], row["name"], row["region_code"], row["address"], row["phone"], hours, partners)
    return len(rows)


def add_adviser(person_id: uuid.UUID, desk_id: uuid.UUID, *, granted_by: uuid.UUID | None = None) -> Adviser:
    """Let a person advise at a desk, in its region; gives the role too. A second call moves the person."""
    desk, person = get_desk(desk_id), people.get_person(person_id)
    people.grant_role(person_id, "adviser", desk_id, granted_by, organisation_name=desk.name)
    adviser = db.session.get(Adviser, person_id) or Adviser(person_id=person_id)
    adviser.desk_id, adviser.region_code, adviser.name = desk_id, desk.region_code, person.name or ""
    db.session.add(adviser)
    db.session.flush()
    return adviser


def get_adviser(person_id: uuid.UUID) -> Adviser:
    """The desk and region of an adviser. Raises NoDesk."""
    adviser = db.session.get(Adviser, person_id)
    if adviser is None:
        raise NoDesk
    return adviser


# --- agenda -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One appointment as the adviser sees it before the talk: no more than a name and a topic."""

    account_id: uuid.UUID
    appointment_id: uuid.UUID
    starts_at: datetime
    minutes: int
    client_name: str
    client_number: str
    topic: str
    channel: str
    state: str
    adviser_name: str
    has_consent: bool


def make_appointment(
    adviser_id: uuid.UUID, account_id: uuid.UUID, starts_at: datetime, topic: str, channel: str = "desk"
) -> Appointment:
    """An adviser plans a talk of 45 minutes with somebody of the own region; the client gets a mail.

    Raises OtherRegion, InThePast, NotAWorkingDay or AgendaFull. The adviser's row is locked, so that of two
    appointments at one time only the first is made.
    """
    adviser = db.session.get(Adviser, adviser_id, with_for_update=True)
    if adviser is None:
        raise NoDesk
    person = people.get_person(account_id)
    if person.erased_at is not None or person.region_code != adviser.region_code:
        raise rules.OtherRegion
    rules.check_time(starts_at, clock.now())
    appointment = Appointment(
        account_id=account_id,
        appointment_id=db.new_id(),
        desk_id=adviser.desk_id,
        adviser_id=adviser_id,
        topic=topic,
        channel=channel,
        starts_at=starts_at,
        minutes=rules.MINUTES,
        state="planned",
        made_by=adviser_id,
        made_at=clock.now(),
    )
    rules.check_free(starts_at, rules.MINUTES, _list_planned(appointment))
    db.session.add(appointment)
    db.session.flush()
    messages.tell("appointment-made", appointment)
    return appointment


def list_agenda(adviser_id: uuid.UUID, day: date, *, whole_desk: bool = False) -> list[AgendaLine]:
    """The appointments of a day, of one adviser or of the whole desk, in order. Each look is written down."""
    adviser = get_adviser(adviser_id)
    of_whom = Appointment.desk_id == adviser.desk_id if whole_desk else Appointment.adviser_id == adviser_id
    found = list(
        db.session.scalars(
            sa.select(Appointment)
            .where(
                of_whom,
                Appointment.starts_at >= clock.start_of_day(day),
                Appointment.starts_at < clock.end_of_day(day),
                Appointment.state != "cancelled",
            )
            .order_by(Appointment.starts_at, Appointment.appointment_id)
        )
    )
    persons = {p.person_id: p for p in people.list_persons({appointment.account_id for appointment in found})}
    advisers = {
        row.person_id: row.name
        for row in db.session.scalars(sa.select(Adviser).where(Adviser.desk_id == adviser.desk_id))
    }
    lines = []
    for appointment in found:
        person = persons.get(appointment.account_id)
        if person is None or person.region_code != adviser.region_code:
            continue
        reads.record(
            person.person_id, object_type="appointment", object_id=appointment.appointment_id, purpose="agenda"
        )
        lines.append(
            AgendaLine(
                account_id=person.person_id,
                appointment_id=appointment.appointment_id,
                starts_at=appointment.starts_at,
                minutes=appointment.minutes,
                client_name=person.name or "",
                client_number=person.number,
                topic=appointment.topic,
                channel=appointment.channel,
                state=appointment.state,
                adviser_name=advisers.get(appointment.adviser_id, ""),
                has_consent=consents.may_see(person.person_id, adviser_id, adviser.desk_id, "account"),
            )
        )
    return lines


def find_next_appointment(account_id: uuid.UUID) -> Appointment | None:
    """The first appointment of a person that is still to come."""
    return db.session.scalar(
        sa.select(Appointment)
        .where(
            Appointment.account_id == account_id,
            Appointment.state == "planned",
            Appointment.starts_at > clock.now(),
        )
        .order_by(Appointment.starts_at)
        .limit(1)
    )


def mark_appointment(adviser_id: uuid.UUID, account_id: uuid.UUID, appointment_id: uuid.UUID, state: str) -> None:
    """The talk was held, the client did not come, or it was called off; then the client gets a mail.

    Raises NotFound for another's appointment, and AgendaFull when a talk that was off is put back on a taken time.
    """
    db.session.get(Adviser, adviser_id, with_for_update=True)
    appointment = db.session.get(Appointment, (account_id, appointment_id), populate_existing=True)
    if appointment is None or appointment.adviser_id != adviser_id:
        raise errors.NotFound
    before, appointment.state = appointment.state, state
    if state == "planned" and before == "cancelled":
        rules.check_free(appointment.starts_at, appointment.minutes, _list_planned(appointment))
    db.session.flush()
    if state == "cancelled" and before == "planned":
        messages.tell("appointment-cancelled", appointment)


def _list_planned(of: Appointment) -> list[tuple[datetime, int]]:
    """The other planned talks of the same adviser on the same day: starts with their minutes."""
    day = clock.business_date(of.starts_at)
    rows = db.session.execute(
        sa.select(Appointment.starts_at, Appointment.minutes).where(
            Appointment.adviser_id == of.adviser_id,
            Appointment.appointment_id != of.appointment_id,
            Appointment.state == "planned",
            Appointment.starts_at >= clock.start_of_day(day),
            Appointment.starts_at < clock.end_of_day(day),
        )
    )
    return [(row[0], row[1]) for row in rows]
