"""Read text with separators as payroll programs write it: encodings, separators, quotes."""

import csv
import io
import re
from collections.abc import Iterator

from leerloket.spreadsheets.unreadable import unreadable

LARGEST_BYTES = 15 * 1024 * 1024
MOST_ROWS = 200_000


def records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each record with the row number a spreadsheet shows: a quoted line break does not count, an empty row does.

    Raises UnreadableFile with the reason.
    """
    delimiter, text = _delimiter(_decode(content))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            raise unreadable(
                f"Bij rij {number} staat een aanhalingsteken verkeerd.", f"A quotation mark is wrong at row {number}."
            ) from problem
        if cells is None:
            return
        yield number, [" ".join(cell.split()) for cell in cells]


def _decode(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
        break
    raise unreadable(
        "Het is geen tekst. Bewaar het als CSV (UTF-8) of als Excel-bestand (.xlsx).",
        "It is not text. Save it as CSV (UTF-8) or as an Excel file (.xlsx).",
    )


def _delimiter(text: str) -> tuple[str, str]:
    """The separator: the one Excel names in a first line `sep=;`, else the one the header uses most."""
    named = re.match(r"\s*sep=([;,\t|])\r?\n", text, re.IGNORECASE)
    if named:
        return named.group(1), text[named.end() :]
    header = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    return max(";,\t|", key=header.count), text
