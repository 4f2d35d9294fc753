"""What holds for persons, passwords, sessions and roles. Pure."""

import hashlib
import hmac
import re
import secrets
import unicodedata
import uuid
from datetime import date, timedelta
from typing import TypeGuard

from stdnum.nl import bsn as stdnum_bsn

from leerloket import errors

ROLES = ("worker", "employer", "provider", "adviser", "administrator", "controller")
"""In the order in which one is chosen for a person who did not choose."""

STAFF_ROLES = frozenset({"adviser", "administrator", "controller"})
"""Roles with power over others: granting them takes two persons (trust.md 16)."""

ORGANISATION_ROLES = frozenset({"employer", "provider", "adviser"})

HOMES = {
    "worker": "/saldo",
    "employer": "/werkgever",
    "provider": "/aanbieder",
    "adviser": "/loket",
    "administrator": "/beheer",
    "controller": "/beheer/boekhouding",
}
"""Where each role starts."""

SESSION_LASTS = {"page": timedelta(hours=12), "bearer": timedelta(hours=12)}
SESSION_KEPT = timedelta(days=90)
"""How long a session that ended can be looked up, for who asks where they were signed in."""
SIGN_UP_LASTS = timedelta(days=2)

RESET_LASTS = timedelta(hours=1)
RESETS_PER_ADDRESS = 3
DEVICE_KNOWN = timedelta(days=400)
"""A device that was not used for so long is new again; browsers keep no cookie longer."""

TRY_WINDOW = timedelta(minutes=15)
TRIES_PER_ADDRESS = 10
TRIES_PER_ORIGIN = 100
"""An office or library shares one origin; one address belongs to one person."""

TRIES_PER_CODE = 5
"""Six figures can be guessed sooner than a password can."""

CODE_ASKED_FOR = timedelta(minutes=5)
"""How long after the password the code may come."""
SET_UP_LASTS = timedelta(days=1)
"""How long a second step waits for the code that confirms it."""

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
YOUNGEST = 14


class PasswordTooShort(errors.Invalid):
    """Length is the one rule for a password, as NIST SP 800-63B advises."""

    nl = "Kies een wachtwoord van 12 tekens of meer."
    en = "Choose a password of 12 characters or more."


class PasswordTooLong(errors.Invalid):
    """A longer one would only cost time."""

    nl = "Kies een wachtwoord van hoogstens 128 tekens."
    en = "Choose a password of at most 128 characters."


class PasswordIsYourName(errors.Invalid):
    """The first thing that others try."""

    nl = "Kies een wachtwoord zonder uw naam of e-mailadres."
    en = "Choose a password without your name or e-mail address."


class HoldsBsn(errors.Invalid):
    """A BSN never stands in a name or an address (invariant P7)."""

    nl = "Zet hier geen BSN neer."
    en = "Do not put a BSN here."


class NotABirthDate(errors.Invalid):
    """In the future, or too long ago, or too young to work."""

    nl = "Kijk uw geboortedatum na. U moet {youngest} jaar of ouder zijn."
    en = "Check your birth date. You must be {youngest} or older."


class WrongSignIn(errors.Invalid):
    """The same words whether the address is unknown, the password wrong, or the sign-in switched off."""

    nl = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk ze na."
    en = "This e-mail address and password do not belong together. Check them."


class WrongPassword(errors.Invalid):
    """The present password, asked before a new one."""

    nl = "Dit is niet uw wachtwoord van nu."
    en = "This is not your present password."


class OtpNeeded(errors.NotSignedIn):
    """The password is right, and this person has a second step: send `otp` too."""

    nl = "Stuur ook de code van uw app."
    en = "Send the code of your app too, as otp."


class WrongCode(errors.Invalid):
    """The same words for a code of the app and one on paper, wrong or used."""

    nl = "Deze code klopt niet, of is al gebruikt. Vul een nieuwe code in."
    en = "This code is not right, or was used. Enter a new code."


class NothingToConfirm(errors.Conflict):
    """No secret waits for a code: it was confirmed, or never made."""

    nl = "Er is niets om te bevestigen. Begin opnieuw."
    en = "There is nothing to confirm. Start again."


class SecondStepThere(errors.Conflict):
    """It is switched off by a code first."""

    nl = "U heeft al een tweede stap. Zet die eerst uit."
    en = "You have a second step already. Switch it off first."


class NoSecondStep(errors.Conflict):
    """Nothing to take away."""

    nl = "Deze persoon heeft geen tweede stap."
    en = "This person has no second step."


class NobodyThere(errors.Invalid):
    """Told to administrators only."""

    nl = "Wij kennen niemand met dit nummer of e-mailadres. Kijk het na."
    en = "We know nobody with this number or e-mail address. Check it."


