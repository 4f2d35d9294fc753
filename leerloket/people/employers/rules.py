"""What holds for employers and employments. Pure."""

import re

from stdnum import iban as stdnum_iban

from leerloket import errors

SIZES = ("small", "medium", "large")
"""Fewer than 50, fewer than 250, and more people: the bands of the European definition of small and medium firms."""


class NotAKvkNumber(errors.Invalid):
    """Eight digits; there is no public check digit."""

    nl = "Een KvK-nummer heeft 8 cijfers."
    en = "A KvK number has 8 digits."


class EmployerKnown(errors.Conflict):
    """An employer has this number of the trade register already."""

    nl = "Het KvK-nummer {kvk} hoort al bij {name}."
    en = "The KvK number {kvk} belongs to {name} already."


class NotAnIban(errors.Invalid):
    """The check digits do not fit."""

    nl = "Dit rekeningnummer (IBAN) klopt niet. Kijk het na."
    en = "This account number (IBAN) is not right. Check it."


class EmployedAlready(errors.Conflict):
    """The person works there in that time, or the personnel number is somebody else's in that time."""

    nl = "Deze werknemer of dit personeelsnummer staat al in deze periode."
    en = "This employee or personnel number is there already in this period."


class NotAShareOfFullTime(errors.Invalid):
    """More than nothing, and no more than full time."""

    nl = "Vul een getal in van 1 tot en met 100. 100 is voltijd."
    en = "Give a number from 1 to 100. 100 is full time."


class NobodyLikeThat(errors.Invalid):
    """No account has this address or number together with this date of birth; which of the two is not said."""

    nl = "We vinden niemand met deze gegevens. Heeft deze werknemer nog geen rekening? Stuur dan een uitnodiging."
    en = "Nobody has these details. Has this employee no account yet? Then send an invitation."


class EndsBeforeStart(errors.Invalid):
    """The last day lies before the first."""

    nl = "De laatste dag ligt voor de eerste dag, {starts_on}."
    en = "The last day lies before the first day, {starts_on}."


def check_fte_pct(fte_pct: int) -> int:
    """A share of full time in whole percents. Raises NotAShareOfFullTime."""
    if not 1 <= fte_pct <= 100:
        raise NotAShareOfFullTime(field="fte_pct")
    return fte_pct


def read_kvk(text: str) -> str:
    """A KvK number without spaces and dots. Raises NotAKvkNumber."""
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"[0-9]{8}", digits):
        raise NotAKvkNumber(field="kvk")
    return digits


def read_iban(text: str) -> str:
    """An IBAN in capitals without spaces. Raises NotAnIban."""
    if not stdnum_iban.is_valid(text):
        raise NotAnIban(field="iban")
    return str(stdnum_iban.compact(text))
