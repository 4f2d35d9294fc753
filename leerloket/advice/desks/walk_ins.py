"""People who walk in: a talk that begins now, without an appointment."""

import uuid

from leerloket import clock, db
from leerloket.advice.desks import rules, service
from leerloket.advice.desks.models import Appointment
from leerloket.people import service as people
from leerloket.people.reads import service as reads

TOPIC = "other"


def note(adviser_id: uuid.UUID, number: str) -> Appointment:
    """Somebody of the own region is at the desk now: it stands in the agenda as a talk that is held.

    Raises NoDesk, and OtherRegion for a number that is nobody's, or of another region.
    """
    adviser = service.get_adviser(adviser_id)
    person = people.find_person_by_number(number)
    if person is None or person.erased_at is not None or person.region_code != adviser.region_code:
        raise rules.OtherRegion(field="bezoeker")
    now = clock.now()
    talk = Appointment(
        account_id=person.person_id,
        appointment_id=db.new_id(),
        desk_id=adviser.desk_id,
        adviser_id=adviser_id,
        topic=TOPIC,
        channel="desk",
        starts_at=now,
        minutes=rules.MINUTES,
        state="held",
        made_by=adviser_id,
        made_at=now,
    )
    db.session.add(talk)
    reads.record(
        person.person_id, object_type="appointment", purpose="agenda", object_id=talk.appointment_id, action="write"
    )
    db.session.flush()
    return talk