class LinkTooOld(errors.NotFound):
    """The link of a mail that was used, replaced, or is two days old."""

    nl = "Deze link werkt niet meer. Meld u opnieuw aan, of log in."
    en = "This link no longer works. Sign up again, or sign in."


class ResetTooOld(errors.NotFound):
    """The link for a new password was used, replaced, or is an hour old."""

    nl = "Deze link werkt niet meer. Vraag een nieuwe aan."
    en = "This link no longer works. Ask for a new one."


class TooManyTries(errors.TooMany):
    """For this address or from this place."""

    nl = "U heeft te vaak geprobeerd in te loggen. Wacht 15 minuten."
    en = "You tried to sign in too often. Wait 15 minutes."


class EmailInUse(errors.Conflict):
    """Told to staff only; the sign-up page answers by mail."""

    nl = "Dit e-mailadres hoort al bij iemand."
    en = "This e-mail address belongs to somebody already."


class SamePerson(errors.Forbidden):
    """Four eyes: who asks does not approve, and nobody approves a role of their own."""

    nl = "Iemand anders moet dit goedkeuren."
    en = "Somebody else must approve this."


def normal_email(email: str) -> str:
    """The form in which an address is looked up."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def check_password(password: str, *, name: str = "", email: str = "", field: str = "password") -> None:
    """Refuse a password that is too short, too long, or the person's own name or address."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(field=field)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong(field=field)
    plain = password.casefold().strip()
    if plain in {name.casefold().strip(), normal_email(email)}:
        raise PasswordIsYourName(field=field)


def check_no_bsn(text: str, *, field: str) -> None:
    """Refuse a text in which nine digits in a row are a valid BSN."""
    for digits in re.findall(r"(?<!\d)\d{9}(?!\d)", text):
        if stdnum_bsn.is_valid(digits):
            raise HoldsBsn(field=field)


def check_birth_date(birth_on: date, today: date, *, field: str = "birth_on") -> None:
    """Refuse a day that cannot be the birth of somebody who learns for work."""
    oldest = today.year - 120
    if birth_on.year < oldest or age_on(birth_on, today) < YOUNGEST:
        raise NotABirthDate(field=field, youngest=YOUNGEST)


def age_on(birth_on: date, day: date) -> int:
    """Whole years on a day."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def check_approver(*, person_id: uuid.UUID, granted_by: uuid.UUID | None, approved_by: uuid.UUID) -> None:
    """Refuse an approval by who asked, or by who gets the role."""
    if approved_by in {person_id, granted_by}:
        raise SamePerson


def needs_approval(role: str, granted_by: uuid.UUID | None) -> bool:
    """A staff role given by a person waits for a second one; the operator's command line does not."""
    return role in STAFF_ROLES and granted_by is not None


def new_number(groups: int = 2) -> str:
    """A random number to say on the phone: `LR-204-881`."""
    return "-".join(["LR", *(f"{secrets.randbelow(1000):03}" for _ in range(groups))])


def new_token(person_id: uuid.UUID) -> str:
    """A session token: whose it is, so that it is found in one place, and 256 random bits."""
    return f"{person_id.hex}.{secrets.token_urlsafe(32)}"


def new_sign_up_token() -> str:
    """A token for the link in a mail: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_device_token() -> str:
    """What a browser keeps to be known again: 256 random bits that say nothing about it."""
    return secrets.token_urlsafe(32)


def is_device_token(token: str | None) -> TypeGuard[str]:
    """Whether a browser sent something that we may have made."""
    return token is not None and re.fullmatch(r"[\w-]{43}", token, re.ASCII) is not None


def split_token(token: str) -> tuple[uuid.UUID, bytes] | None:
    """Whose token this claims to be and the hash under which it would be kept; None when it is no token."""
    owner, dot, secret = token.partition(".")
    if not dot or len(secret) != 43 or not re.fullmatch(r"[0-9a-f]{32}", owner):
        return None
    return uuid.UUID(owner), token_hash(token)


def token_hash(token: str) -> bytes:
    """How a token is kept."""
    return hashlib.sha256(token.encode()).digest()


def bucket(kind: str, value: str, secret: str) -> bytes:
    """Under which pseudonym tries of an address or origin are counted."""
    return hmac.digest(secret.encode(), f"sign-in {kind} {value}".encode(), "sha256")


def safe_target(target: str | None) -> str | None:
    """A path on this site, or None: a link never sends a person who just signed in elsewhere."""
    if not target or not re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", target):
        return None
    path = target.partition("?")[0]
    return None if path in {"/inloggen", "/uitloggen", "/aanmelden"} else target
