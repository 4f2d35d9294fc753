"""Write rows of text as CSV or Excel, so that no cell can run as a formula (OWASP, CSV injection)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """A cell that a spreadsheet would run as a formula, made into text by a mark in front."""
    return "'" + text if text.startswith(FORMULA_SIGNS) else text


def without_mark(text: str) -> str:
    """The same cell as it was before `neutral`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows with semicolons, as Excel in the Netherlands reads them, with a mark that says it is UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in cells] for cells in rows)
    return "\ufeff" + target.getvalue()


def as_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """Rows as a spreadsheet in which every cell is text, so that nothing runs and no zero is lost."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for cells in rows:
        sheet.append([_text_cell(sheet, cell) for cell in cells])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type, cell.number_format = "s", "@"
    return cell
