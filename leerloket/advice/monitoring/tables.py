"""The figures as tables with words: the same for the page, its pictures and the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from leerloket.accounts.rule_lab.tables import LEVELS
from leerloket.advice.desks import service as desks
from leerloket.advice.monitoring import service
from leerloket.advice.monitoring.service import Row
from leerloket.people.regions import service as regions
from leerloket.web import csv_files

TITLES: dict[str, Any] = {
    "level": lazy_gettext("Deelname per opleiding"),
    "age": lazy_gettext("Deelname per leeftijd"),
    "region": lazy_gettext("Deelname per regio"),
    "sector": lazy_gettext("Deelname per sector"),
    "first-booking": lazy_gettext("Van leerrecht tot eerste boeking"),
    "plans": lazy_gettext("Van plan tot gevolgd"),
    "money": lazy_gettext("Geld dat nog niet is gebruikt"),
    "desks": lazy_gettext("Wachttijd bij de loketten"),
}
FIRST: dict[str, Any] = {
    "level": lazy_gettext("Opleiding"),
    "age": lazy_gettext("Leeftijd"),
    "region": lazy_gettext("Regio"),
    "sector": lazy_gettext("Sector van de werkgever"),
    "first-booking": lazy_gettext("Eerste boeking"),
    "plans": lazy_gettext("Stap"),
    "money": lazy_gettext("Eindigt"),
    "desks": lazy_gettext("Loket"),
}
PARTS: dict[str, Any] = {
    "week": lazy_gettext("binnen een week"),
    "month": lazy_gettext("binnen een maand"),
    "quarter": lazy_gettext("binnen 3 maanden"),
    "half_year": lazy_gettext("binnen een half jaar"),
    "year": lazy_gettext("binnen een jaar"),
    "longer": lazy_gettext("na meer dan een jaar"),
    "not_yet": lazy_gettext("nog niet geboekt"),
    "later": lazy_gettext("na een jaar of later"),
    "never": lazy_gettext("nooit"),
    "plans": lazy_gettext("Plannen gemaakt"),
    "with_course": lazy_gettext("met een opleiding erin"),
    "booked": lazy_gettext("die is geboekt"),
    "followed": lazy_gettext("en gevolgd"),
}
SHARES = (lazy_gettext("Mensen"), lazy_gettext("Leerden"), lazy_gettext("Procent"))
COLUMNS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(service.PARTICIPATION, SHARES),
    "first-booking": (lazy_gettext("Mensen"),),
    "plans": (lazy_gettext("Plannen"),),
    "money": (lazy_gettext("Mensen"), lazy_gettext("Bedrag")),
    "desks": (lazy_gettext("Gesprekken"), lazy_gettext("Dagen wachten"), lazy_gettext("Niet gekomen")),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one column of names; each row has a cell per column, None where too few people are meant."""

    name: str
    title: str
    first: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Row, Sequence[int | None]]]

    def shares(self) -> list[tuple[str, int, str]]:
        """What is drawn of participation: name, per cent, and the same in words."""
        return [(label, row.percent, f"{row.percent}%") for label, row, _cells in self.rows if row.percent is not None]


def make(name: str, rows: Sequence[Row]) -> Table:
    """The table of this name, in words."""
    names = _names(name)
    return Table(
        name=name,
        title=str(TITLES[name]),
        first=str(FIRST[name]),
        columns=[str(column) for column in COLUMNS[name]],
        rows=[(names.get(row.key, row.key) or _("Onbekend"), row, cells(name, row)) for row in rows],
    )


def _names(name: str) -> dict[str, str]:
    if name == "level":
        return {key: str(label) for key, label in LEVELS.items()}
    if name == "region":
        return {region.code: region.name for region in regions.list_regions()}
    if name == "desks":
        return {desk.slug: desk.name for desk in desks.list_desks()}
    if name in service.PARTICIPATION:
        return {}
    return {key: str(label) for key, label in PARTS.items()}


def cells(name: str, row: Row) -> list[int | None]:
    """The figures of a row, one per column; amounts in whole cents."""
    if row.is_hidden:
        return [None] * len(COLUMNS[name])
    if name == "money":
        return [row.people[0], row.cents]
    if name == "desks":
        return [row.people[0], row.days, row.missed]
    return [*row.people, *([row.percent] if name in service.PARTICIPATION else [])]


def as_rows(table: Table) -> list[list[Any]]:
    """The table for a spreadsheet: amounts with a comma, nothing where too few people are meant."""
    rows: list[list[Any]] = [[label, *its] for label, _row, its in table.rows]
    if table.name == "money":
        return [[label, people, None if cents is None else csv_files.amount(cents)] for label, people, cents in rows]
    return rows
