"""Build the sample offer: documents in the shape of the Open Education API, the same ones every time. Pure.

Every provider's name, number and account is invented. KvK numbers start with 999 and IBANs carry the bank code
TEST, so that none can belong to anybody.
"""

import csv
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Any

from stdnum.iso7064 import mod_97_10

from leerloket import clock
from leerloket.courses.catalogue import ooapi, rules, words
from leerloket.courses.catalogue.offer import EditionRow, ModuleRow, ProviderRow

NAMESPACE = uuid.UUID("6b1f6f0e-4b3c-5c39-9a3e-2d5d6f1c7a10")
SECTORS = (
    "technology", "energy", "building", "care", "ict", "language", "leadership", "logistics", "green",
    "hospitality", "office", "process", "career",
)  # fmt: skip
LEVELS_OF_KIND = {"mbo": range(1, 5), "hbo": range(4, 8), "wo": range(5, 9)}
ALL_LEVELS = range(1, 9)
VARIANTS = ("", " (avondgroep)", " (verkort)", " (op locatie)", " (weekendgroep)", " (voor teams)")
WHERE = (
    "De lessen zijn in {place}, vlak bij het station.",
    "U krijgt les in {place}, in een groep van hooguit {seats} mensen.",
    "In {place} staat alles klaar om zelf te oefenen.",
    "De docent werkt zelf ook in het vak. U komt naar {place}.",
)
ONLINE = (
    "U volgt de lessen thuis of op uw werk, met een docent in beeld.",
    "Alle lessen zijn online. U kunt ze later terugkijken.",
)
DAY_PARTS = {
    "day": (time(9), time(16, 30)),
    "evening": (time(18, 30), time(21, 30)),
    "friday": (time(9), time(16)),
    "weekend": (time(9, 30), time(16)),
    "online": (time(19), time(21)),
}
HOURS_A_SESSION = {"day": 7, "evening": 3, "friday": 6, "weekend": 6, "online": 2}
MOST_SESSIONS = 24
LEAST_MODULES = 330


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of the sample with what it teaches."""

    provider_id: uuid.UUID
    slug: str
    row: ProviderRow
    places: tuple[str, ...]
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """A course as many providers could give it."""

    sector: str
    cells: dict[str, str]


def documents(start_on: date, *, modules: int = LEAST_MODULES, seed: int = 1) -> Iterator[dict[str, Any]]:
    """The offer of each provider, one document at a time, with editions in the year after a date."""
    everyone, subjects = providers(), _subjects()
    for provider, courses in zip(everyone, _deal(everyone, subjects, modules), strict=True):
        yield _document(provider, courses, start_on, seed)


def providers() -> list[Provider]:
    """The forty providers."""
    found = []
    for number, row in enumerate(_rows("providers.csv"), 1):
        slug = words.slug(row["name"])
        places = tuple(place for place in (row["place"], row["second_place"]) if place)
        found.append(
            Provider(
                provider_id=uuid.uuid5(NAMESPACE, slug),
                slug=slug,
                row=ProviderRow(
                    kvk=f"999{number:05d}",
                    name=row["name"],
                    kind=row["kind"],
                    brin=f"99{chr(65 + number // 26)}{chr(65 + number % 26)}"
                    if row["kind"] in {"mbo", "hbo", "wo"}
                    else None,
                    iban=_test_iban(number),
                    place=row["place"],
                    about=row["about"],
                    email=f"scholing@{slug}.example",
                    phone=f"088 000 {number:02d} 00",
                    website=f"https://www.{slug}.example",
                ),
                places=places,
                sectors=frozenset(row["sectors"].split("|")),
            )
        )
    return found


def _test_iban(number: int) -> str:
    bban = f"TEST{number:010d}"
    return f"NL{mod_97_10.calc_check_digits(bban + 'NL')}{bban}"


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def _subjects() -> list[Subject]:
    return [Subject(sector, row) for sector in SECTORS for row in _rows(f"{sector}.csv")]


def _teaches(provider: Provider, subject: Subject) -> bool:
    levels = LEVELS_OF_KIND.get(provider.row.kind, ALL_LEVELS)
    return subject.sector in provider.sectors and int(subject.cells["nlqf"]) in levels


def _deal(everyone: list[Provider], subjects: list[Subject], modules: int) -> list[list[tuple[Subject, str]]]:
    """Give each provider its courses: every subject at least once, then again elsewhere, until there are enough."""
    hands: list[list[tuple[Subject, str]]] = [[] for _ in everyone]
    dealt = 0
    for round_number in range(modules):
        for number, subject in enumerate(subjects):
            able = [index for index, provider in enumerate(everyone) if _teaches(provider, subject)]
            variant = VARIANTS[(round_number // len(able)) % len(VARIANTS)]
            group = round_number // (len(able) * len(VARIANTS))
            name = variant + (f" – groep {group + 1}" if group else "")
            turn = (number * 7 + round_number) % len(able)
            hands[able[turn]].append((subject, name))
            dealt += 1
            if dealt >= modules and all(hands):
                return hands
    return hands


def _document(provider: Provider, courses: list[tuple[Subject, str]], start_on: date, seed: int) -> dict[str, Any]:
    organization = ooapi.organization(provider.provider_id, provider.slug, provider.row)
    organization["consumers"][0]["iban"] = provider.row.iban
    document: dict[str, Any] = {"organizations": [organization], "courses": [], "courseOfferings": []}
    for subject, variant in courses:
        chance = random.Random(f"{seed}/{provider.slug}/{subject.cells['title']}/{variant}")  # noqa: S311
        module = _module(provider, subject, variant, chance)
        module_id = uuid.UUID(module.key)
        slug = words.slug(f"{module.title} {provider.slug}")
        document["courses"].append(ooapi.course(module_id, slug, provider.provider_id, module))
        for edition in _editions(provider, module, int(subject.cells["price"]), start_on, chance):
            document["courseOfferings"].append(
                ooapi.course_offering(uuid.UUID(edition.key), module_id, provider.provider_id, module, edition)
            )
    return document


def _module(provider: Provider, subject: Subject, variant: str, chance: random.Random) -> ModuleRow:
    cells = subject.cells
    title = cells["title"] + variant
    sentence = chance.choice(ONLINE if cells["mode"] == "online" else WHERE)
    sentence = sentence.format(place=provider.row.place, seats=chance.choice((10, 12, 14)))
    return ModuleRow(
        row=0,
        key=str(uuid.uuid5(NAMESPACE, f"{provider.slug}/{title}")),
        title=title,
        about=f"{cells['about']} {sentence}",
        outcomes=tuple(cells["learn"].split("|")),
        skills=tuple(cells["skills"].split("|")),
        prior=cells["prior"],
        knowledge_checked=bool(cells["prior"]) and int(cells["nlqf"]) >= 4,
        nlqf=cells["nlqf"],
        hours=int(cells["hours"]),
        language="nld",
        proof=cells["proof"],
        kind=cells["kind"],
        form=cells["form"],
        mode=cells["mode"],
        purpose=cells["purpose"],
    )


def _editions(
    provider: Provider, module: ModuleRow, price_euros: int, start_on: date, chance: random.Random
) -> Iterator[EditionRow]:
    price_cents = round(price_euros * chance.choice((0.9, 0.95, 1, 1, 1.05, 1.1)) / 5) * 5 * 100
    count = chance.choice((2, 3, 3, 4))
    for number in range(count):
        schedule = "online" if module.mode == "online" else _schedule(module, chance)
        begin = start_on + timedelta(days=10 + number * 330 // count + chance.randrange(60))
        online = schedule == "online"
        place = None if online else chance.choice(provider.places)
        yield EditionRow(
            row=0,
            key=str(uuid.uuid5(NAMESPACE, f"{module.key}/{number}")),
            module_key=module.key,
            place=place,
            address=None if online else f"{provider.row.name.split()[-1]}straat {chance.randrange(1, 90)}",
            sessions=_sessions(module, schedule, begin),
            capacity=chance.choice((6, 8, 10, 12, 14, 16, 20)),
            price_cents=price_cents,
        )


def _schedule(module: ModuleRow, chance: random.Random) -> str:
    if module.hours <= 8:
        return chance.choice(("day", "friday", "weekend"))
    return chance.choice(("day", "evening", "evening", "friday", "weekend"))


def _sessions(module: ModuleRow, schedule: str, begin: date) -> tuple[rules.Session, ...]:
    count = max(1, min(MOST_SESSIONS, round(module.hours * 0.7 / HOURS_A_SESSION[schedule])))
    weekday = {"friday": 4, "weekend": 5}.get(schedule, begin.weekday() if begin.weekday() < 4 else 1)
    day = begin + timedelta(days=(weekday - begin.weekday()) % 7)
    opens, closes = DAY_PARTS[schedule]
    found: list[rules.Session] = []
    while len(found) < count:
        if (day.weekday() >= 5 or clock.is_working_day(day)) and not _is_school_holiday(day):
            found.append(rules.Session(_at(day, opens), _at(day, closes)))
        day += timedelta(days=7)
    return tuple(found)


def _is_school_holiday(day: date) -> bool:
    return day.month == 8 or (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 3)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.AMSTERDAM).astimezone(UTC)
