"""In JSON a number is a number: the types of a body, without marshmallow's goodwill (`"5"`, `5.0`, `true`)."""

from collections.abc import Iterator
from typing import Any

import marshmallow as ma

from leerloket import errors
from leerloket.web.json_text import Unreadable


def problems(schema: ma.Schema, body: Any, path: str = "") -> Iterator[errors.FieldError]:
    """Every number and boolean of this body that JSON wrote as something else."""
    if schema.many:
        parts = enumerate(body) if isinstance(body, list) else ()
        for place, part in parts:
            yield from _of_object(schema, part, f"{path}.{place}".lstrip("."))
    else:
        yield from _of_object(schema, body, path)


def _of_object(schema: ma.Schema, body: Any, path: str) -> Iterator[errors.FieldError]:
    if not isinstance(body, dict):
        return
    for name, field in schema.load_fields.items():
        key = field.data_key or name
        if key in body:
            yield from _of_field(field, body[key], f"{path}.{key}".lstrip("."))


def _of_field(field: ma.fields.Field[Any], value: Any, path: str) -> Iterator[errors.FieldError]:
    if value is None or isinstance(value, Unreadable):
        return
    if isinstance(field, ma.fields.Nested):
        yield from problems(field.schema, value, path)
    elif isinstance(field, ma.fields.List):
        for place, part in enumerate(value if isinstance(value, list) else ()):
            yield from _of_field(field.inner, part, f"{path}.{place}")
    elif isinstance(field, ma.fields.Boolean):
        if not isinstance(value, bool):
            yield errors.FieldError(path, "wrong-type", "Kies ja of nee.", "Not a valid boolean.")
    elif isinstance(field, ma.fields.Integer):
        if isinstance(value, bool) or not isinstance(value, int):
            yield errors.FieldError(path, "wrong-type", "Vul een heel getal in.", "Not a valid integer.")
    elif isinstance(field, ma.fields.Number) and (isinstance(value, bool) or not isinstance(value, int | float)):
        yield errors.FieldError(path, "wrong-type", "Vul een getal in.", "Not a valid number.")
