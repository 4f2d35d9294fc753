"""Desks, advisers, clients who agreed, and plans for tests, made by the services."""

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import db
from leerloket.advice.clients import rules
from leerloket.advice.desks import service as desks
from leerloket.advice.plans import service as plans
from leerloket.people import service as people_service
from leerloket.people.consents import service as consents
from tests.people import make as people

REGION = "zuidoost-brabant"
OTHER_REGION = "groningen"
BORN = date(1985, 6, 15)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Pair:
    """An adviser and a client of the same region, and what the client agreed to."""

    desk: desks.Desk
    adviser: people_service.Person
    client: people_service.Person

    @property
    def ids(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Adviser and account, as most verbs want them."""
        return self.adviser.person_id, self.client.person_id


def desk(region_code: str = REGION) -> desks.Desk:
    number = next(_numbers)
    return desks.add_desk(
        f"loket-{number}",
        f"Leerloket {number}",
        region_code,
        "Stationsplein 12, 5611 AC Eindhoven",
        "040 000 00 00",
        ["maandag tot en met vrijdag van 9.00 tot 17.00 uur"],
    )


def adviser(of: desks.Desk | None = None) -> people_service.Person:
    person = people.person(None, name="Joris de Wit")
    desks.add_adviser(person.person_id, (of or desk()).desk_id)
    return person


def agree(client_id: uuid.UUID, desk_id: uuid.UUID, scopes: Sequence[str] = rules.SCOPES) -> None:
    for scope in scopes:
        consents.give(client_id, "desk", desk_id, scope)


def pair(scopes: Sequence[str] = rules.SCOPES, *, region_code: str | None = REGION) -> Pair:
    at = desk()
    who = adviser(at)
    client = people.person(name="Samira El Amrani", region_code=region_code, birth_on=BORN)
    agree(client.person_id, at.desk_id, scopes)
    return Pair(at, who, client)


def withdraw_all(client_id: uuid.UUID) -> None:
    for consent in consents.list_consents(client_id):
        consents.withdraw(client_id, consent.consent_id)


def goal(of: Pair, title: str = "Robotlasser worden") -> uuid.UUID:
    return plans.add_goal(*of.ids, title)


def task(
    of: Pair,
    goal_id: uuid.UUID | None = None,
    title: str = "Vraag uw werkgever",
    *,
    owner: str = "worker",
    due_on: date | None = None,
) -> uuid.UUID:
    return plans.add_task(*of.ids, goal_id or goal(of), plans.TypedTask(title, owner, due_on))


def looks(account_id: uuid.UUID) -> list[tuple[str, str]]:
    """What the log says of this person: action and kind of object, oldest first."""
    query = sa.text("SELECT action, object_type FROM reads WHERE account_id = :id ORDER BY read_id")
    return [(row[0], row[1]) for row in db.session.execute(query, {"id": account_id})]


def mails(account_id: uuid.UUID) -> list[str]:
    query = sa.text("SELECT kind FROM outbox WHERE account_id = :id ORDER BY message_id")
    return list(db.session.scalars(query, {"id": account_id}))
