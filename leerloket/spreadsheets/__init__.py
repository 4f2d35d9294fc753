"""Files that people send and take home: CSV and Excel, in and out, as numbered rows of text.

Knows nothing of what the rows mean. Excel is read exactly as it shows its values; nothing that is written can run.
"""

from leerloket.spreadsheets.days import read_day
from leerloket.spreadsheets.sheets import MOST_COLUMNS, Sheet, read, rows
from leerloket.spreadsheets.unreadable import NoFile, UnreadableFile, unreadable
from leerloket.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx, without_mark

__all__ = [
    "CSV_TYPE",
    "MOST_COLUMNS",
    "XLSX_TYPE",
    "NoFile",
    "Sheet",
    "UnreadableFile",
    "as_csv",
    "as_xlsx",
    "read",
    "read_day",
    "rows",
    "unreadable",
    "without_mark",
]
