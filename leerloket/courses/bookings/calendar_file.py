"""A booking for the agenda on a phone. Pure."""

from datetime import datetime

from leerloket import calendar_file as files
from leerloket.courses.bookings.reads import Booking


def calendar_file(booking: Booking, at: datetime, base_url: str) -> str:
    """One event with title, place, start and end."""
    event = files.Event(
        key=str(booking.booking_id),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        title=booking.module_title,
        description=f"{booking.provider_name}. Kenmerk {booking.reference}.",
        url=f"{base_url}/boekingen/{booking.reference}",
        place=", ".join(part for part in (booking.address, booking.place) if part),
    )
    return files.write(event, at)
