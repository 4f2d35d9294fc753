"""What is done with a line of a bank statement, who must agree, and when statements fit together. Pure."""

import difflib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leerloket import errors

VERSION = "2026-1"
"""The version of the rules in this file."""

BY_REFERENCE = "bank-line-with-reference"
BY_HAND = "bank-line-assigned-by-hand"
MOST_PARTS = 10
"""Over so many payments a line can be divided."""
NUMBER = re.compile(r"\b[UT]-20\d{6}-[2-9A-Z]{5}\b")
"""The number of a payment file of ours: U for payouts, T for money that goes back."""


class UnreadableStatement(errors.Invalid):
    """The file is no statement (camt.053, MT940) that can be read whole; nothing of it is imported."""

    nl = "Dit bankafschrift kunnen we niet lezen: {why_nl} Er is niets ingelezen."
    en = "This bank statement cannot be read: {why_en} Nothing was imported."


class StatementSeen(errors.Conflict):
    """The same file was imported before."""

    nl = "Dit bankafschrift is al ingelezen op {imported_at}."
    en = "This bank statement was imported before, on {imported_at}."


class LineIsDone(errors.Conflict):
    """The line was matched before, or is not money for us."""

    nl = "Deze bankregel is al verwerkt."
    en = "This bank line was processed already."


class NeedsSecondPerson(errors.Conflict):
    """Whoever proposed an assignment with another amount cannot approve it."""

    nl = "Het bedrag is anders dan verwacht. Een tweede persoon moet dit goedkeuren."
    en = "The amount differs from what was expected. A second person must approve this."


class PartsDoNotFit(errors.Invalid):
    """A line is divided wholly: what is assigned and what goes back are together the line."""

    nl = "Samen is dit {total_cents}. Op de regel staat {amount_cents}."
    en = "Together this is {total_cents}. The line is {amount_cents}."


class NoAccountToReturnTo(errors.Conflict):
    """The line does not say from which account the money came."""

    nl = "De bank noemt geen rekeningnummer van de afzender. Terugsturen kan niet vanuit deze lijst."
    en = "The bank names no account of the sender. It cannot be sent back from this list."


class NothingToReturn(errors.Conflict):
    """No money waits to go back."""

    nl = "Er is niets om terug te sturen."
    en = "There is nothing to send back."


class PayoutsFrozen(errors.Conflict):
    """All payments were stopped; the reason says why."""

    nl = "Alle uitbetalingen staan stil. Reden: {reason}"
    en = "All payouts are stopped. Reason: {reason}"


class ReasonMissing(errors.Invalid):
    """Whoever does something else than the exact amount writes down why."""

    nl = "Schrijf op waarom."
    en = "Write down why."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A payment whose reference is in the line."""

    payment_id: uuid.UUID
    missing_cents: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens with a line: its state, why, and how it is divided over payments when it is matched."""

    state: str
    reason: str
    parts: Sequence[tuple[uuid.UUID, int]] = ()


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


def judge(
    amount_cents: int, has_reference: bool, candidates: Sequence[Candidate], *, result: str, is_plausible: bool
) -> Verdict:
    """A line that names one waiting payment is taken as it came (`result`: exact, too-little, too-much).

    One that names several is divided when it is exactly what they miss. Everything else is for a person to look
    at, with the reason. `result` and `is_plausible` are about the first candidate.
    """
    if not candidates:
        return Verdict("unmatched", "unknown-reference" if has_reference else "no-reference")
    if any(not payment.certain for payment in candidates):
        return Verdict("unmatched", "check-digits")
    if len(candidates) > 1:
        misses = [payment.missing_cents for payment in candidates]
        if all(misses) and sum(misses) == amount_cents:
            return Verdict(
                "matched", "divided", [(payment.payment_id, payment.missing_cents) for payment in candidates]
            )
        return Verdict("unmatched", "several-references")
    if candidates[0].missing_cents == 0:
        return Verdict("unmatched", "already-paid")
    if not is_plausible:
        return Verdict("unmatched", "far-too-much")
    return Verdict("matched", result, [(candidates[0].payment_id, amount_cents)])


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a line as somebody proposes it; without a payment it goes back to where it came from."""

    payment_id: uuid.UUID | None
    amount_cents: int


def check_shares(amount_cents: int, shares: Sequence[Share], *, has_iban: bool, field: str) -> None:
    """Shares are the whole line, each payment once; money goes back only to a known account."""
    total = sum(share.amount_cents for share in shares)
    named = [share.payment_id for share in shares]
    if total != amount_cents or any(share.amount_cents <= 0 for share in shares) or len(set(named)) < len(named):
        raise PartsDoNotFit(field=field, total_cents=total, amount_cents=amount_cents)
    if None in named and not has_iban:
        raise NoAccountToReturnTo


def is_exact(shares: Sequence[Share], missing_cents: int) -> bool:
    """The whole line is what one payment misses: then one person is enough."""
    return len(shares) == 1 and shares[0].payment_id is not None and shares[0].amount_cents == missing_cents


def counts_now(
    shares: Sequence[Share], proposed: Sequence[Share], *, is_exact: bool, proposed_by: uuid.UUID | None, by: uuid.UUID
) -> bool:
    """Whether an assignment counts now. The exact amount needs one person.

    Everything else needs two: the first proposes (answer False), the second agrees on the same (True).
    Raises NeedsSecondPerson when the first tries to be the second as well.
    """
    if is_exact:
        return True
    if proposed_by is None or set(shares) != set(proposed):
        return False
    if proposed_by == by:
        raise NeedsSecondPerson
    return True


# --- suggestions ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a waiting payment is like a line: what is compared, each from 0 to 1."""

    reference: float
    amount: bool
    known_iban: bool
    name: float

    @property
    def score(self) -> float:
        """Reference 4, amount 3, known account 2, name 1: from 0 to 10."""
        return 4 * self.reference + 3 * self.amount + 2 * self.known_iban + self.name


