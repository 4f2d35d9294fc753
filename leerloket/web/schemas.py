"""Schemas and fields: what comes in, what goes out, and every error at once."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import marshmallow as ma

from leerloket import errors, money


def camel_case(name: str) -> str:
    """`expires_on` → `expiresOn`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


OUT_OF_YEARS = "Must be between the years 1900 and 2200."


def _check_year(day: date) -> None:
    """Days before and after can be written down, but not counted with in every time zone."""
    if not 1900 <= day.year < 2200:
        raise ma.ValidationError(OUT_OF_YEARS)


def _check_years(field_obj: ma.fields.Field[Any]) -> None:
    if isinstance(field_obj, ma.fields.Date):
        field_obj.validators = [*field_obj.validators, _check_year]


class Schema(ma.Schema):
    """What comes in as JSON: camelCase names, unknown fields refused, every error at once."""

    class Meta:
        unknown = ma.RAISE
        ordered = True

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        field_obj.data_key = camel_case(field_obj.data_key or field_name)
        _check_years(field_obj)


class OutSchema(Schema):
    """What goes out: only what is named here ever leaves the service."""

    class Meta:
        unknown = ma.EXCLUDE


class FormSchema(ma.Schema):
    """What comes in from a page's form: names as in the form, the CSRF token and empty answers left out."""

    class Meta:
        unknown = ma.RAISE

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        _check_years(field_obj)

    @ma.pre_load
    def _drop_empty(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        lists = {name for name, f in self.fields.items() if isinstance(f, ma.fields.List)}
        many: Callable[[str], list[str]] = getattr(data, "getlist", lambda name: data[name])
        known = {name: (many(name) if name in lists else data[name].strip()) for name in data}
        return {name: value for name, value in known.items() if value != "" and name not in {"csrf_token", "key"}}


class Cents(ma.fields.Integer):
    """Whole cents in JSON: an integer, never a float or a text."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {}).setdefault("description", "Whole cents, EUR.")
        super().__init__(strict=True, validate=ma.validate.Range(least, money.LARGEST_CENTS), **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


class Euros(ma.fields.Field[int]):
    """An amount as a person types it in a form (`1.250,50`), loaded as whole cents."""

    default_error_messages = {  # noqa: RUF012
        "negative": "Vul een bedrag in zonder minteken.",
        "ambiguous": "Dit bedrag kan twee dingen betekenen. Schrijf de centen erbij, bijvoorbeeld 1.234,00.",
        "decimals": "Schrijf een bedrag met twee cijfers achter de komma, bijvoorbeeld 12,50.",
        "too_large": "Dit bedrag is te groot.",
        "not_a_number": "Vul een bedrag in cijfers in, bijvoorbeeld 12,50.",
        "empty": "Vul een bedrag in.",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        try:
            return money.parse(str(value))
        except money.UnreadableAmount as problem:
            raise self.make_error(problem.reason) from problem


DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")


class Instant(ma.fields.AwareDateTime):
    """An instant as RFC 3339 in UTC with `Z`. What comes in is loaded in UTC, between the years 1900 and 2200."""

    default_error_messages = {"out_of_range": OUT_OF_YEARS}  # noqa: RUF012

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not DATE_AND_TIME.match(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        instant = super()._deserialize(value, attr, data, **kwargs)
        if not 1900 <= instant.year < 2200:
            raise self.make_error("out_of_range")
        return instant.astimezone(UTC)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


SENTENCES = {
    "Missing data for required field.": ("required", "Vul dit in."),
    "Field may not be null.": ("required", "Vul dit in."),
    "Field may not be blank.": ("required", "Vul dit in."),
    "Unknown field.": ("unknown-field", "Dit veld kennen we niet."),
    "Not a valid integer.": ("wrong-type", "Vul een heel getal in."),
    "Not a valid number.": ("wrong-type", "Vul een getal in."),
    "Not a valid string.": ("wrong-type", "Vul tekst in."),
    "Not a valid boolean.": ("wrong-type", "Kies ja of nee."),
    "Not a valid date.": ("wrong-type", "Vul een datum in, bijvoorbeeld 2026-12-05."),
    "Not a valid datetime.": ("wrong-type", "Vul een datum en tijd in."),
    "Not a valid aware datetime.": ("wrong-type", "Vul een datum en tijd in, met tijdzone."),
    "Not a valid UUID.": ("wrong-type", "Dit kenmerk klopt niet."),
    "Not a valid email address.": ("wrong-form", "Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
    "Not a valid URL.": ("wrong-form", "Vul een adres in, bijvoorbeeld https://voorbeeld.nl."),
    "Not a valid list.": ("wrong-type", "Geef een lijst."),
    "Not a valid mapping type.": ("wrong-type", "Geef namen met waarden."),
    "Invalid input type.": ("wrong-type", "De vorm klopt niet."),
    "Invalid type.": ("wrong-type", "De vorm klopt niet."),
    OUT_OF_YEARS: ("out-of-range", "Kies een jaar tussen 1900 en 2200."),
    "Invalid value.": ("invalid", "Dit klopt niet."),
    "String does not match expected pattern.": ("wrong-form", "Dit heeft niet de goede vorm."),
}
"""What marshmallow says → our code and the Dutch sentence."""

PATTERNS = (
    (r"Must be one of: (.+)\.", "not-a-choice", r"Kies één van: \1."),
    (r"One or more of the choices you made was not in: (.+)\.", "not-a-choice", r"Kies uit: \1."),
    (r"Must be greater than or equal to (.+) and less than or equal to (.+)\.", "out-of-range", r"Vul \1 tot \2 in."),
    (r"Must be greater than or equal to (.+)\.", "out-of-range", r"Vul \1 of meer in."),
    (r"Must be greater than (.+)\.", "out-of-range", r"Vul meer dan \1 in."),
    (r"Must be less than or equal to (.+)\.", "out-of-range", r"Vul \1 of minder in."),
    (r"Shorter than minimum length 1\.", "required", r"Vul dit in."),
    (r"Shorter than minimum length (\d+)\.", "wrong-length", r"Vul \1 of meer in."),
    (r"Longer than maximum length (\d+)\.", "wrong-length", r"Vul hoogstens \1 in."),
    (r"Length must be between (\d+) and (\d+)\.", "wrong-length", r"Vul \1 tot \2 in."),
    (r"Length must be (\d+)\.", "wrong-length", r"Vul er precies \1 in."),
)
"""The same for sentences with a figure in them: a pattern, our code, and the Dutch sentence."""


def load(schema: ma.Schema, data: Any) -> Any:
    """Read input by a schema; raises `errors.Invalid` with every field that is wrong."""
    try:
        return schema.load(data)
    except ma.ValidationError as problem:
        raise errors.Invalid(errors=list(field_errors(problem.messages_dict))) from problem


def field_errors(messages: Mapping[Any, Any], path: str = "") -> list[errors.FieldError]:
    """Flatten marshmallow's nested messages: `split.0.amountCents` with its sentence."""
    found: list[errors.FieldError] = []
    for name, value in messages.items():
        here = path if name == "_schema" else f"{path}.{name}".lstrip(".")
        if isinstance(value, Mapping):
            found += field_errors(value, here)
        else:
            texts = value if isinstance(value, list) else [value]
            found += [errors.FieldError(here, *_sentence(str(text)), str(text)) for text in texts]
    return found


def _sentence(text: str) -> tuple[str, str]:
    """The code and the Dutch sentence of one message; a message of our own is Dutch already."""
    if text in SENTENCES:
        return SENTENCES[text]
    for pattern, code, nl in PATTERNS:
        if match := re.fullmatch(pattern, text):
            return code, match.expand(nl)
    return "invalid", text
