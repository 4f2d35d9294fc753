"""Calendar files (RFC 5545) for the agenda on a phone. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE = 75


@dataclass(frozen=True, slots=True)
class Event:
    """What is written down of one event; `key` stays the same when it moves."""

    key: str
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    url: str
    place: str = ""


def write(event: Event, at: datetime) -> str:
    """The file of one event, as it is known at an instant."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Leerloket//NL",
        "BEGIN:VEVENT",
        f"UID:{event.key}@leerloket",
        f"DTSTAMP:{_instant(at)}",
        f"DTSTART:{_instant(event.starts_at)}",
        f"DTEND:{_instant(event.ends_at)}",
        f"SUMMARY:{_text(event.title)}",
        f"DESCRIPTION:{_text(event.description)}",
        f"URL:{event.url}",
        *([f"LOCATION:{_text(event.place)}"] if event.place else []),
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
