"""Files as payroll programs and spreadsheets write them."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import openpyxl
import pytest

from leerloket import spreadsheets
from leerloket.spreadsheets import csv_file, xlsx_file

PLAIN = "Personeelsnummer{s}E-mailadres{s}Bedrag{s}Kenmerk\r\n0412{s}jos@voorbeeld.nl{s}{a}{s}café\r\n"


def workbook(*rows: Sequence[object], hidden: bool = False) -> bytes:
    """An Excel file with these rows; with a hidden sheet before them when asked."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden:
        sheet.append(["verborgen"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("zichtbaar")
    for row in rows:
        sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_with_every_separator(encoding: str, separator: str) -> None:
    amount = '"1.250,00"' if separator == "," else "1.250,00"
    content = PLAIN.format(s=separator, a=amount).encode(encoding)
    assert list(spreadsheets.rows(content)) == [(2, ["0412", "jos@voorbeeld.nl", "1.250,00", "café"])]
    assert spreadsheets.read(content).headings == ["Personeelsnummer", "E-mailadres", "Bedrag", "Kenmerk"]


def test_row_numbers_are_those_of_the_spreadsheet() -> None:
    text = 'bedrag;accountnummer;kenmerk\n1;LR-1;"twee\nregels ""en"" meer"\n\n2;LR-2;x\n;;\n3;LR-3;"a\r\nb"\n4;LR-4;\n'
    assert [(row, cells[0]) for row, cells in spreadsheets.rows(text.encode())] == [
        (2, "1"),
        (4, "2"),
        (6, "3"),
        (7, "4"),
    ]
    content = workbook(["bedrag"], [1], [], [2])
    assert list(spreadsheets.rows(content)) == [(2, ["1"]), (4, ["2"])]


def test_the_line_in_which_excel_names_the_separator_is_no_row() -> None:
    assert list(spreadsheets.rows(b"sep=;\r\nbedrag;e-mail\r\n1;a@b.nl\r\n")) == [(2, ["1", "a@b.nl"])]


def test_of_each_column_three_values_are_shown() -> None:
    sheet = spreadsheets.read(b"a;b\n1;x\n2\n3;z\n4;w\n")
    assert (sheet.samples, sheet.row_count, sheet.format) == ([["1", "2", "3"], ["x", "", "z"]], 4, "csv")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.56, "1234.56"),
        (0.1 + 0.2, "0.30"),
        (250, "250"),
        (12.505, "12.505"),
        (1e15, "1e+15"),
        (date(2028, 12, 31), "2028-12-31"),
        (datetime(2028, 12, 31), "2028-12-31"),  # noqa: DTZ001
        (datetime(2028, 12, 31, 12, 30), "2028-12-31 12:30:00"),  # noqa: DTZ001
        ("0412", "0412"),
        ("  a \n b ", "a b"),
        (True, "true"),
        (None, ""),
    ],
)
def test_cells_are_read_as_excel_shows_them(value: object, text: str) -> None:
    assert xlsx_file.as_text(value).replace("T", " ") == text


def test_the_first_visible_sheet_counts() -> None:
    assert spreadsheets.read(workbook(["bedrag"], [5], hidden=True)).headings == ["bedrag"]


def test_a_formula_that_was_never_worked_out_is_empty() -> None:
    assert list(spreadsheets.rows(workbook(["nr", "bedrag"], ["1", "=1+1"]))) == [(2, ["1"])]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "leeg"),
        (b"\n\n", "leeg"),
        (b"bedrag;e-mail\n", "geen rijen"),
        (b'bedrag;e-mail\n"1;y\n', "aanhalingsteken"),
        (b"PK\x03\x04xxxx", "geen heel Excel-bestand"),
        (b"bedrag;e-mail\n1;\x81\n", "geen tekst"),
        (b"bedrag;e-mail\n1;\x00\n", "geen tekst"),
        (b"x" * (csv_file.LARGEST_BYTES + 1), "groter dan 15 MB"),
        (b"PK\x03\x04" + b"x" * xlsx_file.LARGEST_BYTES, "groter dan 5 MB"),
        (b"bedrag;e-mail\n" + b"1;a\n" * 200_001, "200.000"),
        (b";".join([b"a"] * 61) + b"\n1\n", "60 kolommen"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, why: str) -> None:
    with pytest.raises(spreadsheets.UnreadableFile) as refusal:
        spreadsheets.read(content)
    assert why in refusal.value.sentence("nl")


def test_a_small_file_that_unpacks_to_a_large_one_is_not_opened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (xlsx_file.LARGEST_UNPACKED + 1))
    assert len(target.getvalue()) < 100_000
    with pytest.raises(spreadsheets.UnreadableFile) as refusal:
        spreadsheets.read(target.getvalue())
    assert "Uitgepakt is het te groot." in refusal.value.sentence("nl")


@pytest.mark.parametrize(
    "harm",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_not_followed(part: str, harm: str) -> None:
    spoiled, target = zipfile.ZipFile(io.BytesIO(workbook(["bedrag"], [1]))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in spoiled.namelist():
            text = spoiled.read(name).decode()
            if name == part:
                head, mark, rest = text.partition("?>")
                text = head + mark + harm + rest if mark else harm + text
                text = text.replace("</row>", '<c r="B1" t="inlineStr"><is><t>&a;</t></is></c></row>', 1)
            archive.writestr(name, text)
    try:
        rows = list(spreadsheets.rows(target.getvalue()))
    except spreadsheets.UnreadableFile:
        return
    assert rows == [(2, ["1"])]


def test_days_are_read_as_files_write_them() -> None:
    assert spreadsheets.read_day("31-12-2028") == spreadsheets.read_day("2028-12-31") == date(2028, 12, 31)
    assert spreadsheets.read_day("morgen") is None
