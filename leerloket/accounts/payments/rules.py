"""References to pay with, how they are found back in a text, and how much may come in. Pure."""

import re
from dataclasses import dataclass

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from leerloket import errors

VERSION = "2026-1"
"""The version of the rules in this file."""

LEAST_OWN_CENTS = 1_000
MOST_OWN_CENTS = 250_000
"""What a person pays in at once: € 10 to € 2,500 (screens.md 7.3)."""
MOST_TIMES = 2
"""Up to so many times the missing amount is taken without a question."""
REMIND_AFTER_DAYS = (7, 21)
"""A payment that did not come in is reminded of after so many days."""

_WITH_LETTERS = re.compile(r"(?:RF(\d\d))?LL(20\d\d)(\d{6})")
_SHORT = re.compile(r"LL\W*(20\d\d)\W*(\d{1,6})(?!\d)")
_WITHOUT_LETTERS = re.compile(r"RF(\d\d)(20\d\d)(\d{6})")
_DIGITS = re.compile(r"(?<!\d)(20\d\d) ?(\d{6})(?!\d)")


class OwnAmountOutOfRange(errors.Invalid):
    """A person pays in at least € 10 and at most € 2,500 at once."""

    nl = "Vul een bedrag in van {least_cents} tot {most_cents}."
    en = "Give an amount from {least_cents} to {most_cents}."


@dataclass(frozen=True, slots=True)
class Found:
    """A reference in the text of a bank line. `certain` is false when its check digits do not fit."""

    reference: str
    certain: bool


def reference_for(year: int, number: int) -> str:
    """The ISO 11649 creditor reference of the n-th payment: `RF76LL2026000123`."""
    return _reference(f"LL{year}{number:06d}")


def _reference(body: str) -> str:
    return f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"


def written(reference: str) -> str:
    """The same in groups of four, as people copy it."""
    return str(iso11649.format(reference))


def find_references(text: str) -> list[Found]:
    """The references in a text: with other spaces or case, without RF or LL, with zeros left out, or inside words.

    Per place the fullest reading counts. Without letters only the whole ten digits are one.
    """
    upper = text.upper()
    packed = re.sub(r"[^A-Z0-9]", "", upper)
    found = [_found(*m.groups()) for m in _WITH_LETTERS.finditer(packed)]
    found += [_found(None, *m.groups()) for m in _SHORT.finditer(upper)]
    found += [_found(*m.groups()) for m in _WITHOUT_LETTERS.finditer(packed)]
    if not found:
        found = [_found(None, *m.groups()) for m in _DIGITS.finditer(upper)]
    sure: dict[str, Found] = {}
    for one in found:
        sure[one.reference] = sure.get(one.reference, one)
    return list(sure.values())


def _found(check: str | None, year: str, number: str) -> Found:
    reference = _reference(f"LL{year}{int(number):06d}")
    return Found(reference, check is None or reference[2:4] == check)


def check_own_amount(amount_cents: int, field: str) -> None:
    """Whether a person may pay this in at once. Raises OwnAmountOutOfRange."""
    if not LEAST_OWN_CENTS <= amount_cents <= MOST_OWN_CENTS:
        raise OwnAmountOutOfRange(field=field, least_cents=LEAST_OWN_CENTS, most_cents=MOST_OWN_CENTS)


def is_plausible(amount_cents: int, missing_cents: int) -> bool:
    """Whether an amount with the right reference is taken as it came.

    Too little waits for the rest, and several payments add up. Too much stays with the payer: in the employer's
    fund, or in the person's own pot. More than double is a slip of the keyboard: a person looks first.
    """
    return 0 < amount_cents <= MOST_TIMES * missing_cents


def result(amount_cents: int, missing_cents: int) -> str:
    """How an amount compares with what was missing: exact, too-little or too-much."""
    if amount_cents == missing_cents:
        return "exact"
    return "too-little" if amount_cents < missing_cents else "too-much"
