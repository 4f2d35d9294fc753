"""What a key looks like, what it may be for, and how long and how often it works. Pure."""

import hashlib
import re
import secrets
from datetime import date, timedelta

from leerloket import errors

SCOPES = {
    "employer": ("employees:read", "employees:write", "top-ups:read", "top-ups:write", "statements:read"),
    "provider": (
        "bookings:read",
        "bookings:write",
        "attendance:write",
        "modules:read",
        "modules:write",
        "payouts:read",
    ),
}
"""Per role what a key may do. Who may write may read the same."""

LONGEST_DAYS = 731
LASTS_DAYS = 365
USES_PER_MINUTE = 300
SHOWN = 12
"""Characters of a key that stay readable, to tell one from another."""


class KeyEndsTooLate(errors.Invalid):
    """A key ends: one that nobody remembers stops by itself."""

    nl = "Kies een dag na vandaag en binnen 2 jaar."
    en = "Choose a day after today and within 2 years."


class ScopeUnknown(errors.Invalid):
    """A key of an employer cannot do what a provider does, and the other way round."""

    nl = "Kies wat de sleutel mag uit de lijst."
    en = "Choose what the key may do from the list."


class KeyUsedTooOften(errors.TooMany):
    """More calls in one minute than a key may make."""

    nl = "Deze sleutel is te vaak gebruikt. Probeer het over 1 minuut. Een sleutel mag {per_minute} keer per minuut."
    en = "This key was used too often. Try again in 1 minute. A key may call {per_minute} times a minute."


def new_key(*, is_demo: bool) -> str:
    """A key with 256 random bits. It shows at a glance whether real money hangs on it."""
    return f"ll_{'test' if is_demo else 'live'}_{secrets.token_urlsafe(32)}"


def is_key(token: str) -> bool:
    """Whether a bearer token has the shape of a key."""
    return re.fullmatch(r"ll_(test|live)_[\w-]{43}", token, re.ASCII) is not None


def key_hash(key: str) -> bytes:
    """How a key is kept."""
    return hashlib.sha256(key.encode()).digest()


def check_scopes(role: str, scopes: list[str]) -> None:
    """Refuse scopes that this role does not have. Raises ScopeUnknown."""
    if not scopes or set(scopes) - set(SCOPES[role]):
        raise ScopeUnknown(field="scopes")


def default_end(today: date) -> date:
    """The last day of a key made today, unless another is chosen."""
    return today + timedelta(days=LASTS_DAYS)


def check_end(ends_on: date, today: date) -> None:
    """A key works at most two years. Raises KeyEndsTooLate."""
    if not today < ends_on <= today + timedelta(days=LONGEST_DAYS):
        raise KeyEndsTooLate(field="ends_on")
