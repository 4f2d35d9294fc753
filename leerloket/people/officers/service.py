"""Who acts for an employer. Each change is written down, and told to who it is about and to the others."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import flask_login

from leerloket import errors, outbox
from leerloket.people import service as people
from leerloket.people import signing_in
from leerloket.people.employers import service as employers
from leerloket.people.officers import rules

ROLE = "employer"


@dataclass(frozen=True, slots=True)
class Officer:
    """One person who acts for an employer."""

    person_id: uuid.UUID
    name: str
    email: str
    language: str
    since_at: datetime


def current_employer_id() -> uuid.UUID:
    """The employer for which the signed-in person acts on pages. Raises NotFound."""
    employer_id: uuid.UUID | None = flask_login.current_user.organisation_id
    if employer_id is None:
        raise errors.NotFound
    return employer_id


def check_acts_for(employer_id: uuid.UUID) -> None:
    """Refuse, over the API, an employer for which the signed-in person does not act: as if it did not exist."""
    hats = flask_login.current_user.hats
    if not any(hat.role == ROLE and hat.organisation_id == employer_id for hat in hats):
        raise errors.NotFound


def list_officers(employer_id: uuid.UUID) -> list[Officer]:
    """Everybody who acts for this employer, by name."""
    grants = {grant.person_id: grant for grant in people.list_role_holders(ROLE, employer_id)}
    found = [
        Officer(
            person_id=person.person_id,
            name=person.name or "",
            email=person.email or "",
            language=person.language,
            since_at=grants[person.person_id].granted_at,
        )
        for person in people.list_persons(grants)
    ]
    return sorted(found, key=lambda officer: (officer.name, officer.email))


def get_officer(employer_id: uuid.UUID, person_id: uuid.UUID) -> Officer:
    """One of them. Raises NotFound for anybody else."""
    for officer in list_officers(employer_id):
        if officer.person_id == person_id:
            return officer
    raise errors.NotFound


def add_officer(employer_id: uuid.UUID, email: str, *, by: uuid.UUID) -> Officer:
    """Let the person with this address act for the employer. Raises NoAccountThere, and TooManyTries.

    Adding who acts for it already changes nothing and mails nobody.
    """
    signing_in.count_try("officer", str(employer_id), rules.TRIES)
    person = people.find_person_by_email(email)
    if person is None:
        raise rules.NoAccountThere(field="email")
    before = list_officers(employer_id)
    if all(officer.person_id != person.person_id for officer in before):
        grant = people.grant_role(person.person_id, ROLE, employer_id, by)
        added = get_officer(employer_id, person.person_id)
        _tell("officer-added", employer_id, [*before, added], added, dedup=f"officer-added:{grant.grant_id}")
    return get_officer(employer_id, person.person_id)


def remove_officer(employer_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """End what this person may do for the employer, at their next request. Raises NotFound, LastOfficer."""
    before = list_officers(employer_id)
    removed = get_officer(employer_id, person_id)
    rules.check_somebody_stays(len(before))
    for grant in people.list_role_holders(ROLE, employer_id):
        if grant.person_id == person_id:
            people.revoke_role(person_id, grant.grant_id)
            _tell("officer-removed", employer_id, before, removed, dedup=f"officer-removed:{grant.grant_id}")


def _tell(kind: str, employer_id: uuid.UUID, readers: list[Officer], whom: Officer, *, dedup: str) -> None:
    employer = employers.get_employer(employer_id).name
    for reader in readers:
        facts = {"name": reader.name, "employer": employer, "who": whom.name, "is_you": reader is whom}
        put_for(reader, kind, dedup=f"{dedup}:{reader.person_id}", facts=facts)


def put_for(officer: Officer, kind: str, *, dedup: str, facts: dict[str, object]) -> None:
    """A message for one officer, where mail can reach that person."""
    if officer.email:
        outbox.put(
            kind,
            officer.email,
            dedup=dedup,
            facts={"name": officer.name, **facts},
            account_id=officer.person_id,
            language=officer.language,
        )
