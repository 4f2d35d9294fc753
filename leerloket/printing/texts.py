"""Texts that people typed, made safe to draw: their length and their words bound the time of WeasyPrint. Pure."""

import re

LONGEST_FIELD = 10_000
"""Characters (trust.md, PDF worker): a longer text is cut, and shows so by an ellipsis."""

LONG_WORD = re.compile(r"\S{41,}")
PIECE = 20


def cut(text: str, most: int = LONGEST_FIELD) -> str:
    """A text of at most so many characters, its long words breakable; what was cut ends in an ellipsis."""
    return breakable(text if len(text) <= most else text[: most - 1] + "…")


def breakable(text: str) -> str:
    """Give words that fit no column places to break (a space without width): finding them costs WeasyPrint seconds."""
    return LONG_WORD.sub(lambda word: "\u200b".join(re.findall(f".{{1,{PIECE}}}", word.group())), text)
