"""Dutch places and the distance between them, straight over the map. Pure."""

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt

from leerloket.courses.catalogue import words

EARTH_KM = 6_371.0
LEAST_ALIKE = 0.8
"""A place is guessed only when one or two letters differ: the next village has another name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town or village, with the labour-market region it lies in."""

    name: str
    lat: float
    lon: float
    province: str
    region: str


@cache
def _by_name() -> dict[str, Place]:
    text = resources.files("leerloket.courses.catalogue").joinpath("places.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    found = [Place(r["name"], float(r["lat"]), float(r["lon"]), r["province"], r["region"]) for r in rows]
    return {words.plain(place.name): place for place in found}


def find(name: str) -> Place | None:
    """The place of this name; capitals, accents and hyphens do not matter."""
    return _by_name().get(words.plain(name))


def all_places() -> list[Place]:
    """Every place we know, by name."""
    return list(_by_name().values())


@lru_cache(maxsize=1_000)
def like(name: str) -> Place | None:
    """The place whose name looks most like a mistyped one."""
    best = words.most_alike(words.plain(name), _by_name(), LEAST_ALIKE)
    return _by_name()[best] if best else None


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance in kilometres along the sphere (haversine)."""
    half_lat = sin(radians(other_lat - lat) / 2) ** 2
    half_lon = sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half_lat + cos(radians(lat)) * cos(radians(other_lat)) * half_lon))
