"""A scheme as a record: the plain values that are kept and shipped, read as a `Scheme` and written again. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from leerloket.advice.schemes.rules import Rate, Scheme, Window, Words

SHIPPED = Path(__file__).parent / "schemes.toml"
DAYS = ("checked_on", "valid_from", "valid_until")
LISTS = ("who", "pays", "sizes", "sectors", "education_levels", "pots", "not_with")
TEXTS = ("name", "about", "status_note")
LISTS_OF_TEXTS = ("conditions", "papers")


def read_shipped() -> list[Scheme]:
    """The schemes that come with the service."""
    with SHIPPED.open("rb") as file:
        return [read(record) for record in tomllib.load(file)["scheme"]]


def read(record: Mapping[str, Any]) -> Scheme:
    """A record as a scheme. Days may be days or ISO text; what is left out has its default."""
    given: dict[str, Any] = dict(record)
    for name in DAYS:
        if name in given:
            given[name] = _day(given[name])
    for name in LISTS:
        given[name] = tuple(given.get(name, ()))
    for name in TEXTS:
        given[name] = Words(**given[name]) if given.get(name) else None
    for name in LISTS_OF_TEXTS:
        given[name] = tuple(Words(**words) for words in given.get(name, ()))
    given["windows"] = tuple(
        Window(_day(window["opens_on"]), _day(window.get("closes_on"))) for window in given.get("windows", ())
    )
    given["rates"] = tuple(
        Rate(Fraction(rate["share"]), tuple(rate.get("levels", ()))) for rate in given.get("rates", ())
    )
    return Scheme(**given)


def _day(value: date | str | None) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def fields_of(scheme: Scheme) -> dict[str, Any]:
    """The fields of a scheme by name."""
    return {one.name: getattr(scheme, one.name) for one in fields(scheme)}


def write(scheme: Scheme) -> dict[str, Any]:
    """A scheme as a record of JSON values, as it is kept."""
    return {name: _plain(value) for name, value in fields_of(scheme).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Words):
        return {"nl": value.nl, "en": value.en}
    if isinstance(value, Window):
        return {"opens_on": _plain(value.opens_on), "closes_on": _plain(value.closes_on)}
    if isinstance(value, Rate):
        return {"share": str(value.share), "levels": list(value.levels)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value
