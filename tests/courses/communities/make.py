"""Communities for tests, made by the services."""

import dataclasses
from typing import Any

from leerloket import db
from leerloket.courses.communities import joining, service
from tests.courses.bookings import make as schools
from tests.people import make as people

SAID = service.Description(
    name="Fieldlab Slimme Las",
    form="fieldlab",
    sector="high_tech",
    region_code="zuidoost-brabant",
    place="Eindhoven",
    about="Bedrijven en scholen leren hier samen lassen met robots.",
    activities=["Elke vrijdag een open werkplaats"],
    environments=["studio", "laboratory"],
    places=24,
    partners=[("Bakker Metaal", "company"), ("Zilverlinde College", "school")],
    mentors=[("Els de Boer", "lassen")],
)


def proposed(school: schools.School, **other: Any) -> service.Community:
    """A community that this school leads and nobody listed yet."""
    return service.propose(dataclasses.replace(SAID, **other), leader_id=school.provider_id, by=school.staff_id)


def listed(school: schools.School | None = None, **other: Any) -> service.Community:
    """A community of the list."""
    community = proposed(school or schools.school(), **other)
    return service.put_in_list(community.community_id, by=db.random_id())


def worker() -> joining.Joiner:
    """Somebody who works and wants to take part."""
    return joining.Joiner("worker", people.person().person_id)


def company(name: str = "Transport Van Os") -> joining.Joiner:
    """Somebody of HR who asks for a company."""
    employer = people.employer(name)
    return joining.Joiner("company", people.manager(employer).person_id, employer.employer_id, employer.name)
