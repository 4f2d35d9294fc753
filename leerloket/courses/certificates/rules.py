"""Who earns a certificate, what its code looks like, and how long it is shared. Pure."""

import re
import secrets
from datetime import date, timedelta

from leerloket import errors

PRESENT_PCT = 80
"""From this presence on an edition counts as done, as it does for what is paid (product.md, rules)."""
ATTENDED = frozenset({"attended", "paid"})

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without letters and figures that look alike: people type it over from paper."""
CODE_GROUPS, GROUP_LENGTH = 4, 4
"""Sixteen of 31 letters are 79 bits: nobody finds a certificate by trying."""

LONGEST_SHARE = timedelta(days=366)
USUAL_SHARE = timedelta(days=30)
MOST_SHARES = 20
"""Links of a person that work at the same time."""


class NothingToProve(errors.Conflict):
    """The module gives no certificate."""

    nl = "Deze opleiding geeft geen bewijs. Verander dat eerst bij de opleiding."
    en = "This module gives no certificate. Change that at the module first."


class NotEarned(errors.Conflict):
    """The participant was there too little, or that is not confirmed yet."""

    nl = "Deze deelnemer was minder dan {present_pct} procent aanwezig, of dat is nog niet bevestigd."
    en = "This participant attended less than {present_pct} per cent, or that is not confirmed yet."


class WithdrawnAlready(errors.Conflict):
    """A certificate is withdrawn once."""

    nl = "Dit bewijs is al ingetrokken."
    en = "This certificate has been withdrawn already."


class ShareTooLong(errors.Invalid):
    """A link ends within a year, and not in the past."""

    nl = "Kies een dag na vandaag, en hoogstens een jaar later."
    en = "Choose a day after today, at most a year from now."


class TooManyShares(errors.Conflict):
    """Somebody has many links that work."""

    nl = "U deelt al met {most} links. Stop eerst met een andere."
    en = "You share by {most} links already. Stop another one first."


def has_earned(state: str, present_pct: int | None, *, is_confirmed: bool) -> bool:
    """Whether a booking earns a certificate: attended for at least 80 per cent, and confirmed from both sides."""
    return state in ATTENDED and is_confirmed and (present_pct or 0) >= PRESENT_PCT


def new_code() -> str:
    """A new code for on the paper, like `7K3M-XQ2P-9HTD-4RWE`."""
    groups = ("".join(secrets.choice(CODE_LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(CODE_GROUPS))
    return "-".join(groups)


def code_of(typed: str) -> str | None:
    """The code somebody typed, with or without dashes, spaces and capitals; None when it cannot be one."""
    letters = re.sub(r"[\s-]", "", typed).upper()
    if len(letters) != CODE_GROUPS * GROUP_LENGTH or not set(letters) <= set(CODE_LETTERS):
        return None
    return "-".join(letters[at : at + GROUP_LENGTH] for at in range(0, len(letters), GROUP_LENGTH))


def check_until(until_on: date, today: date) -> None:
    """Refuse a share that ends today or earlier, or more than a year from now; raises `ShareTooLong`."""
    if not today < until_on <= today + LONGEST_SHARE:
        raise ShareTooLong(field="until_on")
