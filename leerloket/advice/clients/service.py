"""Opening the file of a client: live consent, own region, and a line in the log before anything is shown."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leerloket import clock, errors
from leerloket.advice.clients import rules
from leerloket.advice.desks import service as desks
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.consents import service as consents
from leerloket.people.reads import service as reads

PURPOSES = rules.PURPOSES


@dataclass(frozen=True, slots=True)
class Client:
    """A client whose file an adviser may open now, and until when."""

    account_id: uuid.UUID
    number: str
    name: str
    email: str
    phone: str | None
    birth_on: date | None
    nlqf_level: int | None
    language: str
    consent_until_on: date | None


def open_client(
    adviser_id: uuid.UUID, account_id: uuid.UUID, scope: str, purpose: str, *, object_id: uuid.UUID | None = None
) -> Client:
    """The client, when this adviser may see `scope` (account, plan, consult) now. The look is written down first.

    Without live consent, outside the region, or for nobody: NotFound, and the refusal is written down.
    """
    person = check_client(adviser_id, account_id, scope, purpose, object_id=object_id)
    reads.record(account_id, object_type=scope, purpose=rules.PURPOSES[purpose], object_id=object_id)
    adviser = desks.get_adviser(adviser_id)
    return Client(
        account_id=account_id,
        number=person.number,
        name=person.name or "",
        email=person.email or "",
        phone=person.phone,
        birth_on=person.birth_on,
        nlqf_level=person.nlqf_level,
        language=person.language,
        consent_until_on=_consent_until(account_id, [adviser_id, adviser.desk_id], scope),
    )


def _consent_until(account_id: uuid.UUID, receivers: Sequence[uuid.UUID], scope: str) -> date | None:
    now = clock.now()
    ends: list[datetime] = [
        consent.expires_at
        for consent in consents.list_consents(account_id)
        if consent.receiver_id in receivers
        and consent.scope == scope
        and consent.revoked_at is None
        and consent.expires_at > now
    ]
    return clock.business_date(max(ends) - timedelta(microseconds=1)) if ends else None


def check_client(
    adviser_id: uuid.UUID, account_id: uuid.UUID, scope: str, purpose: str, *, object_id: uuid.UUID | None = None
) -> people.Person:
    """The same check for work that shows nothing, such as saving notes; only a refusal is written down."""
    adviser = desks.get_adviser(adviser_id)
    person = next(iter(people.list_persons([account_id])), None)
    if person is None:
        raise errors.NotFound
    may = (
        person.erased_at is None
        and rules.is_in_region(person.region_code, adviser.region_code)
        and consents.may_see(account_id, adviser_id, adviser.desk_id, scope)
    )
    if not may:
        reads.record(
            account_id, object_type=scope, purpose=rules.PURPOSES[purpose], action="denied", object_id=object_id
        )
        raise errors.NotFound
    return person


def may_open(adviser_id: uuid.UUID, account_id: uuid.UUID, scope: str) -> bool:
    """Whether a part of a client's file can be shown; for a page that is open already, so nothing is written down."""
    adviser = desks.get_adviser(adviser_id)
    return consents.may_see(account_id, adviser_id, adviser.desk_id, scope)


def search(adviser_id: uuid.UUID, question: str = "") -> list[Client]:
    """Clients of the own region with a live consent, by number or words of the name; at most 20, by name.

    Each one that is shown is written down.
    """
    adviser = desks.get_adviser(adviser_id)
    persons = people.list_persons(consents.list_clients(adviser_id, adviser.desk_id))
    found = [
        person
        for person in sorted(persons, key=lambda person: ((person.name or "").lower(), person.number))
        if person.erased_at is None
        and rules.is_in_region(person.region_code, adviser.region_code)
        and rules.matches(question, person.name or "", person.number)
    ][: rules.MOST_SHOWN]
    for person in found:
        reads.record(person.person_id, object_type="person", purpose=rules.PURPOSES["search"])
    return [
        Client(
            account_id=person.person_id,
            number=person.number,
            name=person.name or "",
            email=person.email or "",
            phone=person.phone,
            birth_on=None,
            nlqf_level=None,
            language=person.language,
            consent_until_on=_consent_until(person.person_id, [adviser_id, adviser.desk_id], "account"),
        )
        for person in found
    ]


def record_consent(
    adviser_id: uuid.UUID,
    *,
    number: str,
    birth_on: date,
    scopes: Sequence[str],
    until_on: date | None = None,
    whole_desk: bool = True,
) -> uuid.UUID:
    """Write down what a client agrees to at the desk, face to face: "gedaan door adviseur, samen met u".

    The client tells number and birth date and has shown who they are. The client gets a mail of each consent and
    can withdraw it at once. Answers the account. Raises ClientUnknown (also for another region, written down as a
    refusal), NothingAgreed, ConsentTooLong.
    """
    adviser = desks.get_adviser(adviser_id)
    if not scopes:
        raise rules.NothingAgreed(field="zien")
    person = people.find_person_by_number(number)
    if person is None:
        audit.record("record-consent", "person", rules.plain_number(number), result="refused", reason="unknown number")
        raise rules.ClientUnknown(field="nummer")
    if (
        person.erased_at is not None
        or person.birth_on != birth_on
        or not rules.is_in_region(person.region_code, adviser.region_code)
    ):
        reads.record(person.person_id, object_type="person", purpose=rules.PURPOSES["consent"], action="denied")
        audit.record("record-consent", "person", person.person_id, result="refused", reason="not this client")
        raise rules.ClientUnknown(field="nummer")
    receiver = ("desk", adviser.desk_id) if whole_desk else ("adviser", adviser_id)
    for scope in scopes:
        consents.give(person.person_id, *receiver, scope, until_on, recorded_by=adviser_id)
    audit.record("record-consent", "person", person.person_id, reason=", ".join(scopes))
    reads.record(person.person_id, object_type="person", purpose=rules.PURPOSES["consent"], action="write")
    return person.person_id
