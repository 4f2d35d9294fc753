"""Files that people take home: nothing in them runs, nothing is lost."""

import io

import openpyxl
import pytest

from leerloket import spreadsheets
from leerloket.spreadsheets import writing

ROWS = [["rij", "fout"], ["=1+1", "0412"], ["-5", "café"]]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-5", "@cmd", "\tx"])
def test_cells_cannot_run_as_formulas(text: str) -> None:
    assert writing.neutral(text) == "'" + text
    assert spreadsheets.without_mark(writing.neutral(text)) == text
    assert spreadsheets.without_mark("'s ochtends") == "'s ochtends"


def test_csv_is_written_as_excel_in_the_netherlands_reads_it() -> None:
    assert spreadsheets.as_csv(ROWS) == "\ufeffrij;fout\r\n'=1+1;0412\r\n'-5;café\r\n"


def test_a_spreadsheet_holds_text_only() -> None:
    book = openpyxl.load_workbook(io.BytesIO(spreadsheets.as_xlsx(ROWS, "fouten")))
    cells = [cell for row in book["fouten"].iter_rows() for cell in row]
    assert [cell.value for cell in cells] == [text for row in ROWS for text in row]
    assert {cell.data_type for cell in cells} == {"s"}
