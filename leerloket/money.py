"""Whole cents: read, write and divide an amount without losing one. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import format_currency

LARGEST_CENTS = 10**12
"""Ten thousand million euros: above this an amount is a typing error, and bigint sums stay safe."""

_DUTCH = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+),(\d{2})")
_ENGLISH = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})")
_WHOLE = re.compile(r"\d+")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class UnreadableAmount(ValueError):
    """Text that is not one amount in euros; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(text: str) -> int:
    """Read an amount in euros as people type it; answers whole cents, at least 0.

    Reads `1.234,56`, `1234.56`, `1234,56`, `€ 12,50` and `1250`. Raises `UnreadableAmount` for what can
    mean two things (`1.234`), has no two decimals (`12,505`), is negative, or is too large.
    """
    amount = _SPACES.sub("", text).removeprefix("€").removeprefix("EUR")
    if not amount:
        raise UnreadableAmount("empty")
    if amount.startswith(("-", "−")):
        raise UnreadableAmount("negative")
    if not amount.isascii():
        raise UnreadableAmount("not_a_number")
    if sum(character.isdigit() for character in amount) > 14:
        raise UnreadableAmount("too_large")
    if _WHOLE.fullmatch(amount):
        cents = int(amount) * 100
    elif _DUTCH.fullmatch(amount) or _ENGLISH.fullmatch(amount):
        cents = int(re.sub(r"\D", "", amount))
    else:
        raise UnreadableAmount(_why_unreadable(amount))
    if cents > LARGEST_CENTS:
        raise UnreadableAmount("too_large")
    return cents


def _why_unreadable(amount: str) -> str:
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", amount):
        return "ambiguous" if "." in amount else "decimals"
    if re.fullmatch(r"[\d.,]+", amount):
        return "decimals"
    return "not_a_number"


def euros(cents: int, language: str = "nl") -> str:
    """Write cents as people read them: `€ 1.250,50` in Dutch, `€1,250.50` in English."""
    return format_currency(Decimal(cents).scaleb(-2), "EUR", locale="nl_NL" if language == "nl" else "en_IE")


def signed_euros(cents: int, language: str = "nl") -> str:
    """The same with its sign in front: `+ € 250,00`, `− € 150,00`; zero has none."""
    sign = "" if cents == 0 else ("+\u00a0" if cents > 0 else "−\u00a0")
    return sign + euros(abs(cents), language)


def plain(cents: int) -> str:
    """Write cents for a file a computer reads: `1250.50`."""
    return f"{cents // 100}.{cents % 100:02d}"


def divide(total_cents: int, weights: Sequence[int]) -> list[int]:
    """Divide a total over weights by largest remainder: shares sum to the total, none exceeds its weight's ceiling.

    With equal remainders the first share wins, so the answer is the same every time. Weights are ≥ 0 and
    not all zero unless the total is zero.
    """
    whole = sum(weights)
    if whole == 0:
        if total_cents:
            raise ValueError("nothing to divide over")
        return [0] * len(weights)
    shares = [total_cents * weight // whole for weight in weights]
    remainders = [total_cents * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: total_cents - sum(shares)]:
        shares[i] += 1
    return shares
