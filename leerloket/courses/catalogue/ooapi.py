"""The Open Education API v5: read a provider's offer from it, and write ours in it. Pure.

A document holds `organizations` (one), `courses` and `courseOfferings` in the shapes of the specification.
What it has no word for (kind of learning, form, sessions …) travels in `consumers`, under our key.
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from leerloket import clock, money
from leerloket.courses.catalogue import places, rules
from leerloket.courses.catalogue.offer import (
    EditionRow,
    ModuleRow,
    Offer,
    ProviderRow,
    check_edition,
    check_module,
    check_provider,
)

Row = TypeVar("Row", ModuleRow, EditionRow)

CONSUMER = "leerloket"
KVK = "x-kvk"
LEVEL_OF_NLQF = {
    "entry": "undefined",
    "1": "secondary vocational education 1",
    "2": "secondary vocational education 2",
    "3": "secondary vocational education 3",
    "4": "secondary vocational education 4",
    "4+": "secondary vocational education 4",
    "5": "associate degree",
    "6": "bachelor",
    "7": "master",
    "8": "doctoral",
}
NLQF_OF_LEVEL = {
    "secondary vocational education": "3",
    "undefined": "2",
    "undivided": "2",
    "nt2-1": "2",
    "nt2-2": "4",
} | {level: nlqf for nlqf, level in LEVEL_OF_NLQF.items() if nlqf not in {"entry", "4+"}}
DELIVERY_OF_MODE = {
    "classroom": ["on campus"],
    "online": ["online"],
    "hybrid": ["hybrid"],
    "dual": ["on campus", "situated"],
}
MODE_OF_DELIVERY = {
    "on campus": "classroom",
    "online": "online",
    "distance-learning": "online",
    "hybrid": "hybrid",
    "situated": "dual",
}
HOURS_PER = {"ects": 28, "sp": 40, "sbu": 1, "hour": 1, "contacttime": 1}
ORGANIZATION_TYPE = {"mbo": "institute", "hbo": "institute", "wo": "institute", "private": "institute"}
FIRST_HOUR, LAST_HOUR = 9, 17


def read(document: Any) -> Offer:
    """Read a document; what cannot be read is in `errors`, each with the place of the item in its list (from 1)."""
    offer = Offer()
    if not isinstance(document, dict):
        offer.refuse(0, "", "shape", "Dit is geen aanbod in de vorm van OOAPI.", "This is no OOAPI offer.")
        return offer
    offer.provider = _read_provider(offer, _items(offer, document, "organizations"))
    for row, course in enumerate(_items(offer, document, "courses"), 1):
        module = _guard(offer, row, "courses", _read_module, course)
        if module is not None and check_module(offer, module):
            offer.modules.append(module)
    modes = {module.key: module for module in offer.modules}
    for row, offering in enumerate(_items(offer, document, "courseOfferings"), 1):
        edition = _guard(offer, row, "courseOfferings", _read_edition, offering)
        if edition is not None and check_edition(offer, edition):
            if edition.module_key in modes:
                offer.editions.append(edition)
            else:
                offer.refuse(row, "course", "unknown", "Deze opleiding staat niet in het bestand.", "Unknown course.")
    _refuse_doubles(offer)
    return offer


def _items(offer: Offer, document: Mapping[str, Any], name: str) -> list[Any]:
    items = document.get(name, [])
    if not isinstance(items, list):
        offer.refuse(0, name, "shape", "Hier hoort een lijst te staan.", "A list belongs here.")
        return []
    return items


def _guard(offer: Offer, row: int, where: str, read_item: Any, item: Any) -> Any:
    try:
        return read_item(row, item)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as problem:
        name = problem.args[0] if isinstance(problem, KeyError) and problem.args else ""
        offer.refuse(
            row, f"{where}.{name}".rstrip("."), "shape", "Dit onderdeel mist iets of klopt niet.", "Not readable."
        )
        return None


def _refuse_doubles(offer: Offer) -> None:
    offer.modules = _first_of_each(offer, "courses", offer.modules)
    offer.editions = _first_of_each(offer, "courseOfferings", offer.editions)


def _first_of_each(offer: Offer, kind: str, rows: list[Row]) -> list[Row]:
    found: dict[str, Row] = {}
    for row in rows:
        if row.key in found:
            offer.refuse(row.row, kind, "double", "Deze staat er twee keer in.", "This is in the file twice.")
        found.setdefault(row.key, row)
    return list(found.values())


def _read_provider(offer: Offer, organizations: list[Any]) -> ProviderRow | None:
    if len(organizations) != 1:
        offer.refuse(
            0, "organizations", "count", "Een bestand is van precies één aanbieder.", "One organization, please."
        )
        return None
    provider: ProviderRow | None = _guard(offer, 1, "organizations", _provider, organizations[0])
    if provider is None or not check_provider(offer, 1, provider):
        return None
    return provider


def _provider(_row: int, item: Mapping[str, Any]) -> ProviderRow:
    ours = _ours(item)
    codes = {code["codeType"]: str(code["code"]) for code in [item["primaryCode"], *item.get("otherCodes", [])]}
    addresses = item.get("addresses") or [{}]
    return ProviderRow(
        kvk=codes.get(KVK, str(ours.get("kvk", ""))),
        name=_text(item["name"]),
        kind=str(ours.get("kind", "private")),
        brin=codes.get("brin"),
        iban=_string(ours.get("iban")),
        place=_string(addresses[0].get("city")),
        about=_text(item.get("description") or ""),
        email=_string(ours.get("email")),
        phone=_string(ours.get("phone")),
        website=_string(item.get("link")),
    )


def _read_module(row: int, item: Mapping[str, Any]) -> ModuleRow:
    ours = _ours(item)
    delivery = item.get("modeOfDelivery") or ["on campus"]
    load = item.get("studyLoad") or {}
    hours = float(load.get("value", 8)) * HOURS_PER[load.get("studyLoadUnit", "hour")]
    prior = _text(item.get("admissionRequirements") or "")
    return ModuleRow(
        row=row,
        key=str(uuid.UUID(item["courseId"])),
        title=_text(item["name"]),
        about=_text(item["description"]),
        outcomes=tuple(_text(outcome) for outcome in item.get("learningOutcomes", [])),
        skills=tuple(str(skill) for skill in ours.get("skills", [])),
        prior=prior,
        knowledge_checked=bool(ours.get("knowledgeChecked", False)),
        nlqf=str(ours.get("nlqf") or NLQF_OF_LEVEL[item["level"]]),
        hours=round(hours),
        language=str(item["teachingLanguage"]),
        proof=str(ours.get("proof", "certificate")),
        kind=str(ours.get("kind", "proactive")),
        form=str(ours.get("form", "academy")),
        mode="dual" if "situated" in delivery else MODE_OF_DELIVERY[delivery[0]],
        purpose=str(ours.get("purpose", "study")),
    )


def _read_edition(row: int, item: Mapping[str, Any]) -> EditionRow:
    course = item["course"]
    course_id = course if isinstance(course, str) else course["courseId"]
    addresses = item.get("addresses") or []
    address = addresses[0] if addresses else {}
    street = f"{address.get('street', '')} {address.get('streetNumber', '')}".strip()
    return EditionRow(
        row=row,
        key=str(uuid.UUID(item["offeringId"])),
        module_key=str(uuid.UUID(course_id)),
        place=_string(address.get("city")),
        address=street or None,
        sessions=_read_sessions(item),
        capacity=int(item["maxNumberStudents"]),
        price_cents=_read_price(item["priceInformation"]),
    )


def _read_sessions(item: Mapping[str, Any]) -> tuple[rules.Session, ...]:
    sessions = _ours(item).get("sessions")
    if sessions:
        return tuple(rules.Session(_instant(s["startsAt"]), _instant(s["endsAt"])) for s in sessions)
    first, last = date.fromisoformat(item["startDate"]), date.fromisoformat(item["endDate"])
    days = [first] if first == last else [first, last]
    return tuple(rules.Session(_at(day, FIRST_HOUR), _at(day, LAST_HOUR)) for day in days)


def _read_price(costs: Iterable[Mapping[str, Any]]) -> int:
    total = next(cost for cost in costs if cost["costType"] == "total costs")
    if total.get("currency", "EUR") != "EUR" or not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", total["amount"]):
        raise ValueError("priceInformation")
    whole, _dot, cents = total["amount"].partition(".")
    return int(whole) * 100 + int(cents.ljust(2, "0"))


def _ours(item: Mapping[str, Any]) -> Mapping[str, Any]:
    consumers = item.get("consumers") or []
    return next((c for c in consumers if isinstance(c, dict) and c.get("consumerKey") == CONSUMER), {})


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    dutch = [entry for entry in value if entry.get("language", "").startswith("nl")]
    return str((dutch or value)[0]["value"])


def _string(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value or None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("sessions")
    return at.astimezone(UTC)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.AMSTERDAM).astimezone(UTC)


def organization(provider_id: uuid.UUID, slug: str, provider: ProviderRow) -> dict[str, Any]:
    """A provider as an Organization. The IBAN is not open data and stays out."""
    codes = [{"codeType": KVK, "code": provider.kvk}]
    if provider.brin:
        codes.append({"codeType": "brin", "code": provider.brin})
    ours = {"consumerKey": CONSUMER, "kind": provider.kind}
    ours |= {name: value for name, value in (("email", provider.email), ("phone", provider.phone)) if value}
    found: dict[str, Any] = {
        "organizationId": str(provider_id),
        "primaryCode": {"codeType": "identifier", "code": slug},
        "organizationType": ORGANIZATION_TYPE.get(provider.kind, "branch"),
        "name": _dutch(provider.name),
        "shortName": slug,
        "otherCodes": codes,
        "consumers": [ours],
    }
    if provider.about:
        found["description"] = _dutch(provider.about)
    if provider.website:
        found["link"] = provider.website
    if provider.place:
        found["addresses"] = [_address(provider.place, None, "visit")]
    return found


def course(module_id: uuid.UUID, slug: str, provider_id: uuid.UUID, module: ModuleRow) -> dict[str, Any]:
    """A module as a Course."""
    found: dict[str, Any] = {
        "courseId": str(module_id),
        "primaryCode": {"codeType": "identifier", "code": slug},
        "name": _dutch(module.title),
        "abbreviation": slug,
        "description": _dutch(module.about),
        "teachingLanguage": module.language,
        "level": LEVEL_OF_NLQF[module.nlqf],
        "modeOfDelivery": DELIVERY_OF_MODE[module.mode],
        "studyLoad": {"studyLoadUnit": "hour", "value": module.hours},
        "learningOutcomes": [_dutch(outcome) for outcome in module.outcomes],
        "organization": str(provider_id),
        "consumers": [
            {
                "consumerKey": CONSUMER,
                "nlqf": module.nlqf,
                "kind": module.kind,
                "form": module.form,
                "proof": module.proof,
                "purpose": module.purpose,
                "skills": list(module.skills),
                "knowledgeChecked": module.knowledge_checked,
            }
        ],
    }
    if module.prior:
        found["admissionRequirements"] = _dutch(module.prior)
    return found


def course_offering(
    edition_id: uuid.UUID,
    module_id: uuid.UUID,
    provider_id: uuid.UUID,
    module: ModuleRow,
    edition: EditionRow,
    taken: int | None = None,
) -> dict[str, Any]:
    """An edition as a CourseOffering; with the seats taken where they are known."""
    first, last = edition.sessions[0].starts_at, edition.sessions[-1].ends_at
    found: dict[str, Any] = {
        "offeringId": str(edition_id),
        "primaryCode": {"codeType": "offeringCode", "code": str(edition_id)},
        "offeringType": "course",
        "name": _dutch(module.title),
        "description": _dutch(module.about),
        "teachingLanguage": module.language,
        "modeOfDelivery": DELIVERY_OF_MODE[module.mode],
        "modeOfStudy": "dual training" if module.mode == "dual" else "part-time",
        "maxNumberStudents": edition.capacity,
        "resultExpected": module.proof != "none",
        "startDate": clock.business_date(first).isoformat(),
        "endDate": clock.business_date(last).isoformat(),
        "priceInformation": [
            {"costType": "total costs", "amount": money.plain(edition.price_cents), "currency": "EUR"}
        ],
        "course": str(module_id),
        "organization": str(provider_id),
        "consumers": [
            {
                "consumerKey": CONSUMER,
                "sessions": [
                    {"startsAt": s.starts_at.isoformat(), "endsAt": s.ends_at.isoformat()} for s in edition.sessions
                ],
            }
        ],
    }
    if taken is not None:
        found["enrolledNumberStudents"] = taken
    if edition.place:
        found["addresses"] = [_address(edition.place, edition.address, "teaching")]
    return found


def _address(city: str, street: str | None, kind: str) -> dict[str, Any]:
    address: dict[str, Any] = {"addressType": kind, "city": city, "countryCode": "NL"}
    if street:
        address["street"] = street
    place = places.find(city)
    if place is not None:
        address["geolocation"] = {"latitude": place.lat, "longitude": place.lon}
    return address


def _dutch(text: str) -> list[dict[str, str]]:
    return [{"language": "nl-NL", "value": text}]
