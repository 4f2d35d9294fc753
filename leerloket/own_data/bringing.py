"""Bringing in what a person took along from another service: the person, and what they did there to read back.

Money does not travel, nor what only means something over there (consents, sessions, messages). Bringing the same file
again changes nothing; a newer file of the same person adds and renews.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import marshmallow as ma
import sqlalchemy as sa

from leerloket import clock, db, errors, web
from leerloket.own_data import gathering, zip_file
from leerloket.own_data.models import BroughtItem
from leerloket.people import service as people
from leerloket.people.audit import service as audit
from leerloket.people.regions import service as regions

TRAVELS = {
    "certificates": ("certificateId",),
    "bookings": ("bookingId",),
    "attendances": ("bookingId",),
    "plans": ("planId",),
    "goals": ("goalId",),
    "tasks": ("taskId",),
    "ownSkills": ("ownSkillId",),
    "consultations": ("consultationId",),
    "consultationAdditions": ("additionId",),
    "broughtItems": ("origin", "subject", "key"),
}
"""What can be read back elsewhere, and by which fields one row is known."""
MOST_ITEMS = 20_000
LARGEST_ITEM = 100_000


class NobodyToBring(errors.Invalid):
    """A person on paper, or an erased one, has no address to sign in with."""

    nl = "In dit bestand staat geen persoon met een naam, e-mailadres en geboortedatum."
    en = "There is no person with a name, e-mail address and date of birth in this file."


class AnotherPerson(errors.Conflict):
    """The address signs in somebody here who was born on another day."""

    nl = "Met dit e-mailadres logt hier iemand anders in."
    en = "Somebody else signs in here with this e-mail address."


class TooMuchToBring(errors.Invalid):
    """More than one person can have done."""

    nl = "Er staat te veel in dit bestand."
    en = "There is too much in this file."


class PersonIn(web.Schema):
    """Who the file is about; other fields are left where they are."""

    class Meta:
        unknown = ma.EXCLUDE

    name = ma.fields.Str(required=True, validate=ma.validate.Length(1, 200))
    email = ma.fields.Email(required=True)
    birth_on = ma.fields.Date(required=True)
    phone = ma.fields.Str(load_default=None, allow_none=True)
    nlqf_level = ma.fields.Int(load_default=None, allow_none=True, validate=ma.validate.Range(0, 8))
    region_code = ma.fields.Str(load_default=None, allow_none=True)
    language = ma.fields.Str(load_default="nl", validate=ma.validate.OneOf(["nl", "en"]))


@dataclass(frozen=True, slots=True)
class Report:
    """What came in: rows by subject that are new, renewed and known already; and rows by subject that stayed behind."""

    number: str
    is_new: bool
    added: dict[str, int]
    renewed: dict[str, int]
    known: dict[str, int]
    left: dict[str, int]

    def lines(self) -> Iterator[str]:
        """The report as plain lines."""
        yield f"{self.number} is {'new' if self.is_new else 'known'} here."
        for subject in sorted({*self.added, *self.renewed, *self.known}):
            counts = (self.added.get(subject, 0), self.renewed.get(subject, 0), self.known.get(subject, 0))
            yield "{}: {} added, {} renewed, {} known already.".format(subject, *counts)
        for subject, count in sorted(self.left.items()):
            yield f"{subject}: {count} stay with the other service."


def bring(content: bytes) -> Report:
    """Bring the person of this file in. Raises NotAnExport, NewerExport, NobodyToBring, AnotherPerson, TooMuchToBring.

    The person has no password here: the first sign-in goes by "wachtwoord vergeten", so the address proves who it is.
    """
    taken = zip_file.read(content)
    person, is_new = _person(taken)
    report = Report(person.number, is_new, {}, {}, {}, {})
    there = _brought(person.person_id)
    rows = {subject: found for subject, found in taken.subjects.items() if found and subject in TRAVELS}
    if sum(map(len, rows.values())) > MOST_ITEMS:
        raise TooMuchToBring
    for subject, found in rows.items():
        for row in found:
            _bring_row(report, there, person.person_id, taken.origin, subject, row)
    left = {subject: len(found) for subject, found in taken.subjects.items() if found and subject not in TRAVELS}
    report.left.update({subject: count for subject, count in left.items() if subject != "persons"})
    db.session.flush()
    audit.record("bring", "person", person.person_id, reason=f"from {taken.origin}"[:200])
    return report


def _person(taken: zip_file.Taken) -> tuple[people.Person, bool]:
    try:
        given: dict[str, Any] = PersonIn().load((taken.subjects.get("persons") or [{}])[0])
    except ma.ValidationError as problem:
        raise NobodyToBring from problem
    known = people.find_person_by_email(given["email"])
    if known is not None:
        if known.birth_on != given["birth_on"]:
            raise AnotherPerson
        return known, False
    return _make_person(given), True


def _make_person(given: dict[str, Any]) -> people.Person:
    born: date = given.pop("birth_on")
    if given["region_code"] not in {region.code for region in regions.list_regions()}:
        given["region_code"] = None
    person = people.create_person(given.pop("email"), given.pop("name"), birth_on=born, **given)
    people.grant_role(person.person_id, "worker")
    return person


def _brought(account_id: uuid.UUID) -> dict[tuple[str, str, str], BroughtItem]:
    return {(item.origin, item.subject, item.key): item for item in list_brought(account_id)}


def list_brought(account_id: uuid.UUID) -> list[BroughtItem]:
    """What this person brought along from other services, by service and subject."""
    mine = sa.select(BroughtItem).where(BroughtItem.account_id == account_id)
    return list(db.session.scalars(mine.order_by(BroughtItem.origin, BroughtItem.subject, BroughtItem.key)))


def _bring_row(
    report: Report,
    there: dict[tuple[str, str, str], BroughtItem],
    account_id: uuid.UUID,
    origin: str,
    subject: str,
    row: gathering.Row,
) -> None:
    if subject == "broughtItems":
        origin, subject, facts = str(row.get("origin")), str(row.get("subject")), row.get("facts")
    else:
        facts = row
    if not isinstance(facts, dict) or subject not in TRAVELS or len(json.dumps(facts)) > LARGEST_ITEM:
        report.left[subject] = report.left.get(subject, 0) + 1
        return
    key = _key(facts, TRAVELS[subject])
    item = there.get((origin, subject, key))
    if item is None:
        item = BroughtItem(account_id=account_id, origin=origin, subject=subject, key=key, brought_at=clock.now())
        item.facts = facts
        there[origin, subject, key] = item
        db.session.add(item)
        counted = report.added
    elif item.facts != facts:
        item.facts, item.brought_at = facts, clock.now()
        counted = report.renewed
    else:
        counted = report.known
    counted[subject] = counted.get(subject, 0) + 1


def _key(facts: gathering.Row, names: tuple[str, ...]) -> str:
    known_by = [facts.get(name) for name in names]
    return hashlib.sha256(json.dumps(known_by, sort_keys=True).encode()).hexdigest()[:32]
