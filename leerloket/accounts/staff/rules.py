"""What a row of a file of employees means. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leerloket import errors, spreadsheets

MOST_ROWS = 5_000
LONGEST_NUMBER = 60

HEADINGS = {
    "personnel_number": "personeelsnummer personeelsnr medewerkernummer medewerkersnummer werknemersnummer"
    " personnelnumber employeenumber employeeid",
    "called": "email emailadres mail mailadres emailaddress accountnummer leerrekening accountnumber",
    "birth_on": "geboortedatum geboren birthdate dateofbirth birthon",
    "fte_pct": "percentage parttimepercentage deeltijdpercentage deeltijd ftepct ftepercentage werkpercentage",
    "fte": "fte deeltijdfactor parttimefactor",
    "starts_on": "indienst indienstsinds indienstdatum datumindienst startson startdate employedsince",
    "ends_on": "uitdienst uitdienstdatum datumuitdienst laatstedag endson enddate lastday",
}
"""What a column can be called, without spaces, case and signs."""

BY_HEADING = {heading: column for column, headings in HEADINGS.items() for heading in headings.split()}


class NumberMissing(errors.Invalid):
    """Without personnel numbers we cannot see whom a row is about."""

    nl = "Er is geen kolom met personeelsnummers."
    en = "There is no column with personnel numbers."


class TooManyRows(errors.Invalid):
    """One file of employees is carried out in one go."""

    nl = "Er staan meer dan 5.000 rijen in. Maak er twee bestanden van."
    en = "It has more than 5,000 rows. Make two files of it."


class Unclear(errors.Invalid):
    """A cell of a row that cannot be read."""

    nl = "{why_nl}"
    en = "{why_en}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of one employee; None where it says nothing."""

    personnel_number: str
    called: str | None
    birth_on: date | None
    fte_pct: int | None
    starts_on: date | None
    ends_on: date | None


def find_columns(headings: Sequence[str]) -> dict[str, int]:
    """Where each column is. Raises NumberMissing."""
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        column = BY_HEADING.get(re.sub(r"[^a-z]", "", heading.lower()))
        if column:
            found.setdefault(column, position)
    if "personnel_number" not in found:
        raise NumberMissing(field="bestand")
    return found


def read_row(cells: Mapping[str, str]) -> Wanted:
    """A row as it is meant. Raises Unclear with the first thing that cannot be read."""
    number = cells["personnel_number"]
    if not 1 <= len(number) <= LONGEST_NUMBER:
        raise Unclear(why_nl="Vul een personeelsnummer in.", why_en="Give a personnel number.")
    return Wanted(
        personnel_number=number,
        called=cells.get("called") or None,
        birth_on=_read_day(cells.get("birth_on", "")),
        fte_pct=_read_percentage(cells.get("fte_pct", "")) or _read_factor(cells.get("fte", "")),
        starts_on=_read_day(cells.get("starts_on", "")),
        ends_on=_read_day(cells.get("ends_on", "")),
    )


def _read_day(text: str) -> date | None:
    if not text:
        return None
    day = spreadsheets.read_day(text)
    if day is None:
        raise Unclear(why_nl=f"Schrijf “{text[:20]}” als 01-03-2024.", why_en=f"Write “{text[:20]}” as 2024-03-01.")
    return day


def _read_percentage(text: str) -> int | None:
    """`80` or `80 %`."""
    bare = text.replace(" ", "").removesuffix("%")
    if not bare:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", bare) or not 1 <= int(bare) <= 100:
        raise Unclear(
            why_nl="Het percentage is een heel getal van 1 tot 100.", why_en="The percentage is from 1 to 100."
        )
    return int(bare)


def _read_factor(text: str) -> int | None:
    """`0,8` of full time as 80; a column called fte may hold percentages as well."""
    bare = text.replace(" ", "").replace(",", ".")
    if re.fullmatch(r"0\.[0-9]{1,4}|1(\.0{1,4})?", bare) and Decimal(bare) >= Decimal("0.01"):
        return round(Decimal(bare) * 100)
    return _read_percentage(text)
