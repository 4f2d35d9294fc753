"""JSON as RFC 8259 has it, and every place where a text departs from it, at once."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from leerloket import errors

LARGEST_INTEGER = 2**53 - 1
"""Integers in JSON stay exact in every client up to here."""
DEEPEST = 32
"""More levels than this is no request of ours, and could exhaust the stack."""
NOT_JSON = errors.FieldError("", "invalid-json", "Dit is geen JSON.", "This is not JSON.")
TOO_DEEP = errors.FieldError("", "too-deep", "Deze JSON is te diep genest.", "This JSON is nested too deeply.")


class Unreadable:
    """Stands where a number was that cannot be kept exactly; no field of a schema accepts it."""

    def __init__(self, code: str, nl: str, en: str) -> None:
        self.code, self.nl, self.en = code, nl, en


class _Doubled(dict[str, Any]):
    """An object in which a name came twice."""


def read_json(text: bytes | str) -> tuple[Any, list[errors.FieldError]]:
    """Read a JSON text: its value, and what is wrong per field.

    Refused are NaN, Infinity, numbers beyond 2^53 - 1 or beyond a double, doubled names, null characters, halves
    of surrogate pairs, more than 32 levels, and anything but UTF-8. A text that is no JSON at all has no value and
    one problem without a field.
    """
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        value = json.loads(
            decoded, parse_constant=_constant, parse_int=_integer, parse_float=_real, object_pairs_hook=_object
        )
    except RecursionError:
        return None, [TOO_DEEP]
    except ValueError:
        return None, [NOT_JSON]
    return value, list(_problems(value))


def strict_json(text: bytes | str) -> Any:
    """The value of a JSON text without any problem; `ValueError` otherwise."""
    value, problems = read_json(text)
    if problems:
        raise ValueError(problems[0].en)
    return value


def _constant(token: str) -> Unreadable:
    return Unreadable("not-a-number", f"{token} is geen getal in JSON.", f"{token} is not a number in JSON.")


def _integer(token: str) -> int | Unreadable:
    if len(token) > 17 or abs(int(token)) > LARGEST_INTEGER:
        return Unreadable("number-too-large", "Dit getal is te groot.", "This number is too large.")
    return int(token)


def _real(token: str) -> float | Unreadable:
    number = float(token)
    if number in {float("inf"), float("-inf")}:
        return Unreadable("number-too-large", "Dit getal is te groot.", "This number is too large.")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    return names if len(names) == len(pairs) else _Doubled(names)


def _problems(document: Any) -> Iterator[errors.FieldError]:
    waiting: list[tuple[str, Any, int]] = [("", document, 1)]
    while waiting:
        path, value, depth = waiting.pop()
        if isinstance(value, Unreadable):
            yield errors.FieldError(path, value.code, value.nl, value.en)
        elif isinstance(value, str):
            yield from _text_problems(path, value)
        elif depth > DEEPEST and isinstance(value, dict | list):
            yield TOO_DEEP
            return
        elif isinstance(value, dict):
            if isinstance(value, _Doubled):
                yield errors.FieldError(path, "doubled-name", "Een naam staat er dubbel in.", "A name comes twice.")
            for name, part in value.items():
                yield from _text_problems(path, name)
                waiting.append((f"{path}.{name}".lstrip("."), part, depth + 1))
        elif isinstance(value, list):
            waiting += [(f"{path}.{place}".lstrip("."), part, depth + 1) for place, part in enumerate(value)]


def _text_problems(path: str, text: str) -> Iterator[errors.FieldError]:
    if "\x00" in text:
        yield errors.FieldError(
            path, "null-character", "Er staat een onzichtbaar teken in.", "There is a null character in it."
        )
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield errors.FieldError(path, "broken-character", "Er staat een half teken in.", "A character is broken.")


def refuse(problems: list[errors.FieldError]) -> NoReturn:
    """Say no with all of these at once."""
    raise errors.Invalid(errors=problems)
