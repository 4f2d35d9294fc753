"""What a webhook may hear, where it may live, how it is signed and how often it is tried. Pure."""

import base64
import hmac
import ipaddress
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from leerloket import errors

EVENTS = {
    "employer": ("top-up-batch.confirmed", "payment.received", "top-up.credited"),
    "provider": (
        "booking.requested",
        "booking.cancelled",
        "booking.expired",
        "booking.moved",
        "attendance.due",
        "payout.made",
    ),
}
"""Per role what it can hear: only what it may see. An employer never hears of a course (trust.md, privacy)."""

MOST_WEBHOOKS = 5
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1200))
"""How long to wait after each try that failed; after the last of them every 20 hours."""
GIVE_UP_AFTER = timedelta(days=3)
OLD_SECRET_LASTS = timedelta(days=7)
KEPT = timedelta(days=90)
"""How long the log of deliveries can be looked up."""
LONGEST_URL = 500
GONE = 410


class UrlNotAllowed(errors.Invalid):
    """Not https, with a password in it, or the address of a machine inside."""

    nl = "Gebruik een adres dat met https:// begint en dat op internet bereikbaar is."
    en = "Use an address that begins with https:// and can be reached on the internet."


class EventUnknown(errors.Invalid):
    """An event that this role cannot hear."""

    nl = "Kies gebeurtenissen uit de lijst."
    en = "Choose events from the list."


class TooManyWebhooks(errors.Conflict):
    """Each event is sent to each of them."""

    nl = "U heeft al {most} webhooks. Verwijder er eerst een."
    en = "You have {most} webhooks already. Remove one first."


class OldSecretStillCounts(errors.Conflict):
    """Two secrets count at the same time, not three."""

    nl = "Het vorige geheim telt nog tot {until_at}. Wacht tot dan."
    en = "The secret before this one counts until {until_at}. Wait until then."


class NothingToResend(errors.Conflict):
    """It is waiting already, or the webhook is switched off."""

    nl = "Dit bericht wacht al, of de webhook staat uit."
    en = "This message waits already, or the webhook is off."


def check_url(url: str, *, allow_http: bool) -> None:
    """Refuse what cannot be a public address, as far as its text tells. Raises UrlNotAllowed.

    Where a name leads is looked at when it is called: see `may_connect`.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise UrlNotAllowed(field="url") from problem
    schemes = {"https", "http"} if allow_http else {"https"}
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if parts.scheme not in schemes or not host or parts.username is not None or not is_plain:
        raise UrlNotAllowed(field="url")
    if _is_address(host):
        if not may_connect(host):
            raise UrlNotAllowed(field="url")
    elif "." not in host or host.endswith((".localhost", ".local", ".internal")):
        raise UrlNotAllowed(field="url")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def may_connect(address: str) -> bool:
    """Whether an IP address lies on the public internet: not loopback, private, link-local, shared or multicast.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is judged by that one too.
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64 or ip.sixtofour is not None or ip.teredo is not None:
            return False
        if ip.ipv4_mapped is not None:
            return may_connect(str(ip.ipv4_mapped))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def check_events(role: str, events: list[str]) -> None:
    """Refuse events that this role may not hear. Raises EventUnknown."""
    if not events or set(events) - set(EVENTS[role]):
        raise EventUnknown(field="events")


def new_secret() -> str:
    """A secret to sign with: 256 random bits, as Standard Webhooks writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def body_of(event: str, happened_at: datetime, facts: dict[str, Any]) -> bytes:
    """What is sent: the kind, when it happened, and the facts."""
    at = happened_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"type": event, "timestamp": at, "data": facts}, separators=(",", ":")).encode()


def headers_of(message_id: str, sent_at: datetime, body: bytes, signing: list[str]) -> dict[str, str]:
    """The headers of Standard Webhooks 1.0: the same id at every try, and a signature by each secret that counts."""
    stamp = str(int(sent_at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Leerloket-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(sign(secret, message_id, stamp, body) for secret in signing),
    }


def sign(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of id, time and body, in base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def next_try(tries: int, now: datetime, give_up_at: datetime) -> datetime | None:
    """When to try again after this many tries; None when that would be too late."""
    at = now + PAUSES[min(tries, len(PAUSES)) - 1]
    return at if at <= give_up_at else None
