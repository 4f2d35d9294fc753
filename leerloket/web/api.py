"""The JSON API on flask-smorest, with our problem documents and strict JSON."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import flask
import flask_smorest
import marshmallow as ma
import webargs.core
import webargs.flaskparser

from leerloket import errors
from leerloket.web import json_text, json_types
from leerloket.web.problems import Problem, WrongContentType
from leerloket.web.schemas import field_errors

View = TypeVar("View", bound=Callable[..., Any])


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

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """What the schema made of the input; refused too when only the JSON text itself was wrong."""
        value = super().parse(*args, **kwargs)
        if problems := _json_problems():
            json_text.refuse(problems)
        return value

    def _raw_load_json(self, req: flask.Request) -> Any:
        content = req.get_data(cache=True)
        if not webargs.core.is_json(req.mimetype):
            if content:
                raise WrongContentType
            return webargs.core.missing
        value, flask.g.json_problems = json_text.read_json(content)
        if value is None and _json_problems():
            json_text.refuse(_json_problems())
        return value

    def load_json(self, req: flask.Request, schema: ma.Schema) -> Any:
        """The body, with a problem noted for each value whose JSON type is not the one of its field."""
        value = super().load_json(req, schema)
        flask.g.json_problems = [*_json_problems(), *json_types.problems(schema, value)]
        return value

    def handle_error(
        self,
        error: ma.ValidationError,
        req: Any,
        schema: ma.Schema,
        *,
        error_status_code: Any,
        error_headers: Any,
    ) -> NoReturn:
        found = _json_problems()
        known = {problem.field for problem in found}
        for part in error.messages_dict.values():
            messages = part if isinstance(part, Mapping) else {"": part}
            found += [problem for problem in field_errors(messages) if problem.field not in known]
        raise errors.Invalid(errors=found) from error


def _json_problems() -> list[errors.FieldError]:
    return list(flask.g.get("json_problems", ()))


class ApiBlueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A blueprint of the JSON API."""

    ARGUMENTS_PARSER = Parser()


def load_json(schema: ma.Schema) -> Any:
    """Read the JSON body of this request, where a call takes files as well; refuses as `bp.arguments` does."""
    return ApiBlueprint.ARGUMENTS_PARSER.parse(schema, flask.request, location="json")


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
