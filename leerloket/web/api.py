"""The JSON API on flask-smorest, with our problem documents and strict JSON."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import flask_smorest
import marshmallow as ma
import webargs.flaskparser

from leerloket import errors
from leerloket.web.problems import Problem
from leerloket.web.schemas import field_errors

View = TypeVar("View", bound=Callable[..., Any])

LARGEST_INTEGER = 2**53 - 1
"""Integers in JSON stay exact in every client up to here."""


class Parser(webargs.flaskparser.FlaskParser):
    """Arguments of API calls: invalid input is 400 with all errors together (NL API Design Rules 2.2)."""

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012
        "json": ma.RAISE,
        "query": ma.RAISE,
        "headers": ma.EXCLUDE,
        "files": ma.RAISE,
        "form": ma.RAISE,
        "json_or_form": ma.RAISE,
        "path": ma.RAISE,
        "view_args": ma.RAISE,
        "cookies": ma.EXCLUDE,
        "querystring": ma.RAISE,
        "query_and_cookies": ma.RAISE,
    }

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Any,
        schema: ma.Schema,
        *,
        error_status_code: Any,
        error_headers: Any,
    ) -> NoReturn:
        messages = error.messages_dict
        found = [
            e for part in messages.values() for e in field_errors(part if isinstance(part, Mapping) else {"": part})
        ]
        raise errors.Invalid(errors=found) from error

    def _handle_invalid_json_error(self, error: Any, req: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise errors.Invalid(errors=[errors.FieldError("", "invalid-json", "Dit is geen JSON.", "This is not JSON.")])


class ApiBlueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A blueprint of the JSON API."""

    ARGUMENTS_PARSER = Parser()


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The OpenAPI document and its routes, with our problem documents as the error shape."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """The application's own handler answers errors, for pages and API alike."""


def refuses(*refusals: type[errors.Refusal]) -> Callable[[View], View]:
    """Document the refusals of an API call, grouped by status, in the OpenAPI document."""

    def decorate(view: View) -> View:
        view.refusals = (*getattr(view, "refusals", ()), *refusals)  # type: ignore[attr-defined]
        return view

    return decorate


def strict_json(text: str | bytes) -> Any:
    """Read JSON as RFC 8259 has it: no NaN or Infinity, no doubled names, no integer beyond 2^53."""

    def refuse(token: str) -> NoReturn:
        raise ValueError(f"{token} is not JSON")

    def integer(token: str) -> int:
        if len(token) > 17 or abs(int(token)) > LARGEST_INTEGER:
            raise ValueError("integer out of range")
        return int(token)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = dict(pairs)
        if len(names) != len(pairs):
            raise ValueError("doubled name")
        if any("\x00" in name for name in names):
            raise ValueError("null character")
        return names

    def real(token: str) -> float:
        number = float(token)
        if number in (float("inf"), float("-inf")):
            raise ValueError("number out of range")
        return number

    value = json.loads(text, parse_constant=refuse, parse_int=integer, parse_float=real, object_pairs_hook=unique)
    if "\\u0000" in (text if isinstance(text, str) else text.decode()):
        raise ValueError("null character")
    return value
