"""The stage of the demo: desks, staff, providers, employers and their people, as they were when the story began."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from leerloket import clock, db
from leerloket.accounts.ledger import service as ledger
from leerloket.advice.desks import service as desks
from leerloket.advice.schemes import service as schemes
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.courses.skills import service as skills
from leerloket.people import service as people
from leerloket.people import vault
from leerloket.people.employers import service as employers
from leerloket.seed import personas
from leerloket.seed.personas import Persona

Progress = Callable[[str, int, int], None]

REGION = "zuidoost-brabant"
DESK = "brainport"
NEARBY = (REGION, REGION, REGION, "helmond-de-peel", "noordoost-brabant", "midden-brabant")
AT_ONCE = 50


@dataclass
class Scene:
    """Who is in the story, by what the story needs of them."""

    chance: random.Random
    keys: vault.Vault | None = None
    persons: dict[str, uuid.UUID] = field(default_factory=dict)
    workers: list[uuid.UUID] = field(default_factory=list)
    employers: dict[str, uuid.UUID] = field(default_factory=dict)
    desk: uuid.UUID = field(default_factory=db.new_id)

    def id_of(self, persona: Persona) -> uuid.UUID:
        """The person a visitor can be."""
        return self.persons[persona.email]


def set_up(scene: Scene, count: int, progress: Progress) -> None:
    """Fill the stage. Every step is a transaction of its own."""
    db.run(_hire_staff, scene)
    start_on = clock.business_date()
    db.run(catalogue.import_sample, start_on, progress=lambda done, total: progress("Catalogue", done, total))
    db.run(skills.import_own_set)
    db.run(_admit_providers, scene)
    for done in range(0, count, AT_ONCE):
        progress("People", done, count)
        db.run(_add_workers, scene, min(AT_ONCE, count - len(scene.workers)))
    progress("People", count, count)
    db.run(_found_employers, scene)


def _hire_staff(scene: Scene) -> None:
    desks.import_desks()
    schemes.import_schemes()
    scene.desk = desks.get_desk(DESK).desk_id
    for persona in personas.PERSONAS:
        person = people.create_person(
            persona.email,
            persona.name,
            birth_on=persona.birth_on,
            nlqf_level=persona.nlqf_level,
            region_code=REGION,
            password=personas.PASSWORD,
        )
        scene.persons[persona.email] = person.person_id
        if persona.role in {"worker", "administrator", "controller"}:
            people.grant_role(person.person_id, persona.role)
    desks.add_adviser(scene.id_of(personas.JORIS), scene.desk)
    ledger.open_account(scene.id_of(personas.SAMIRA))
    scene.workers.append(scene.id_of(personas.SAMIRA))


def _admit_providers(scene: Scene) -> None:
    until = clock.business_date() + timedelta(days=3 * 365)
    everyone = providers.list_providers()
    for provider in everyone:
        providers.admit(provider.provider_id, scene.id_of(personas.ANJA), scene.id_of(personas.BRAM), until=until)
    technohubs = [p for p in everyone if p.kind == "technohub" and p.region == REGION]
    own = (technohubs or [p for p in everyone if p.kind == "technohub"])[0]
    people.grant_role(scene.id_of(personas.PIETER), "provider", own.provider_id, organisation_name=own.name)
    for number, provider in enumerate(p for p in everyone if p is not own):
        office = _person(scene, f"kantoor{number}", date(1980, 1, 1) + timedelta(days=31 * number), None)
        people.grant_role(office, "provider", provider.provider_id, organisation_name=provider.name)


def _add_workers(scene: Scene, count: int) -> None:
    for _ in range(count):
        number = len(scene.workers)
        born = date(1961, 1, 1) + timedelta(days=scene.chance.randrange(42 * 365))
        worker = _person(scene, f"werknemer{number}", born, scene.chance.choice((1, 2, 2, 3, 3, 4, 4, 4, 5, 6, None)))
        people.grant_role(worker, "worker")
        ledger.open_account(worker)
        scene.workers.append(worker)


def _person(scene: Scene, local: str, born: date, level: int | None) -> uuid.UUID:
    name = f"{scene.chance.choice(personas.FIRST_NAMES)} {scene.chance.choice(personas.LAST_NAMES)}"
    person = people.create_person(
        f"{local}@{personas.DOMAIN}",
        name,
        birth_on=born,
        nlqf_level=level,
        region_code=scene.chance.choice(NEARBY),
    )
    return person.person_id


def _found_employers(scene: Scene) -> None:
    waiting = list(scene.workers)
    for name, kvk, sector, size, share in personas.EMPLOYERS:
        staff = max(1, len(scene.workers) * share // 100)
        employer = employers.create_employer(name, kvk, REGION, sector=sector, size=size)
        scene.employers[name] = employer.employer_id
        ledger.open_account(employer.employer_id, "employer")
        for number, worker in enumerate(waiting[:staff], start=1):
            starts_on = clock.business_date() - timedelta(days=scene.chance.randrange(60, 4000))
            fte_pct = scene.chance.choice((100, 100, 80, 60, 90))
            employers.employ(employer.employer_id, worker, f"{number:04d}", fte_pct, starts_on)
        waiting = waiting[staff:]
    people.grant_role(scene.id_of(personas.WILMA), "employer", scene.employers["Bakker Metaal"])
