"""Answers for a spreadsheet: CSV as Dutch spreadsheets read it, in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import flask

from leerloket import money
from leerloket.spreadsheets import writing


class Amount(str):
    """An amount as a Dutch spreadsheet reads it; its sign is no formula."""

    __slots__ = ()


def amount(cents: int) -> Amount:
    """`-1250,50`."""
    text = money.plain(abs(cents)).replace(".", ",")
    return Amount(f"-{text}" if cents < 0 else text)


def answer(name: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> flask.Response:
    """A file of this name. Texts that a spreadsheet would calculate get a mark in front; amounts come by `amount`."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(heading) for heading in headings])
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = flask.Response("\ufeff" + target.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if isinstance(value, Amount) else writing.neutral(text)
