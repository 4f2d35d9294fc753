"""A handful of skills, an occupation and modules that teach them, for tests that need no more."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.skills import codes, importing, service
from leerloket.courses.skills.terms import Need, Term, Vocabulary
from tests.courses.bookings import make as courses

WELDER = codes.OWN["occupation"] + "robotlasser"
ASKED = {"lassen": (3, True), "robot programmeren": (3, True), "rekenen": (2, False)}


@dataclass(frozen=True)
class Few:
    """The skills by name, and the occupation that asks them all."""

    skills: dict[str, uuid.UUID]
    occupation: service.Occupation


def few() -> Few:
    """Welding, programming a robot, sums, and the robot welder who needs the first two."""
    found = Vocabulary()
    found.add(Term(WELDER, "occupation", "leerloket", "robotlasser", "robot welder", key="robotlasser"))
    for label, (level, essential) in ASKED.items():
        key = label.replace(" ", "-")
        uri = codes.OWN["skill"] + key
        found.add(Term(uri, "skill", "leerloket", label, f"{label} (en)", {f"{label} doen"}, key=key))
        found.needs.append(Need(WELDER, uri, essential, level))
    importing.take_in(found)
    skills = {label: service.get_skill(label.replace(" ", "-")).skill_id for label in ASKED}
    return Few(skills, service.get_occupation("robotlasser"))


def module(*texts: str, hours: int = 8, price_cents: int = 60_000, purpose: str = "job") -> catalogue.Edition:
    """A module on offer that says it teaches this, with a date to come."""
    school = courses.school()
    edition = courses.edition(school, price_cents=price_cents, purpose=purpose, starts_in=timedelta(days=60))
    changes = {"skills": texts, "hours": hours}
    catalogue.change_module(school.provider_id, edition.module_id, changes)
    service.match_texts()
    return edition
