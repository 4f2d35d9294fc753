"""The verbs of certificates, and the one door of this folder: issue, list, check, withdraw.

A provider gives them to who attended; the person keeps them for life. Sharing is in `sharing.py`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.certificates import rules
from leerloket.courses.certificates.models import Certificate
from leerloket.courses.certificates.rules import PRESENT_PCT
from leerloket.people import service as people
from leerloket.people import vault
from leerloket.people.audit import service as audit

__all__ = ["PRESENT_PCT"]

SHOWN = 500
"""Bookings on one page."""


@dataclass(frozen=True, slots=True)
class Earned:
    """A participant who earned a certificate, with the certificate when it was given already."""

    booking: bookings.Booking
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What anybody who holds the code may know: the certificate and the name of its holder."""

    certificate: Certificate
    holder_name: str


@dataclass(frozen=True, slots=True)
class EditionEarned:
    """An edition in which people earned certificates, and how many have theirs."""

    edition_id: uuid.UUID
    module_title: str
    starts_at: datetime
    earned: int
    given: int


def list_editions(provider_id: uuid.UUID) -> list[EditionEarned]:
    """The editions of a provider in which people earned certificates, the latest first."""
    found = bookings.list_for_provider(provider_id, states=sorted(rules.ATTENDED), limit=SHOWN)
    earned = [booking for booking in found if _has_earned(booking)]
    given = _given_for([booking.booking_id for booking in earned])
    editions: dict[uuid.UUID, list[bookings.Booking]] = {}
    for booking in sorted(earned, key=lambda booking: booking.starts_at, reverse=True):
        editions.setdefault(booking.edition_id, []).append(booking)
    return [
        EditionEarned(
            edition_id,
            members[0].module_title,
            members[0].starts_at,
            len(members),
            sum(booking.booking_id in given for booking in members),
        )
        for edition_id, members in editions.items()
    ]


def list_earned(provider_id: uuid.UUID, edition_id: uuid.UUID) -> list[Earned]:
    """Who earned a certificate in an own edition. An edition of another, or without participants: NotFound."""
    found = bookings.list_for_provider(provider_id, edition_id=edition_id, limit=SHOWN)
    if not found:
        raise errors.NotFound
    earned = [booking for booking in found if _has_earned(booking)]
    given = _given_for([booking.booking_id for booking in earned])
    return [Earned(booking, given.get(booking.booking_id)) for booking in earned]


def _has_earned(booking: bookings.Booking) -> bool:
    attendance = booking.attendance
    if attendance is None:
        return False
    is_confirmed = attendance.confirmed_at is not None
    return rules.has_earned(booking.state, attendance.present_pct, is_confirmed=is_confirmed)


def _given_for(booking_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Certificate]:
    found = db.session.scalars(sa.select(Certificate).where(Certificate.booking_id.in_(booking_ids)))
    return {certificate.booking_id: certificate for certificate in found}


def issue(provider_id: uuid.UUID, booking_id: uuid.UUID, *, issued_by: uuid.UUID, keys: vault.Vault) -> Certificate:
    """Give the participant of an own booking a certificate, in the words of the module now; once for a booking.

    Raises NotFound for another provider's booking, `NotEarned`, or `NothingToProve` for a module that gives none.
    """
    booking = bookings.get_booking(bookings.account_of(booking_id, provider_id), booking_id, lock=True)
    given = _given_for([booking_id]).get(booking_id)
    if given is not None:
        return given
    if not _has_earned(booking):
        raise rules.NotEarned(present_pct=PRESENT_PCT)
    module = catalogue.get_own_module(provider_id, booking.module_id)
    if module.proof == "none":
        raise rules.NothingToProve
    certificate = Certificate(
        account_id=booking.account_id,
        certificate_id=db.new_id(),
        booking_id=booking_id,
        code=rules.new_code(),
        proof=module.proof,
        provider_id=provider_id,
        provider_name=booking.provider_name,
        module_slug=module.slug,
        title=module.title,
        about=module.about,
        outcomes=list(module.outcomes),
        skills=list(module.skills),
        nlqf=module.nlqf,
        hours=module.hours,
        issued_at=clock.now().replace(microsecond=0),
        issued_by=issued_by,
        key_version=keys.versions[0],
    )
    db.session.add(certificate)
    db.session.flush()
    _tell(certificate, booking)
    return certificate


def _tell(certificate: Certificate, booking: bookings.Booking) -> None:
    contact = people.get_contact(certificate.account_id)
    if contact.email:
        outbox.put(
            "certificate-ready",
            contact.email,
            dedup=f"certificate-ready:{certificate.certificate_id}",
            facts={"reference": booking.reference},
            account_id=certificate.account_id,
            booking_id=booking.booking_id,
            language=contact.language,
        )


def list_certificates(account_id: uuid.UUID) -> list[Certificate]:
    """The certificates of a person, newest first, withdrawn ones too."""
    return list(
        db.session.scalars(
            sa.select(Certificate)
            .where(Certificate.account_id == account_id)
            .order_by(Certificate.issued_at.desc(), Certificate.certificate_id.desc())
        )
    )


def get_certificate(account_id: uuid.UUID, certificate_id: uuid.UUID) -> Certificate:
    """One certificate of this person; another's does not exist (NotFound)."""
    found = db.session.get(Certificate, (account_id, certificate_id))
    if found is None:
        raise errors.NotFound
    return found


def get_own_certificate(provider_id: uuid.UUID, certificate_id: uuid.UUID, *, lock: bool = False) -> Certificate:
    """One certificate this provider gave; another's does not exist (NotFound)."""
    query = sa.select(Certificate).where(
        Certificate.certificate_id == certificate_id, Certificate.provider_id == provider_id
    )
    found = db.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise errors.NotFound
    return found


def check(typed: str) -> Checked:
    """The certificate with this code, as it was typed, withdrawn or not. Raises NotFound for any other code."""
    code = rules.code_of(typed)
    found = db.session.scalar(sa.select(Certificate).where(Certificate.code == code)) if code else None
    if found is None:
        raise errors.NotFound
    person = people.get_person(found.account_id)
    if person.erased_at is not None:
        raise errors.NotFound
    return Checked(found, person.name or "")


def withdraw(provider_id: uuid.UUID, certificate_id: uuid.UUID, *, reason: str, withdrawn_by: uuid.UUID) -> Certificate:
    """The provider takes an own certificate back, with the reason that everybody who checks it will read.

    Raises NotFound for another provider's certificate, `WithdrawnAlready`.
    """
    found = get_own_certificate(provider_id, certificate_id, lock=True)
    if found.withdrawn_at is not None:
        raise rules.WithdrawnAlready
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_reason = clock.now(), withdrawn_by, reason
    audit.record("withdraw", "certificate", certificate_id)
    db.session.flush()
    return found
