"""A file as numbered records of text, whether CSV or a spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from leerloket.spreadsheets import csv_file, xlsx_file
from leerloket.spreadsheets.unreadable import unreadable

MOST_COLUMNS = 60
SAMPLES = 3
"""How many values of a column are shown where the employer says which is which."""

Record = tuple[int, list[str]]
"""The row number a spreadsheet shows, and the cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file is, once read from begin to end: its headings, a few values per column, and how many rows it has."""

    format: str
    headings: list[str]
    samples: list[list[str]]
    row_count: int


def read(content: bytes) -> Sheet:
    """Read a whole file once, keeping nothing of it but its shape; raises UnreadableFile with the reason."""
    reader = xlsx_file if is_xlsx(content) else csv_file
    if len(content) > reader.LARGEST_BYTES:
        megabytes = reader.LARGEST_BYTES // (1024 * 1024)
        raise unreadable(f"Het is groter dan {megabytes} MB.", f"It is larger than {megabytes} MB.")
    records = _records(content)
    _, headings = next(records, (0, []))
    if not headings:
        raise unreadable("Het is leeg.", "It is empty.")
    if len(headings) > MOST_COLUMNS:
        raise unreadable(f"Het heeft meer dan {MOST_COLUMNS} kolommen.", f"It has more than {MOST_COLUMNS} columns.")
    first = [cells for _, cells in islice(records, SAMPLES)]
    row_count = len(first) + sum(1 for _ in islice(records, reader.MOST_ROWS))
    if not row_count:
        raise unreadable("Er staan geen rijen onder de kop.", "There are no rows under the header.")
    if row_count > reader.MOST_ROWS:
        most = f"{reader.MOST_ROWS:,}"
        raise unreadable(f"Er staan meer dan {most.replace(',', '.')} rijen in.", f"It has more than {most} rows.")
    samples = [[cells[i] if i < len(cells) else "" for cells in first] for i in range(len(headings))]
    return Sheet("xlsx" if reader is xlsx_file else "csv", headings, samples, row_count)


def rows(content: bytes) -> Iterator[Record]:
    """The rows under the header, one by one; empty rows are passed over but counted."""
    return islice(_records(content), 1, None)


def is_xlsx(content: bytes) -> bool:
    """Whether this is a ZIP archive, as every spreadsheet of the last twenty years is."""
    return content.startswith(b"PK\x03\x04")


def _records(content: bytes) -> Iterator[Record]:
    records = (xlsx_file if is_xlsx(content) else csv_file).records(content)
    return ((number, cells) for number, cells in records if any(cells))
