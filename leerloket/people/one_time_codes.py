"""Codes that count once: those of an app (TOTP, RFC 6238) and those on paper. Pure."""

import hmac
import re
import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""A phone may be half a minute early or late (RFC 6238, section 5.2)."""

ISSUER = "Leerloket"
RECOVERY_CODES = 10
RECOVERY_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without letters and figures that look alike."""
RECOVERY_GROUPS, GROUP_LENGTH = 3, 4


def new_secret() -> str:
    """A secret of 160 bits, in the letters that an app takes."""
    return pyotp.random_base32()


def address(secret: str, email: str) -> str:
    """What the QR code says: the `otpauth://` address that an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_at(at: datetime) -> int:
    """The number of the step of 30 seconds in which an instant lies."""
    return int(at.timestamp()) // STEP_SECONDS


def find_step(secret: str, code: str, at: datetime, *, after: int | None) -> int | None:
    """The step whose code this is, of now and one earlier or later; None when it is wrong, or not after `after`.

    Takes as long whatever is wrong.
    """
    totp, now, found = pyotp.TOTP(secret), step_at(at), None
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        is_right = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if is_right and (after is None or step > after):
            found = step
    return found


def plain(code: str) -> str:
    """A code without the spaces and dashes with which people write it, in capitals."""
    return re.sub(r"[\s\-]", "", code).upper()


def new_recovery_codes() -> list[str]:
    """Ten different codes of 12 letters in three groups: `7KQM-2XRD-94TA`, 59 bits each."""
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        letters = [secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_GROUPS * GROUP_LENGTH)]
        codes.add("-".join("".join(letters[n : n + GROUP_LENGTH]) for n in range(0, len(letters), GROUP_LENGTH)))
    return sorted(codes)
