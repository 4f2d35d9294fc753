"""Persons: making, finding, changing and erasing them."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors, outbox
from leerloket.people import identity, passwords, rules
from leerloket.people.audit import service as audit
from leerloket.people.models import (
    KnownDevice,
    Login,
    PasswordReset,
    Person,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
    SignUp,
)
from leerloket.people.regions import service as regions


def create_person(
    email: str,
    name: str,
    *,
    birth_on: date,
    nlqf_level: int | None = None,
    region_code: str | None = None,
    password: str | None = None,
    language: str = "nl",
    phone: str | None = None,
) -> Person:
    """Make a person and the sign-in of this address. `nlqf_level` is 0 (entry) to 8; without password nobody signs in.

    Raises EmailInUse, HoldsBsn, NotABirthDate, PasswordTooShort and the like.
    """
    if password is not None:
        rules.check_password(password, name=name, email=email)
    password_hash = passwords.hashed(password) if password is not None else None
    return add_person(
        name,
        email,
        birth_on,
        password_hash,
        nlqf_level=nlqf_level,
        region_code=region_code,
        language=language,
        phone=phone,
    )


def add_person(name: str, email: str, birth_on: date, password_hash: str | None, **other: Any) -> Person:
    """As `create_person`, with a password that is hashed already."""
    rules.check_no_bsn(email, field="email")
    person = _new_person(name, birth_on, email=email.strip(), **other)
    opened = db.session.execute(
        postgresql.insert(Login)
        .values(email_norm=rules.normal_email(email), person_id=person.person_id, password_hash=password_hash)
        .on_conflict_do_nothing()
        .returning(Login.email_norm)
    ).first()
    if opened is None:
        raise rules.EmailInUse(field="email")
    db.session.add(person)
    db.session.flush()
    return person


def create_person_on_paper(
    name: str,
    postal_address: str,
    *,
    birth_on: date,
    nlqf_level: int | None = None,
    region_code: str | None = None,
    phone: str | None = None,
) -> Person:
    """Make a person without e-mail, who does not sign in: what is told to them goes by post, to this address.

    Raises HoldsBsn, NotABirthDate, UnknownRegion.
    """
    person = _new_person(
        name,
        birth_on,
        postal_address=postal_address.strip(),
        nlqf_level=nlqf_level,
        region_code=region_code,
        language="nl",
        phone=phone,
    )
    db.session.add(person)
    db.session.flush()
    tell_welcome(person)
    return person


def tell_welcome(person: Person) -> None:
    """Welcome a new person, by mail or on paper."""
    outbox.put(
        "welcome",
        person.email or "",
        dedup=f"welcome:{person.person_id}",
        facts={"name": person.name, "number": person.number},
        account_id=person.person_id,
        language=person.language,
    )


def _new_person(name: str, birth_on: date, **other: Any) -> Person:
    rules.check_no_bsn(name, field="name")
    rules.check_birth_date(birth_on, clock.business_date())
    if other.get("region_code") is not None:
        regions.check_region(other["region_code"])
    return Person(
        person_id=db.random_id(),
        number=_free_number(),
        name=name.strip(),
        birth_on=birth_on,
        created_at=clock.now(),
        **other,
    )


def _free_number() -> str:
    for groups in (2, 2, 2, 3, 3):
        number = rules.new_number(groups)
        if db.session.scalar(sa.select(Person.person_id).where(Person.number == number)) is None:
            return number
    return rules.new_number(groups=4)


def get_person(person_id: uuid.UUID) -> Person:
    """One person. Raises NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise errors.NotFound
    return person


def find_person_by_email(email: str) -> Person | None:
    """Whoever signs in with this address, however it is written."""
    login = db.session.get(Login, rules.normal_email(email))
    return db.session.get(Person, login.person_id) if login else None


def find_person_ids_by_email(emails: Collection[str]) -> list[uuid.UUID]:
    """Whoever sign in with these addresses, however they are written; in no order, unknown addresses left out."""
    wanted = sa.bindparam(None, [rules.normal_email(email) for email in emails], type_=postgresql.ARRAY(sa.Text))
    return list(db.session.scalars(sa.select(Login.person_id).where(Login.email_norm == sa.any_(wanted))))


def find_person_by_number(number: str) -> Person | None:
    """Whoever has this number, as `LR-204-881`, with or without spaces."""
    return db.session.scalar(sa.select(Person).where(Person.number == number.replace(" ", "").upper()))


def list_persons(person_ids: Iterable[uuid.UUID]) -> list[Person]:
    """These persons, in no order; ids that are unknown are left out."""
    return list(db.session.scalars(sa.select(Person).where(Person.person_id.in_(list(person_ids)))))


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person reads mail, in which language, and at which providers the person works."""

    email: str
    language: str
    provider_ids: list[uuid.UUID]


CONTACT = """
SELECT p.email, p.language,
       ARRAY(SELECT g.organisation_id FROM role_grants g
             WHERE g.person_id = p.person_id AND g.role = 'provider' AND g.organisation_id IS NOT NULL
               AND g.revoked_at IS NULL AND g.approved_at IS NOT NULL)
FROM persons p WHERE p.person_id = %s
"""


def get_contact(person_id: uuid.UUID) -> Contact:
    """What a booking needs to know of a person, in one indexed query. Raises NotFound."""
    with db.cursor() as cursor:
        row = cursor.execute(CONTACT, [person_id]).fetchone()
    if row is None:
        raise errors.NotFound
    return Contact(row[0] or "", row[1], row[2])


def change_details(
    person_id: uuid.UUID,
    *,
    name: str,
    phone: str | None,
    region_code: str | None,
    language: str,
    postal_address: str | None = None,
) -> Person:
    """What a person may change without proof. Raises HoldsBsn, UnknownRegion."""
    person = get_person(person_id)
    rules.check_no_bsn(name, field="name")
    if region_code is not None:
        regions.check_region(region_code)
    person.name, person.phone, person.region_code, person.language = name.strip(), phone, region_code, language
    person.postal_address = postal_address
    db.session.flush()
    return person


def erase_person(person_id: uuid.UUID) -> None:
    """Take away all that names a person, and every way to sign in. The random id stays, for the ledger (trust.md)."""
    person = get_person(person_id)
    logins = sa.select(Login.email_norm).where(Login.person_id == person_id)
    db.session.execute(sa.delete(SignUp).where(SignUp.email_norm.in_(logins)))
    db.session.execute(sa.delete(Login).where(Login.person_id == person_id))
    for of_signing_in in (RecoveryCode, SecondFactor, PasswordReset, KnownDevice):
        db.session.execute(sa.delete(of_signing_in).where(of_signing_in.account_id == person_id))
    outbox.forget_person(person_id, person.email or "")
    identity.close_all_sessions(person_id)
    db.session.execute(
        sa.update(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    person.name = person.email = person.phone = person.postal_address = person.birth_on = person.nlqf_level = None
    person.bsn_ciphertext = person.bsn_hmac = person.key_version = None
    person.erased_at = person.erased_at or clock.now()
    db.session.flush()
    audit.record("erase", "person", person_id)
