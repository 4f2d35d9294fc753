"""People for runs of rights, straight into the table: many, and of every kind."""

import uuid
from datetime import date
from typing import Any

from leerloket import clock, db
from leerloket.people import service as people

BORN = date(1985, 3, 14)


def person(**given: Any) -> uuid.UUID:
    """One person; every column can be given."""
    person_id = given.pop("person_id", None) or db.random_id()
    values: dict[str, Any] = {
        "person_id": person_id,
        "number": f"LR-{person_id.hex[:12]}",
        "name": "Sam de Boer",
        "email": f"{person_id.hex[:12]}@voorbeeld.nl",
        "birth_on": BORN,
        "nlqf_level": 4,
        "language": "nl",
        "created_at": clock.now(),
    }
    if given.get("erased_at"):
        values |= {"name": None, "email": None, "birth_on": None}
    db.session.add(people.Person(**(values | given)))
    db.session.flush()
    return person_id


def persons(number: int, **given: Any) -> list[uuid.UUID]:
    """Some people alike."""
    return [person(**given) for _ in range(number)]
