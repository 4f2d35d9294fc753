"""What is told of a booking, to whom: each a row in the outbox, in the transaction of the step.

Mail to a person names the reference and dates, never the course: the address may be a work address (trust.md).
"""

from datetime import datetime

from leerloket import clock, money, outbox
from leerloket.courses.bookings.reads import Booking
from leerloket.courses.providers import service as providers
from leerloket.people import service as people
from leerloket.people.webhooks import service as webhooks

EVENTS = {
    "booking-request": "booking.requested",
    "booking-withdrawn": "booking.cancelled",
    "booking-lapsed": "booking.expired",
    "booking-moved-here": "booking.moved",
    "attendance-late": "attendance.due",
}
"""What the provider's own system hears, where the provider is told this; see `people/webhooks`."""


def tell_person(
    kind: str, booking: Booking, *, contact: people.Contact | None = None, again: int = 0, **facts: str
) -> None:
    """Tell the person whose booking it is. `again` numbers a fact that can happen more than once."""
    contact = contact or people.get_contact(booking.account_id)
    _put(kind, contact.email, contact.language, booking, again, facts)


def tell_provider(
    kind: str, booking: Booking, *, provider: providers.Provider | None = None, again: int = 0, **facts: str
) -> None:
    """Tell the provider, when it gave an address, and its system. A caller that read the provider spares a query."""
    if kind in EVENTS:
        webhooks.tell(
            EVENTS[kind],
            booking.provider_id,
            booking.booking_id,
            bookingId=str(booking.booking_id),
            reference=booking.reference,
            editionId=str(booking.edition_id),
        )
    provider = provider or providers.get_provider(booking.provider_id)
    if provider.email:
        _put(kind, provider.email, "nl", booking, again, facts)


def _put(kind: str, address: str, language: str, booking: Booking, again: int, facts: dict[str, str]) -> None:
    outbox.put(
        kind,
        address,
        dedup=f"{kind}:{booking.booking_id}" + (f":{again}" if again else ""),
        facts={"reference": booking.reference, "starts": day(booking.starts_at, language), **facts},
        account_id=booking.account_id,
        booking_id=booking.booking_id,
        transfer_id=booking.transfer_id,
        language=language,
    )


def day(at: datetime, language: str = "nl") -> str:
    """The day of an instant, in words."""
    return clock.day_text(clock.business_date(at), language)


def euros(cents: int, language: str = "nl") -> str:
    """An amount, in words."""
    return money.euros(cents, language)
