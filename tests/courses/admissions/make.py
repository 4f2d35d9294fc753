"""Providers that are looked at, for tests."""

import itertools
import uuid
from datetime import timedelta

from leerloket import clock
from leerloket.courses.admissions import service
from leerloket.courses.catalogue import service as catalogue
from tests.people import make as people

_numbers = itertools.count(1)


def row(**facts: str) -> catalogue.ProviderRow:
    number = next(_numbers)
    values = {
        "kvk": f"{61_000_000 + number}",
        "name": f"Lasschool {number}",
        "kind": "private",
        "iban": "NL91ABNA0417164300",
        "place": "Eindhoven",
        "email": f"kantoor{number}@lasschool.example",
    }
    return catalogue.ProviderRow(**(values | facts))


def clerk() -> uuid.UUID:
    return people.person("administrator").person_id


def applied() -> service.AdmissionRound:
    """A provider that applied itself and made one module."""
    made = service.apply(people.person().person_id, row(), holder="Lasschool BV")
    catalogue.add_module(made.provider_id, catalogue.ModuleRow(0, "k", "Lassen", "U leert lassen."))
    return made


def look(provider_id: uuid.UUID, *tasks: str, by: uuid.UUID | None = None) -> None:
    """Everything (or these tasks) is in order."""
    today = clock.business_date()
    for task in tasks or service.TASKS:
        until = today + timedelta(days=500) if task == "quality_mark" else None
        service.note_task(
            provider_id, task, state="met", note="Gezien.", evidence_on=today, by=by or clerk(), valid_until=until
        )
