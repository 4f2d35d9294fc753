"""What came out of a calculation as tables: the same for the page, the pictures and the file."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from leerloket import money

LEVELS: dict[str, Any] = {
    "0": lazy_gettext("Basisonderwijs"),
    "1": lazy_gettext("Niveau 1 (mbo-1, vmbo-b)"),
    "2": lazy_gettext("Niveau 2 (mbo-2, vmbo-k, -g, -t)"),
    "3": lazy_gettext("Niveau 3 (mbo-3)"),
    "4": lazy_gettext("Niveau 4 (mbo-4, havo)"),
    "5": lazy_gettext("Niveau 5 (associate degree)"),
    "6": lazy_gettext("Niveau 6 (hbo, bachelor)"),
    "7": lazy_gettext("Niveau 7 (master)"),
    "8": lazy_gettext("Niveau 8 (promotie)"),
}
COST_COLUMNS: dict[str, Any] = {
    "before_cents": lazy_gettext("Kosten nu"),
    "after_cents": lazy_gettext("Kosten nieuw"),
    "difference_cents": lazy_gettext("Verschil"),
    "before_people": lazy_gettext("Krijgt nu"),
    "after_people": lazy_gettext("Krijgt nieuw"),
    "before_capped": lazy_gettext("Aan het maximum nu"),
    "after_capped": lazy_gettext("Aan het maximum nieuw"),
}
GROUP_COLUMNS: dict[str, Any] = {
    "people": lazy_gettext("Mensen"),
    "before_people": lazy_gettext("Krijgt nu"),
    "after_people": lazy_gettext("Krijgt nieuw"),
    "before_each_cents": lazy_gettext("Per persoon nu"),
    "after_each_cents": lazy_gettext("Per persoon nieuw"),
    "losers": lazy_gettext("Krijgt minder"),
    "lost_each_cents": lazy_gettext("Gemiddeld minder"),
    "winners": lazy_gettext("Krijgt meer"),
    "won_each_cents": lazy_gettext("Gemiddeld meer"),
}


ON_THE_PAGE = ("people", "after_people", "before_each_cents", "after_each_cents", "losers", "lost_each_cents")
"""The columns of a group that fit on a page; the file has all."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one column of names and columns of figures; a row of None belongs to too few people to show."""

    title: str
    first: str
    columns: Mapping[str, Any]
    rows: Sequence[tuple[str, Mapping[str, int] | None]]

    @property
    def on_the_page(self) -> dict[str, Any]:
        """The columns that are shown on a page."""
        return {name: label for name, label in self.columns.items() if name in ON_THE_PAGE or name in COST_COLUMNS}


def make(name: str, outcome: Mapping[str, Any], regions: Mapping[str, str]) -> Table | None:
    """The table of this name: kosten, niveau, leeftijd or regio."""
    if name == "kosten":
        return Table(_("Kosten per jaar"), _("Jaar"), COST_COLUMNS, [_year(each) for each in outcome["years"]])
    if name == "niveau":
        names = {key: str(label) for key, label in LEVELS.items()}
        return Table(_("Per opleiding"), _("Opleiding"), GROUP_COLUMNS, _groups(outcome["level"], names))
    if name == "leeftijd":
        ages = {key: _("%(ages)s jaar", ages=key) for key in sorted(outcome["age"], key=_first_age)}
        return Table(_("Per leeftijd"), _("Leeftijd"), GROUP_COLUMNS, _groups(outcome["age"], ages))
    if name == "regio":
        return Table(_("Per regio"), _("Regio"), GROUP_COLUMNS, _groups(outcome["region"], regions))
    return None


def _year(year: Mapping[str, int]) -> tuple[str, Mapping[str, int]]:
    return str(year["year"]), {**year, "difference_cents": year["after_cents"] - year["before_cents"]}


def _first_age(ages: str) -> int:
    return int(ages.rstrip("+").partition("-")[0])


def _groups(
    groups: Mapping[str, Mapping[str, int] | None], names: Mapping[str, str]
) -> list[tuple[str, Mapping[str, int] | None]]:
    """The groups in the order of their names (the database keeps none), those without one at the end."""
    named = [(name, groups[key]) for key, name in names.items() if key in groups]
    unnamed = [(_("Onbekend"), group) for key, group in groups.items() if key not in names]
    return [(name, group and each(group)) for name, group in named + unnamed]


def each(group: Mapping[str, int]) -> dict[str, int]:
    """A group with its averages: over all people, over who gets less, and over who gets more."""
    people, losers, winners = group["people"], group["losers"], group["winners"]
    return {
        **group,
        "before_each_cents": group["before_cents"] // people if people else 0,
        "after_each_cents": group["after_cents"] // people if people else 0,
        "lost_each_cents": group["lost_cents"] // losers if losers else 0,
        "won_each_cents": group["won_cents"] // winners if winners else 0,
    }


Rows = list[tuple[str, list[int | None]]]
"""Names with a figure for each of some things that lie side by side."""


def pairs(table: Table, before: str, after: str) -> Rows:
    """Two columns of a table, to be drawn; rows that are not shown are left out."""
    return [(name, [figures[before], figures[after]]) for name, figures in table.rows if figures]


def side_by_side(found: Sequence[Table], column: str) -> Rows:
    """One column of the same table of several calculations."""
    names = dict.fromkeys(name for table in found for name, _figures in table.rows)
    figures = [dict(table.rows) for table in found]
    return [(name, [row[column] if (row := each.get(name)) else None for each in figures]) for name in names]


def as_csv(table: Table) -> str:
    """The table for a spreadsheet: semicolons, amounts with a comma. No cell can begin a formula."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([table.first, *(str(label) for label in table.columns.values())])
    for name, figures in table.rows:
        cells = ["" if figures is None else _cell(column, figures[column]) for column in table.columns]
        writer.writerow(["'" + name if name.startswith(("=", "+", "-", "@")) else name, *cells])
    return "\ufeff" + target.getvalue()


def _cell(column: str, value: int) -> str:
    if not column.endswith("_cents"):
        return str(value)
    text = money.plain(abs(value)).replace(".", ",")
    return f"-{text}" if value < 0 else text
