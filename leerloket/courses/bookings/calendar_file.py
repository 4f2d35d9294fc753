"""A booking as a calendar file (RFC 5545), for the agenda on a phone. Pure."""

from datetime import UTC, datetime

from leerloket.courses.bookings.reads import Booking

LONGEST_LINE = 75


def calendar_file(booking: Booking, at: datetime, base_url: str) -> str:
    """One event with title, place, start and end."""
    place = ", ".join(part for part in (booking.address, booking.place) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Leerloket//NL",
        "BEGIN:VEVENT",
        f"UID:{booking.booking_id}@leerloket",
        f"DTSTAMP:{_instant(at)}",
        f"DTSTART:{_instant(booking.starts_at)}",
        f"DTEND:{_instant(booking.ends_at)}",
        f"SUMMARY:{_text(booking.module_title)}",
        f"DESCRIPTION:{_text(f'{booking.provider_name}. Kenmerk {booking.reference}.')}",
        f"URL:{base_url}/boekingen/{booking.reference}",
        *([f"LOCATION:{_text(place)}"] if place else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(folded for line in lines for folded in _fold(line)) + "\r\n"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    for special in ("\\", ";", ","):
        text = text.replace(special, "\\" + special)
    return " ".join(text.split())


def _fold(line: str) -> list[str]:
    """Lines of at most 75 octets; a following line starts with a space."""
    folded, rest = [], line
    while len(rest.encode()) > LONGEST_LINE:
        cut = LONGEST_LINE
        while len(rest[:cut].encode()) > LONGEST_LINE:
            cut -= 1
        folded.append(rest[:cut])
        rest = " " + rest[cut:]
    return [*folded, rest]
