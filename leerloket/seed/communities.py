"""Learning communities of the demo: founded when the story begins, scanned then and now, and asked by people."""

import csv
import dataclasses
import uuid
from collections.abc import Iterator
from pathlib import Path

from leerloket import db
from leerloket.courses.communities import codes, joining, scans, service
from leerloket.courses.providers import service as providers
from leerloket.people import service as people
from leerloket.people.employers import service as employers
from leerloket.seed.personas import ANJA, SAMIRA, WILMA
from leerloket.seed.scene import Scene

FILE = Path(__file__).with_name("communities.csv")
ASKED = "lassen-met-robots-brainport"
"""What Samira and her employer want to take part in."""
WAITS = "Werkplaats Elektrisch Vliegen"
"""A community that no administrator looked at yet."""


def found(scene: Scene) -> None:
    """Found every community, put it in the list, and let each score itself for the first time."""
    for row in _rows():
        db.run(_found, scene, row)


def arrange(scene: Scene) -> None:
    """Let each score itself again, propose one more, and let Samira and her employer ask to take part."""
    db.run(_scan_again)
    db.run(_propose, scene)
    db.run(_ask, scene)


def _rows() -> Iterator[dict[str, str]]:
    yield from csv.DictReader(FILE.read_text("utf-8").splitlines(), delimiter=";")


def _found(scene: Scene, row: dict[str, str]) -> None:
    leader = providers.get_provider_by_slug(row["leader"])
    anja = scene.id_of(ANJA)
    community = service.propose(_said(row), leader_id=leader.provider_id, by=_office_of(leader.provider_id))
    service.put_in_list(community.community_id, by=anja)
    _scan(community, row, 0)


def _said(row: dict[str, str]) -> service.Description:
    names = {kind: row[kind].split("|") if row[kind] else [] for kind in codes.PARTNER_KINDS}
    return service.Description(
        name=row["name"],
        form=row["form"],
        sector=row["sector"],
        region_code=row["region"],
        place=row["place"],
        about=row["about"],
        activities=row["activities"].split("|"),
        environments=row["environments"].split("|"),
        places=int(row["places"]),
        partners=[(name, kind) for kind in codes.PARTNER_KINDS for name in names[kind]],
        mentors=[(name, what) for name, _, what in (mentor.partition(": ") for mentor in row["mentors"].split("|"))],
    )


def _scan(community: service.Community, row: dict[str, str], number: int) -> None:
    scores = row["scans"].split()[number]
    said = {factor: (int(score), "") for factor, score in zip(codes.FACTORS, scores, strict=True)}
    scans.fill_in(community.community_id, said, by=_office_of(community.leader_id))


def _scan_again() -> None:
    known = {community.name: community for community in service.list_listed()}
    for row in _rows():
        _scan(known[row["name"]], row, 1)


def _propose(scene: Scene) -> None:
    led = service.get_listed(ASKED)
    said = dataclasses.replace(
        _said(next(_rows())),
        name=WAITS,
        form="living_lab",
        about="Studenten en bedrijven bouwen hier samen aan kleine vliegtuigen op stroom.",
        activities=["Bouwen in de avond"],
        partners=[("Vliegclub De Kempen", "other")],
        mentors=[],
        places=12,
    )
    service.propose(said, leader_id=led.leader_id, by=_office_of(led.leader_id))


def _ask(scene: Scene) -> None:
    community, employer_id = service.get_listed(ASKED), scene.employers["Bakker Metaal"]
    samira = joining.Joiner("worker", scene.id_of(SAMIRA))
    company = joining.Joiner("company", scene.id_of(WILMA), employer_id, employers.get_employer(employer_id).name)
    joining.ask(community, samira, "Ik werk aan de zetbank en wil leren lassen met een robot.")
    joining.ask(community, company, "Wij kopen een lasrobot. Wij willen leren, en laten graag zien hoe wij werken.")


def _office_of(provider_id: uuid.UUID) -> uuid.UUID:
    return people.list_role_holders("provider", provider_id)[0].person_id
