"""Booking together: "gedaan door adviseur, samen met u". The consent of scope "account" is the mandate."""

import uuid

from leerloket import outbox
from leerloket.advice.clients import service as clients
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from leerloket.courses.bookings import service as bookings
from leerloket.people.audit import service as audit
from leerloket.people.reads import service as reads


def book_together(
    adviser_id: uuid.UUID,
    account_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    key: str,
    task_id: uuid.UUID | None = None,
    expected_price_cents: int | None = None,
) -> bookings.Booking:
    """Book for a client who sits beside the adviser; booking and ledger carry the adviser as actor.

    The client gets a mail that names the adviser. Raises NotFound without a live consent in the own region, and
    everything a booking can be refused for.
    """
    person = clients.check_client(adviser_id, account_id, "account", "book")
    if task_id is not None:
        plans.get_task(account_id, task_id)
    reads.record(account_id, object_type="account", purpose=clients.PURPOSES["book"], action="write")
    booking = bookings.book(
        account_id,
        edition_id,
        actor_id=adviser_id,
        key=key,
        task_id=task_id,
        on_behalf=True,
        expected_price_cents=expected_price_cents,
    )
    audit.record("book-together", "booking", booking.booking_id, reason=f"mandate of {person.number}")
    adviser = desks.get_adviser(adviser_id)
    desk = desks.get_desk(adviser.desk_id)
    outbox.put(
        "adviser-booked",
        person.email or "",
        dedup=f"adviser-booked:{booking.booking_id}",
        facts={
            "name": person.name,
            "adviser": adviser.name,
            "desk": desk.name,
            "phone": desk.phone,
            "reference": booking.reference,
        },
        account_id=account_id,
        booking_id=booking.booking_id,
        language=person.language,
    )
    return booking
