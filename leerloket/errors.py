"""Refusals: an answer that says no in the person's language, and what is possible instead.

A refusal is a class named as a fact, beside the rule that raises it:

    class BalanceTooLow(errors.Conflict):
        nl = "U komt {short_cents} tekort."
        en = "You are {short_cents} short."

    raise BalanceTooLow(short_cents=8000, possible=[Possible("Betaal zelf bij.", "Pay the rest.", "/saldo/inleggen")])

Facts ending in `_cents` are written as euros, dates and instants in words. Problem documents (RFC 9457)
carry the facts themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from leerloket import clock, money


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: where, a stable code, and the sentence in both languages."""

    field: str
    code: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Possible:
    """Something that is possible instead, with the page where it is done."""

    nl: str
    en: str
    url: str | None = None


class Refusal(Exception):
    """The base of every refusal. Knows its HTTP status, its sentences and its facts."""

    status: ClassVar[int] = 409
    nl: ClassVar[str] = "Dit kan niet."
    en: ClassVar[str] = "This is not possible."

    def __init__(
        self,
        *,
        field: str = "",
        possible: Sequence[Possible] = (),
        errors: Sequence[FieldError] = (),
        **facts: Any,
    ) -> None:
        super().__init__(self.code())
        self.field = field
        self.possible = list(possible)
        self.errors = list(errors)
        self.facts = facts

    @classmethod
    def code(cls) -> str:
        """The stable name in the API: `BalanceTooLow` is `balance-too-low`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def sentence(self, language: str) -> str:
        """What a person reads."""
        template = self.nl if language == "nl" else self.en
        return template.format(**{name: _in_words(name, value, language) for name, value in self.facts.items()})


def _in_words(name: str, value: Any, language: str) -> Any:
    if name.endswith("_cents"):
        return money.euros(value, language)
    if isinstance(value, datetime):
        return clock.moment_text(value, language)
    if isinstance(value, date):
        return clock.day_text(value, language)
    return value


class Invalid(Refusal):
    """What came in cannot be read; `errors` has every field that is wrong, at once."""

    status = 400
    nl = "Niet alles is goed ingevuld."
    en = "Some of the input cannot be used."


class NotSignedIn(Refusal):
    """Nobody is signed in, or the token is not known or over."""

    status = 401
    nl = "Log in om verder te gaan."
    en = "Sign in to go on."


class Forbidden(Refusal):
    """This person may not do this, in any case."""

    status = 403
    nl = "U mag dit niet doen."
    en = "You may not do this."


class SecondStepFirst(Forbidden):
    """Staff here may do nothing before they have a second step of signing in; they set it up on the pages."""

    nl = "Stel eerst de tweede stap van het inloggen in, bij Gegevens."
    en = "First set up the second step of signing in, on the page with your details."


class NotFound(Refusal):
    """It does not exist, or is not yours to see: the two look alike (trust.md)."""

    status = 404
    nl = "Dit bestaat niet."
    en = "This does not exist."


class Conflict(Refusal):
    """It cannot be done as things are now."""


class Changed(Refusal):
    """Somebody else changed it since it was read (If-Match)."""

    status = 412
    nl = "Iemand anders heeft dit intussen gewijzigd. Bekijk het opnieuw."
    en = "Somebody else changed this meanwhile. Look at it again."


class TooMany(Refusal):
    """Too many tries in a short time."""

    status = 429
    nl = "Even rustig. Probeer het over 1 minuut."
    en = "Slow down. Try again in 1 minute."


def all_refusals() -> Iterator[type[Refusal]]:
    """Every class of refusal that the running service knows, each once."""
    waiting = [Refusal]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            yield kind
