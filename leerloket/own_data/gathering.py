"""Everything the service holds about one person, as plain JSON values by table, and what that looks like (a schema)."""

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import db, web
from leerloket.own_data import register

FORMAT, VERSION = "leerloket-export", 1
"""The name and version of the format: a new version when a name goes or changes its meaning; names may be added."""

Row = dict[str, Any]
Subjects = dict[str, list[Row]]


def gather(account_id: uuid.UUID) -> Subjects:
    """The rows of one person by subject (the table in camelCase), without secrets and without other people's notes."""
    return {web.camel_case(entry.name): _rows(entry, account_id) for entry in register.exported()}


def _rows(entry: register.Entry, account_id: uuid.UUID) -> list[Row]:
    table = entry.table
    query = sa.select(*_travelling(entry)).where(table.c[entry.person] == account_id).order_by(*table.primary_key)
    if entry.only:
        query = query.where(sa.text(entry.only))
    names = [web.camel_case(column.name) for column in _travelling(entry)]
    return [dict(zip(names, map(plain, row), strict=True)) for row in db.session.execute(query)]


def _travelling(entry: register.Entry) -> list[sa.Column[Any]]:
    return [column for column in entry.columns if not isinstance(column.type, sa.LargeBinary)]


def plain(value: Any) -> Any:
    """A value as JSON has it: instants in UTC with a Z, days as ISO, ids as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of an export: each subject with its fields and their types."""
    subjects = {web.camel_case(entry.name): {"type": "array", "items": _of_row(entry)} for entry in register.exported()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Everything about one person, {FORMAT} version {VERSION}",
        "type": "object",
        "required": ["format", "version", "madeAt", "origin", "personId", "subjects"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "madeAt": {"type": "string", "format": "date-time"},
            "origin": {"type": "string", "description": "The address of the service that made it."},
            "personId": {"type": "string", "format": "uuid"},
            "subjects": {"type": "object", "properties": subjects, "required": sorted(subjects)},
        },
    }


def _of_row(entry: register.Entry) -> dict[str, Any]:
    fields = {web.camel_case(column.name): _of_column(column) for column in _travelling(entry)}
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def _of_column(column: sa.Column[Any]) -> dict[str, Any]:
    kind = _kind(column.type)
    if column.nullable and "type" in kind:
        return kind | {"type": [kind["type"], "null"]}
    return kind


def _kind(of: sa.types.TypeEngine[Any]) -> dict[str, Any]:
    if isinstance(of, sa.Boolean):
        return {"type": "boolean"}
    if isinstance(of, sa.Integer):
        return {"type": "integer"}
    if isinstance(of, sa.Numeric):
        return {"type": "number"}
    if isinstance(of, postgresql.ARRAY):
        return {"type": "array"}
    if isinstance(of, postgresql.JSONB):
        return {}
    if isinstance(of, db.Timestamp):
        return {"type": "string", "format": "date-time"}
    if isinstance(of, sa.Date):
        return {"type": "string", "format": "date"}
    return {"type": "string", "format": "uuid"} if isinstance(of, sa.Uuid) else {"type": "string"}
