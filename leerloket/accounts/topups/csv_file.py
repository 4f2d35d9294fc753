"""Read a file of top-ups as payroll programs write it: encodings, separators, headers. Knows nothing of employees."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from leerloket import errors

LARGEST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
LONGEST_CELL = 500

HEADERS = {
    "personnel_number": "personeelsnummer personeelsnr persnr medewerkernummer medewerkersnummer werknemersnummer"
    " werknemernummer personnelnumber personnelno employeenumber employeeno employeeid staffnumber",
    "email": "email emailadres mail mailadres emailaddress",
    "number": "accountnummer leerrekening leerrekeningnummer rekeningnummer leernummer accountnumber account"
    " learningaccount",
    "amount": "bedrag bedrageuro bedragineuro bedrageur storting euro amount amounteur amountineuro",
    "purposes": "potje potjes doel doelen pot purpose purposes",
    "expires_on": "geldigtot geldigtotenmet verlooptop einddatum validuntil validto expireson expirydate enddate",
    "note": "kenmerk omschrijving opmerking reference note description",
}
"""What a column can be called, in Dutch and English, without spaces, case or signs."""

NAMES = {name: column for column, names in HEADERS.items() for name in names.split()}
WHO = ("personnel_number", "email", "number")


class UnreadableFile(errors.Invalid):
    """The file as a whole cannot be read; no row of it is kept."""

    nl = "Dit bestand kunnen we niet lezen. {why_nl}"
    en = "This file cannot be read. {why_en}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as the spreadsheet shows it, and its cells by what they mean."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file, read: which header became which column, and the rows that are not empty."""

    columns: dict[str, str]
    rows: list[SheetRow]


def read(content: bytes) -> Sheet:
    """Read a CSV file of top-ups; raises UnreadableFile with the reason."""
    if len(content) > LARGEST_BYTES:
        raise _unreadable("Het is groter dan 5 MB.", "It is larger than 5 MB.")
    text = _decode(content)
    delimiter, text = _delimiter(text)
    records = _records(text, delimiter)
    header = next((cells for _, cells in records if any(cells)), None)
    if header is None:
        raise _unreadable("Het is leeg.", "It is empty.")
    columns = _columns(header)
    rows = [
        SheetRow(n, {name: cells[i] if i < len(cells) else "" for name, i in columns.items()})
        for n, cells in records
        if any(cells)
    ]
    if not rows:
        raise _unreadable("Er staan geen rijen onder de kop.", "There are no rows under the header.")
    if len(rows) > MOST_ROWS:
        raise _unreadable("Er staan meer dan 5.000 rijen in.", "It has more than 5,000 rows.")
    return Sheet({name: header[i] for name, i in columns.items()}, rows)


def _unreadable(why_nl: str, why_en: str) -> UnreadableFile:
    return UnreadableFile(field="bestand", why_nl=why_nl, why_en=why_en)


def _decode(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise _unreadable("Het is een Excel-bestand. Bewaar het als CSV.", "It is an Excel file. Save it as CSV.")
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
        break
    raise _unreadable("Het is geen tekst. Bewaar het als CSV (UTF-8).", "It is not text. Save it as CSV (UTF-8).")


def _delimiter(text: str) -> tuple[str, str]:
    """The separator: the one Excel names in a first line `sep=;`, else the one the header uses most."""
    named = re.match(r"\s*sep=([;,\t|])\r?\n", text, re.IGNORECASE)
    if named:
        return named.group(1), text[named.end() :]
    header = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    return max(";,\t|", key=header.count), text


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the row number a spreadsheet shows: a quoted line break does not count, an empty row does."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    n = 0
    while True:
        n += 1
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            raise _unreadable(
                f"Bij rij {n} staat een aanhalingsteken verkeerd.", f"A quotation mark is wrong at row {n}."
            ) from problem
        if cells is None:
            return
        yield n, [" ".join(cell.split()) for cell in cells]


def _columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, title in enumerate(header):
        name = NAMES.get(re.sub(r"[^a-z]", "", title.lower()))
        if name:
            found.setdefault(name, i)
    if "amount" not in found:
        raise _unreadable("Er is geen kolom “bedrag”.", "There is no column “amount”.")
    if not any(name in found for name in WHO):
        raise _unreadable(
            "Er is geen kolom “personeelsnummer”, “e-mail” of “accountnummer”.",
            "There is no column “personnel number”, “email” or “account number”.",
        )
    return found
