"""The register: of each table whose data it holds, whether that travels with the person, and what erasure does to it.

It is data (`register.csv`), so that nothing can be forgotten: a table that is not in it fails a test. Export and
erasure walk over it instead of asking each room, and read and clear rows of one person only (decision 0009). The
ledger's tables are in it as `keep`.
"""

import csv
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import db, migrate

EMPTY = {"TEXT": "", "JSONB": {}}
"""What takes the place of a value that must go, in a column that may not be NULL."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One table. `person` is the column with the person's id, empty where a table is about nobody in particular.

    `erasure` is `delete`, `keep`, `empty` (the columns in `emptied` lose their value) or `forget` (through a function
    of the owner). `hidden` are secrets and inner workings that do not travel; `only` is SQL that says which rows do.
    """

    name: str
    person: str
    is_exported: bool
    erasure: str
    emptied: tuple[str, ...]
    hidden: frozenset[str]
    only: str
    why: str

    @property
    def table(self) -> sa.Table:
        """The table itself."""
        return db.Base.metadata.tables[self.name]

    @property
    def columns(self) -> list[sa.Column[Any]]:
        """What travels of a row."""
        return [column for column in self.table.columns if column.name not in self.hidden]

    @property
    def empty_values(self) -> dict[str, Any]:
        """What takes the place of what erasure removes: nothing, or an empty value where something must stand."""
        return empty_values(self.table, self.emptied)


def empty_values(table: sa.Table, names: Iterable[str]) -> dict[str, Any]:
    """What takes the place of the values of these columns."""
    return {name: _empty(table.columns[name]) for name in names}


def _empty(column: sa.Column[Any]) -> Any:
    return None if column.nullable else EMPTY["JSONB" if isinstance(column.type, postgresql.JSONB) else "TEXT"]


@functools.cache
def entries() -> tuple[Entry, ...]:
    """The whole register, by name of the table; what is registered ahead of its migration is passed over."""
    migrate.import_all_models()
    text = resources.files("leerloket.own_data").joinpath("register.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter=";")
    return tuple(_entry(row) for row in rows if row["table"] in db.Base.metadata.tables)


def _entry(row: dict[str, str]) -> Entry:
    erasure, _, emptied = row["erasure"].partition(":")
    return Entry(
        name=row["table"],
        person=row["person"],
        is_exported=row["export"] == "yes",
        erasure=erasure,
        emptied=tuple(filter(None, emptied.split("+"))),
        hidden=frozenset(filter(None, row["hide"].split("+"))),
        only=row["only"],
        why=row["why"],
    )


def exported() -> list[Entry]:
    """What travels with a person."""
    return [entry for entry in entries() if entry.is_exported]


def of_persons() -> list[Entry]:
    """Every table with rows about persons; a table that points at another comes before it, so that it can go first."""
    about = [entry for entry in entries() if entry.person]
    places = {table.name: place for place, table in enumerate(db.Base.metadata.sorted_tables)}
    return sorted(about, key=lambda entry: places[entry.name], reverse=True)