LEAST_SCORE = 2.5
"""Less alike is not suggested."""


def likeness(
    text: str,
    reference: str,
    *,
    names_another: bool,
    amount: bool,
    known_iban: bool,
    sender: str | None,
    holder: str,
) -> Likeness:
    """How much a payment is like a line. A line that names another payment of ours is not near this one's."""
    near = 0.0 if names_another else _near(text, reference)
    return Likeness(near, amount, known_iban, _alike(sender or "", holder))


def _near(text: str, reference: str) -> float:
    """1 when the ten digits of a reference are in the text, a half after one slip of the keyboard, else 0."""
    wanted = reference[-10:]
    digits = re.sub(r"\D", "", text)
    if wanted in digits:
        return 1.0
    runs = {digits[at : at + size] for size in (9, 10, 11) for at in range(max(1, len(digits) - size + 1))}
    return 0.5 if any(_is_one_slip(wanted, run) for run in runs) else 0.0


def _is_one_slip(wanted: str, typed: str) -> bool:
    """Whether one digit is wrong, missing or too many, or two neighbours are swapped."""
    pairs = enumerate(zip(wanted, typed, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(wanted), len(typed)))
    swapped = typed[at : at + 2][::-1]
    return (
        wanted[at + 1 :] == typed[at + 1 :]
        or wanted[at + 1 :] == typed[at:]
        or wanted[at:] == typed[at + 1 :]
        or (wanted[at : at + 2] == swapped and wanted[at + 2 :] == typed[at + 2 :])
    )


def _alike(one: str, other: str) -> float:
    legal = re.compile(r"\b(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting|st\.?|de|het)\b|[^a-z0-9 ]")
    left, right = (" ".join(sorted(legal.sub(" ", name.lower()).split())) for name in (one, other))
    return difflib.SequenceMatcher(None, left, right).ratio() if left and right else 0.0


# --- statements that fit together -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says of our account."""

    opening_cents: int
    opening_on: date
    closing_cents: int
    closing_on: date


def overlaps(new: Told, earlier: Sequence[Told]) -> bool:
    """Whether a statement tells days again that another told: it opens before that one closed, and not where it
    left off. Its lines without a reference of the bank are then compared with the lines that are here.
    """
    if new in earlier:
        return True
    if any(new.opening_cents == told.closing_cents and new.opening_on >= told.opening_on for told in earlier):
        return False
    return any(new.opening_on <= told.closing_on and told.opening_on <= new.closing_on for told in earlier)


def gap_cents(told: Told, before: Told | None) -> int:
    """What is missing between two statements that follow each other: the opening less the closing before."""
    return told.opening_cents - before.closing_cents if before else 0


def is_from_payment_service(name: str | None) -> bool:
    """Whether money is what the payment service collected for us and now hands over."""
    return re.match(r"(?:stichting )?mollie\b", (name or "").lower()) is not None


def numbers_in(text: str) -> list[str]:
    """The numbers of our own payment files in a text."""
    return list(dict.fromkeys(NUMBER.findall(text.upper())))


def number_of(batch_id: uuid.UUID, day: date) -> str:
    """The number of a file with money that goes back, `T-20261124-7F3K9`."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"T-{day:%Y%m%d}-" + "".join(letters[batch_id.int >> shift & 31] for shift in (0, 5, 10, 15, 20))
