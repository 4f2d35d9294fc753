"""Parts of a scheme as lines of text, as an editor types them: `1, 2, 3: 90 %` or `2027-03-01 tot 2027-03-31`. Pure."""

import re
from datetime import date
from fractions import Fraction

from leerloket import money
from leerloket.advice.schemes import codes
from leerloket.advice.schemes.rules import Rate, Window, Words

RATE = re.compile(r"(?:(?P<levels>[0-8](?:\s*,\s*[0-8])*)\s*:\s*)?(?P<share>\d{1,3}\s*%|\d{1,3}/\d{1,3})")
WINDOW = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s+tot\s+(\d{4}-\d\d-\d\d))?")


class UnreadableLine(ValueError):
    """A line that is not what it should be."""


def read_rate(line: str) -> Rate:
    """`60 %`, `1/3` or `1, 2, 3: 90 %`. Raises UnreadableLine, also for more than the whole or nothing."""
    match = RATE.fullmatch(line.replace("\u00a0", " "))
    if match is None:
        raise UnreadableLine(line)
    text = match["share"]
    try:
        share = Fraction(int(text.rstrip("% ")), 100) if "%" in text else Fraction(text)
    except ZeroDivisionError as problem:
        raise UnreadableLine(line) from problem
    if not 0 < share <= 1:
        raise UnreadableLine(line)
    return Rate(share, tuple(int(level) for level in re.findall(r"\d", match["levels"] or "")))


def write_rate(rate: Rate) -> str:
    """The line that is read as this rate."""
    levels = ", ".join(str(level) for level in rate.levels)
    text = rate.text.replace("\u00a0", " ")
    return f"{levels}: {text}" if levels else text


def read_window(line: str) -> Window:
    """`2027-03-01 tot 2027-03-31`, or only the first day. Raises ValueError."""
    match = WINDOW.fullmatch(line)
    if match is None:
        raise UnreadableLine(line)
    window = Window(date.fromisoformat(match[1]), date.fromisoformat(match[2]) if match[2] else None)
    if window.closes_on is not None and window.closes_on < window.opens_on:
        raise UnreadableLine(line)
    return window


def write_window(window: Window) -> str:
    """The line that is read as this window."""
    return f"{window.opens_on} tot {window.closes_on}" if window.closes_on else str(window.opens_on)


def read_words(line: str) -> Words:
    """`Offerte | Quote`: Dutch, then English. Raises UnreadableLine."""
    nl, bar, en = (part.strip() for part in line.partition("|"))
    if not (nl and bar and en):
        raise UnreadableLine(line)
    return Words(nl, en)


def write_words(words: Words) -> str:
    """The line that is read as these words."""
    return f"{words.nl} | {words.en}"


def read_cap(line: str) -> tuple[str, int]:
    """`farming: 20000`: a sector and the most in it, in euros. Raises ValueError."""
    sector, _colon, amount = (part.strip() for part in line.partition(":"))
    if sector not in codes.SECTORS:
        raise UnreadableLine(line)
    return sector, money.parse(amount)


def write_cap(cap: tuple[str, int]) -> str:
    """The line that is read as this cap."""
    return f"{cap[0]}: {money.plain(cap[1]).replace('.', ',')}"
