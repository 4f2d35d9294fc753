"""Other systems and people on paper: keys and webhooks of the demo's officers, and letters that wait."""

import uuid
from datetime import date

from leerloket import db
from leerloket.people import service as people
from leerloket.people.keys import service as api_keys
from leerloket.people.letters import service as letters
from leerloket.people.webhooks import service as webhooks
from leerloket.seed.personas import ANJA, PIETER, WILMA, Persona
from leerloket.seed.scene import Scene

SYSTEMS = (
    (WILMA, "employer", "Salarispakket", ["employees:read", "top-ups:write"], "https://salaris.example/leerloket"),
    (PIETER, "provider", "Studentenadministratie", ["bookings:read"], "https://studenten.example/leerloket"),
)
HEARD = {"employer": ["payment.received", "top-up.credited"], "provider": ["booking.requested", "booking.cancelled"]}
ON_PAPER = (
    ("Gerda Wouters", "Dorpsstraat 12\n5731 JA Mierlo", date(1961, 3, 9)),
    ("Henk Smulders", "Kerkplein 3\n5684 CC Best", date(1958, 11, 21)),
)


def arrange(scene: Scene) -> None:
    """Two systems that are connected, a letter that was printed, and one that waits."""
    for persona, role, name, scopes, url in SYSTEMS:
        db.run(_connect, scene, persona, role, name, scopes, url)
    printed, waiting = ON_PAPER
    db.run(_write_to, *printed)
    db.run(letters.make_batch, by=scene.id_of(ANJA))
    db.run(_write_to, *waiting)


def _connect(scene: Scene, persona: Persona, role: str, name: str, scopes: list[str], url: str) -> None:
    officer_id = scene.id_of(persona)
    grants = [grant for grant in people.list_grants(officer_id) if grant.role == role and grant.organisation_id]
    organisation_id = grants[0].organisation_id or uuid.UUID(int=0)
    api_keys.make_key(organisation_id, role, name=name, scopes=scopes, by=officer_id, is_demo=True)
    if scene.keys:
        webhooks.add_webhook(organisation_id, role, url=url, events=HEARD[role], by=officer_id, keys=scene.keys)


def _write_to(name: str, address: str, birth_on: date) -> None:
    person = people.create_person_on_paper(name, address, birth_on=birth_on)
    people.grant_role(person.person_id, "worker")
