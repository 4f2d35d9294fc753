"""Words as the search compares them: without capitals, accents and signs. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

LEAST_LETTERS = 4
"""Shorter words are found whole or not at all: inside other words they match too much."""
LEAST_ALIKE = 0.6
"""From 0 (nothing in common) to 1 (the same), as difflib measures it."""


def plain(text: str) -> str:
    """Lower case, no accents, every sign a space: `Zorg & welzijn: ’t café` → `zorg welzijn t cafe`."""
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
    return re.sub(r"[^a-z0-9+#]+", " ", ascii_only).strip()


def slug(text: str) -> str:
    """A text for in an address: `lasrobot-programmeren`, at most 80 characters."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")[:80].rstrip("-") or "opleiding"


def long_words(text: str) -> list[str]:
    """The words of a plain text that are long enough to look for inside others."""
    return [word for word in plain(text).split() if len(word) >= LEAST_LETTERS]


def most_alike(word: str, candidates: Iterable[str], least: float = LEAST_ALIKE) -> str | None:
    """The candidate that looks most like a word that may be mistyped, or None when none looks like it."""
    return next(iter(get_close_matches(word, list(candidates), 1, least)), None)
