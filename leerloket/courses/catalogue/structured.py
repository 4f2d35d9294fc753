"""A module as schema.org describes courses, for search engines. Pure."""

from collections.abc import Sequence
from typing import Any

from leerloket import money
from leerloket.courses.catalogue import editions, models

MODES = {"classroom": "onsite", "online": "online", "hybrid": "blended", "dual": "blended"}


def course(
    module: models.Module, dates: Sequence[editions.Edition], url: str, provider_name: str, provider_url: str
) -> dict[str, Any]:
    """A `Course` with a `CourseInstance` and an `Offer` per coming edition, and the lowest price of all.

    Search engines want name, description, provider and an offer with its category of each course.
    """
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": module.title,
        "description": module.about,
        "url": url,
        "inLanguage": module.language,
        "educationalLevel": f"NLQF {module.nlqf}",
        "timeRequired": f"PT{module.hours}H",
        "teaches": module.outcomes,
        "provider": {"@type": "Organization", "name": provider_name, "url": provider_url},
        "hasCourseInstance": [_instance(module, edition, url) for edition in dates],
    }
    cents = [edition.price_cents for edition in dates]
    return found | ({"offers": _offer(min(cents), url)} if cents else {})


def _offer(cents: int, url: str) -> dict[str, str]:
    return {
        "@type": "Offer",
        "price": money.plain(cents),
        "priceCurrency": "EUR",
        "category": "Paid" if cents else "Free",
        "url": url,
    }


def _instance(module: models.Module, edition: editions.Edition, url: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": MODES[module.mode],
        "startDate": edition.starts_at.isoformat(),
        "endDate": edition.ends_at.isoformat(),
        "courseWorkload": f"PT{module.hours}H",
        "maximumAttendeeCapacity": edition.capacity,
        "offers": _offer(edition.price_cents, url)
        | {"availability": f"https://schema.org/{'InStock' if edition.seats_left else 'SoldOut'}"},
    }
    if edition.place:
        address = {"@type": "PostalAddress", "addressLocality": edition.place, "addressCountry": "NL"}
        if edition.address:
            address["streetAddress"] = edition.address
        found["location"] = {"@type": "Place", "name": edition.provider_name, "address": address}
    return found
