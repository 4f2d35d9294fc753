"""People for tests, made by the services. Every function flushes and leaves the commit to the caller."""

import itertools
import uuid
from datetime import date
from typing import Any

import flask.testing

from leerloket import clock, db
from leerloket.people import service as people
from leerloket.people.employers import service as employers

PASSWORD = "een heel lang wachtwoord"
BORN = date(1985, 6, 15)
_numbers = itertools.count(1)
FIRST_NAMES = ("Samira", "Johan", "Aisha", "Piet", "Lotte", "Mehmet", "Grace", "Wout")
LAST_NAMES = ("El Amrani", "de Vries", "Jansen", "Kaya", "van den Berg", "Bakker")


def person(
    role: str | None = "worker",
    *,
    organisation_id: uuid.UUID | None = None,
    organisation_name: str | None = None,
    name: str | None = None,
    email: str | None = None,
    password: str | None = None,
    birth_on: date = BORN,
    nlqf_level: int | None = 4,
    region_code: str | None = "zuidoost-brabant",
    language: str = "nl",
) -> people.Person:
    """A person with one role. Without `password` there is none, which saves the time of a hash."""
    number = next(_numbers)
    made = people.create_person(
        email or f"persoon{number}@voorbeeld.nl",
        name or f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}",
        birth_on=birth_on,
        nlqf_level=nlqf_level,
        region_code=region_code,
        password=password,
        language=language,
    )
    if role is not None:
        people.grant_role(made.person_id, role, organisation_id, organisation_name=organisation_name)
    return made


def employer(name: str | None = None, *, region_code: str = "zuidoost-brabant", **other: Any) -> employers.Employer:
    """An employer with a KvK number of its own."""
    number = next(_numbers)
    return employers.create_employer(
        name or f"Bakker Metaal {number} BV", f"{60_000_000 + number}", region_code, **other
    )


def employee(of: employers.Employer, **other: Any) -> people.Person:
    """A worker who is employed since the start of this year."""
    made = person(**other)
    start = date(clock.business_date().year, 1, 1)
    employers.employ(of.employer_id, made.person_id, f"P{next(_numbers):05}", 100, start)
    return made


def manager(of: employers.Employer, **other: Any) -> people.Person:
    """Somebody of HR: a person whose role is this employer."""
    return person("employer", organisation_id=of.employer_id, **other)


def sign_in(client: flask.testing.FlaskClient, who: people.Person) -> flask.testing.FlaskClient:
    """Let this client be this person on pages; commits what the test wrote so far. Returns the client."""
    token = people.open_session(who.person_id, "page")
    db.session.commit()
    db.session.remove()
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def bearer(who: people.Person) -> dict[str, str]:
    """Headers of an API call by this person; commits what the test wrote so far."""
    token = people.open_session(who.person_id, "bearer")
    db.session.commit()
    db.session.remove()
    return {"Authorization": f"Bearer {token}"}
