"""Providers, modules and editions for tests, made by the services."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from leerloket import clock, db
from leerloket.courses.catalogue import service
from leerloket.courses.providers import service as providers

_numbers = itertools.count(1)


def provider(name: str = "Technohub Vonk", *, kind: str = "technohub", admitted: bool = True) -> providers.Provider:
    """A provider that two people admitted, unless told otherwise."""
    number = next(_numbers)
    made = providers.create_provider(
        name=f"{name} {number}", kind=kind, kvk=f"{88_000_000 + number}", slug=f"vonk-{number}", place="Eindhoven"
    )
    if admitted:
        providers.admit(made.provider_id, db.random_id(), db.random_id())
    return made


def module(of: providers.Provider, title: str = "Lasrobot programmeren", **other: Any) -> service.Module:
    """A module of a provider that is on offer."""
    values: dict[str, Any] = {"about": "U leert een lasrobot programmeren.", "nlqf": "3", "hours": 32} | other
    made = service.add_module(of.provider_id, service.ModuleRow(row=0, key="test", title=title, **values))
    service.change_module(of.provider_id, made.module_id, {"state": "submitted"})
    return service.put_online(made.module_id)


def sessions(in_days: int = 30, count: int = 1) -> list[service.Session]:
    """Weekly mornings from some days ahead."""
    first = (clock.now() + timedelta(days=in_days)).replace(hour=9, minute=0, second=0, microsecond=0)
    starts = [first + timedelta(weeks=week) for week in range(count)]
    return [service.Session(start, start + timedelta(hours=3)) for start in starts]


def edition(
    of: service.Module,
    *,
    in_days: int = 30,
    capacity: int = 2,
    price_cents: int = 60_000,
    place: str | None = "Eindhoven",
    dates: list[service.Session] | None = None,
) -> service.Edition:
    """An edition of a module with free seats."""
    return service.add_edition(
        of.provider_id,
        of.module_id,
        place=place,
        address=None,
        sessions=dates or sessions(in_days),
        capacity=capacity,
        price_cents=price_cents,
    )


def course(key: uuid.UUID | None = None, **other: Any) -> dict[str, Any]:
    """A course as a school's own system would write it: plain OOAPI, nothing of ours."""
    return {
        "courseId": str(key or uuid.uuid4()),
        "primaryCode": {"codeType": "identifier", "code": "LAS-1"},
        "name": [{"language": "nl-NL", "value": "Lassen voor starters"}],
        "abbreviation": "LAS-1",
        "description": [{"language": "nl-NL", "value": "U leert lassen. U oefent veel."}],
        "teachingLanguage": "nld",
        "level": "secondary vocational education 2",
        "studyLoad": {"studyLoadUnit": "ects", "value": 3},
    } | other


def offering(of: dict[str, Any], key: uuid.UUID | None = None, **other: Any) -> dict[str, Any]:
    """An offering of a course, plain OOAPI."""
    start = clock.business_date() + timedelta(days=40)
    return {
        "offeringId": str(key or uuid.uuid4()),
        "primaryCode": {"codeType": "offeringCode", "code": "LAS-1-A"},
        "offeringType": "course",
        "name": of["name"],
        "description": of["description"],
        "teachingLanguage": "nld",
        "resultExpected": True,
        "modeOfStudy": "part-time",
        "startDate": start.isoformat(),
        "endDate": (start + timedelta(days=7)).isoformat(),
        "maxNumberStudents": 12,
        "addresses": [{"addressType": "teaching", "city": "Helmond", "street": "Vonkstraat", "streetNumber": "3"}],
        "priceInformation": [{"costType": "total costs", "amount": "600.00", "currency": "EUR"}],
        "course": of["courseId"],
    } | other


def document(courses: list[dict[str, Any]], offerings: list[dict[str, Any]], kvk: str = "87000001") -> dict[str, Any]:
    """The offer of one school."""
    organization = {
        "organizationId": str(uuid.uuid4()),
        "primaryCode": {"codeType": "identifier", "code": "vonk"},
        "organizationType": "school",
        "name": [{"language": "nl-NL", "value": "Vakschool Vonk"}],
        "shortName": "vonk",
        "otherCodes": [{"codeType": "x-kvk", "code": kvk}],
    }
    return {"organizations": [organization], "courses": courses, "courseOfferings": offerings}


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """An instant in Amsterdam."""
    return datetime(year, month, day, hour, minute, tzinfo=clock.AMSTERDAM).astimezone(UTC)
