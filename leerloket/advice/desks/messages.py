"""What a client hears about an appointment."""

from leerloket import clock, db, outbox
from leerloket.advice.desks.models import Adviser, Appointment, Desk
from leerloket.people import service as people


def tell(kind: str, appointment: Appointment, fact: str = "") -> None:
    """Mail the client: appointment-made, -moved, -cancelled or -reminder; `fact` tells two of one kind apart."""
    person = people.get_person(appointment.account_id)
    desk = db.session.get_one(Desk, appointment.desk_id)
    adviser = db.session.get(Adviser, appointment.adviser_id)
    outbox.put(
        kind,
        person.email or "",
        dedup=":".join(part for part in (kind, str(appointment.appointment_id), fact) if part),
        facts={
            "name": person.name,
            "adviser": adviser.name if adviser else desk.name,
            "desk": desk.name,
            "address": desk.address,
            "phone": desk.phone,
            "channel": appointment.channel,
            "starts_at": clock.moment_text(appointment.starts_at, person.language),
        },
        account_id=person.person_id,
        language=person.language,
    )
