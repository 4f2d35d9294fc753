"""A bank statement as plain values, whatever its format, and how much of it is readable. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from leerloket import money
from leerloket.accounts.bank.rules import UnreadableStatement

LONGEST_TEXT = 1_000
"""More remittance text than a bank can send; the rest is cut."""
LONGEST_NAME = 140


@dataclass(frozen=True, slots=True)
class BankLine:
    """One movement on our bank account. `text` is everything in which a reference can be."""

    amount_cents: int
    currency: str
    is_credit: bool
    is_reversal: bool
    status: str
    booked_on: date | None
    remittance: str
    counterparty_name: str | None
    counterparty_iban: str | None
    end_to_end_id: str | None
    bank_reference: str | None
    text: str


@dataclass(frozen=True, slots=True)
class BankBalance:
    """What a statement opens and closes with, signed, in whole cents."""

    iban: str
    opening_cents: int
    opening_on: date
    closing_cents: int
    closing_on: date


@dataclass(frozen=True, slots=True)
class Document:
    """A statement file: its version, the bank's name for it, its lines in order, and the balances it tells."""

    version: str
    message_id: str | None
    lines: Sequence[BankLine]
    balances: Sequence[BankBalance]


def unreadable(why_nl: str, why_en: str) -> UnreadableStatement:
    """The refusal of a whole file, with the reason."""
    return UnreadableStatement(field="bestand", why_nl=why_nl, why_en=why_en)


def clean(text: str) -> str:
    """A text on one line, of bounded length."""
    return " ".join(text.replace("\x00", "").split())[:LONGEST_TEXT]


def short(text: str | None) -> str | None:
    """A name or reference, None when there is none."""
    return clean(text)[:LONGEST_NAME] or None if text else None


def cents(amount: str | Decimal | None, where_nl: str, where_en: str) -> int:
    """Whole cents of an amount of zero or more; refuses the file when it has fractions of cents or no amount."""
    try:
        found = Decimal("" if amount is None else str(amount).strip()).scaleb(2)
        if not found.is_finite() or found != found.to_integral_value() or not 0 <= found <= money.LARGEST_CENTS:
            raise InvalidOperation
    except InvalidOperation as problem:
        raise unreadable(
            f"bij {where_nl} staat geen bedrag in hele centen.", f"{where_en} has no amount in whole cents."
        ) from problem
    return int(found)


def day(text: str | None, where_nl: str, where_en: str) -> date | None:
    """The day of a date or instant; refuses the file when it is none."""
    try:
        return date.fromisoformat(text.strip()[:10]) if text else None
    except ValueError as problem:
        raise unreadable(f"bij {where_nl} staat geen datum.", f"{where_en} has no date.") from problem
