"""Read the first visible sheet of an Excel file (.xlsx) as text: values exactly as Excel shows them, no formulas.

A spreadsheet is a ZIP archive of XML, so its unpacked size is limited before it is opened; defusedxml, when
installed as here, makes openpyxl refuse entities.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from leerloket.spreadsheets.unreadable import UnreadableFile, unreadable

LARGEST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
MOST_COLUMNS = 61
MOST_NUMBERED = 100_000
"""The last row number that is looked at: rows far below the rest are no top-ups."""

BROKEN = (
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    SyntaxError,
)
"""What openpyxl and the XML reader raise on a file that is not what it says it is."""

EXACT_DIGITS = ".15g"
"""Excel keeps 15 significant digits: so 0.1 + 0.2 is 0.3, and cents are exact."""


def records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number and its cells as text. Of a formula the value counts that Excel last worked out.

    Raises UnreadableFile with the reason.
    """
    _check_unpacked(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = _first_visible(book)
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_NUMBERED, values_only=True)
        for number, values in enumerate(rows, 1):
            yield number, _without_tail([as_text(value) for value in values])
    except UnreadableFile:
        raise
    except BROKEN as problem:
        raise _broken() from problem


def _broken() -> UnreadableFile:
    return unreadable(
        "Het is geen heel Excel-bestand (.xlsx). Bewaar het opnieuw.",
        "It is not a whole Excel file (.xlsx). Save it again.",
    )


def _check_unpacked(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as problem:
        raise _broken() from problem
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise unreadable("Uitgepakt is het te groot.", "Unpacked it is too large.")


def _first_visible(book: openpyxl.Workbook) -> Worksheet:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise unreadable("Er staat geen zichtbaar blad in.", "It has no visible sheet.")
    return sheets[0]


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def as_text(value: Any) -> str:
    """A cell as a person would type it: `1234.5` for a number, `2028-12-31` for a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _amount(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return " ".join(str(value).split())


def _amount(value: float) -> str:
    text = format(value, EXACT_DIGITS)
    whole, point, cents = text.partition(".")
    return f"{whole}.{cents}0" if point and len(cents) == 1 and cents.isdigit() else text
