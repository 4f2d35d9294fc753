"""References to pay with, how they are found back in a bank line, and what is done with the line. Pure."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from leerloket import errors

VERSION = "2026-1"
"""The version of the rules in this file."""

EXACT = "bank-line-with-reference-and-exact-amount"
BY_HAND = "bank-line-assigned-by-hand"

LEAST_OWN_CENTS = 1_000
MOST_OWN_CENTS = 250_000
"""What a person pays in at once: € 10 to € 2,500 (screens.md 7.3)."""

_WITH_LETTERS = re.compile(r"(?:RF(\d\d))?LL(20\d\d)(\d{6})")
_SHORT = re.compile(r"LL\W*(20\d\d)\W*(\d{1,6})(?!\d)")
_WITHOUT_LETTERS = re.compile(r"RF(\d\d)(20\d\d)(\d{6})")
_DIGITS = re.compile(r"(?<!\d)(20\d\d) ?(\d{6})(?!\d)")


class UnreadableStatement(errors.Invalid):
    """The file is no camt.053 statement that can be read whole; nothing of it is imported."""

    nl = "Dit bankafschrift kunnen we niet lezen: {why_nl} Er is niets ingelezen."
    en = "This bank statement cannot be read: {why_en} Nothing was imported."


class StatementSeen(errors.Conflict):
    """The same file was imported before."""

    nl = "Dit bankafschrift is al ingelezen op {imported_at}."
    en = "This bank statement was imported before, on {imported_at}."


class OwnAmountOutOfRange(errors.Invalid):
    """A person pays in at least € 10 and at most € 2,500 at once."""

    nl = "Vul een bedrag in van {least_cents} tot {most_cents}."
    en = "Give an amount from {least_cents} to {most_cents}."


class LineIsDone(errors.Conflict):
    """The line was matched before, or is not money for us."""

    nl = "Deze bankregel is al verwerkt."
    en = "This bank line was processed already."


class NeedsSecondPerson(errors.Conflict):
    """Whoever proposed an assignment with another amount cannot approve it."""

    nl = "Het bedrag is anders dan verwacht. Een tweede persoon moet dit goedkeuren."
    en = "The amount differs from what was expected. A second person must approve this."


@dataclass(frozen=True, slots=True)
class Found:
    """A reference in the text of a bank line. `certain` is false when its check digits do not fit."""

    reference: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A payment whose reference is in the line."""

    payment_id: uuid.UUID
    missing_cents: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens with a line: its state, why, and the payment when it is matched."""

    state: str
    reason: str
    payment_id: uuid.UUID | None = None


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


def not_for_us(*, is_credit: bool, currency: str, status: str, is_reversal: bool, amount_cents: int) -> str | None:
    """Why a line brings no money to match: money out, other currency, not booked, taken back, or zero; else None."""
    if is_reversal:
        return "reversal"
    if not is_credit:
        return "debit"
    if currency != "EUR":
        return "currency"
    if status not in {"BOOK", ""}:
        return "not-booked"
    return "zero" if amount_cents == 0 else None


def judge(amount_cents: int, has_reference: bool, candidates: Sequence[Candidate]) -> Verdict:
    """A line is matched when exactly one waiting payment is named and its missing amount is exactly there.

    Everything else is for a person to look at, with the reason.
    """
    if not candidates:
        return Verdict("unmatched", "unknown-reference" if has_reference else "no-reference")
    if len(candidates) > 1:
        return Verdict("unmatched", "several-references")
    payment = candidates[0]
    if not payment.certain:
        return Verdict("unmatched", "check-digits")
    if payment.missing_cents == 0:
        return Verdict("unmatched", "already-paid")
    if amount_cents != payment.missing_cents:
        return Verdict("unmatched", "too-little" if amount_cents < payment.missing_cents else "too-much")
    return Verdict("matched", "exact", payment.payment_id)


def check_may_assign(
    *, amount_cents: int, missing_cents: int, proposed_by: uuid.UUID | None, is_same_payment: bool, by: uuid.UUID
) -> bool:
    """Whether an assignment by hand counts now. The exact amount needs one person.

    Another amount needs two: the first proposes (answer False), the second agrees on the same payment (True).
    Raises NeedsSecondPerson when the first tries to be the second as well.
    """
    if amount_cents == missing_cents:
        return True
    if proposed_by is None or not is_same_payment:
        return False
    if proposed_by == by:
        raise NeedsSecondPerson
    return True
