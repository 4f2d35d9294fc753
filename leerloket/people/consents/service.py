"""Giving, withdrawing and checking consent."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db, errors, outbox
from leerloket.people import service as people
from leerloket.people.consents import rules
from leerloket.people.consents.models import Consent

__all__ = ["Consent", "Receiver"]

PURPOSE = "advies over leren en werk"
"""What a receiver may use it for, as the person reads it."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A desk or an adviser who can get consent. `at` is the desk of an adviser."""

    kind: str
    receiver_id: uuid.UUID
    name: str
    at: str = ""


def list_receivers() -> list[Receiver]:
    """Every desk where somebody works as an adviser, by name, and then every adviser."""
    grants = people.list_role_holders("adviser")
    names = {person.person_id: person.name or "" for person in people.list_persons({g.person_id for g in grants})}
    desks = {
        g.organisation_id: Receiver("desk", g.organisation_id, g.organisation_name or "Leerloket")
        for g in grants
        if g.organisation_id
    }
    advisers = [Receiver("adviser", g.person_id, names[g.person_id], g.organisation_name or "") for g in grants]
    return [
        *sorted(desks.values(), key=lambda desk: desk.name),
        *sorted(advisers, key=lambda adviser: adviser.name),
    ]


def give(
    account_id: uuid.UUID,
    receiver_kind: str,
    receiver_id: uuid.UUID,
    scope: str,
    until_on: date | None = None,
    recorded_by: uuid.UUID | None = None,
    *,
    purpose: str = PURPOSE,
) -> Consent:
    """Let a desk or adviser see one thing of a person, up to and including `until_on` (12 months when omitted).

    What the receiver may see already of this scope is replaced. `recorded_by` is the adviser who wrote down what
    the person said; None when the person did it. The person gets a mail. Raises NoReceiver, ConsentTooLong.
    """
    return give_several(account_id, receiver_kind, receiver_id, [scope], until_on, recorded_by, purpose=purpose)[0]


def give_several(
    account_id: uuid.UUID,
    receiver_kind: str,
    receiver_id: uuid.UUID,
    scopes: Sequence[str],
    until_on: date | None = None,
    recorded_by: uuid.UUID | None = None,
    *,
    purpose: str = PURPOSE,
) -> list[Consent]:
    """As `give`, for several things at once, with one mail."""
    person = people.get_person(account_id)
    today = clock.business_date()
    expires_at = rules.expiry(until_on or rules.default_until(today), today)
    receiver = _get_receiver(receiver_kind, receiver_id)
    now = clock.now()
    db.session.execute(
        sa.update(Consent)
        .where(
            Consent.account_id == account_id,
            Consent.receiver_id == receiver_id,
            Consent.scope.in_(scopes),
            Consent.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    given = [
        Consent(
            account_id=account_id,
            consent_id=db.new_id(),
            receiver_kind=receiver_kind,
            receiver_id=receiver_id,
            receiver_name=receiver.name,
            scope=scope,
            purpose=purpose,
            given_at=now,
            expires_at=expires_at,
            recorded_by=recorded_by,
        )
        for scope in scopes
    ]
    db.session.add_all(given)
    db.session.flush()
    _tell(person, given, "consent_given")
    return given


def _get_receiver(kind: str, receiver_id: uuid.UUID) -> Receiver:
    if kind == "desk":
        grants = people.list_role_holders("adviser", receiver_id)
        if grants:
            return Receiver("desk", receiver_id, grants[0].organisation_name or "Leerloket")
    elif any(grant.role == "adviser" for grant in people.list_grants(receiver_id)):
        return Receiver("adviser", receiver_id, people.get_person(receiver_id).name or "")
    raise rules.NoReceiver(field="receiver_id")


def _tell(person: people.Person, consents: Sequence[Consent], kind: str) -> None:
    if person.email:
        outbox.put(
            kind,
            person.email,
            dedup=f"{kind}:{consents[0].consent_id}",
            facts={
                "name": person.name,
                "receiver": consents[0].receiver_name,
                "scopes": [consent.scope for consent in consents],
                "until": clock.day_text(consents[0].until_on, person.language),
            },
            account_id=person.person_id,
            language=person.language,
        )


def withdraw(account_id: uuid.UUID, consent_id: uuid.UUID) -> Consent:
    """Take consent back: the receiver is refused at the next request. Withdrawing twice changes nothing.

    Raises NotFound for a consent that is not this person's.
    """
    consent = db.session.get(Consent, (account_id, consent_id), with_for_update=True)
    if consent is None:
        raise errors.NotFound
    if consent.revoked_at is None:
        consent.revoked_at = clock.now()
        db.session.flush()
        _tell(people.get_person(account_id), [consent], "consent_withdrawn")
    return consent


def check(account_id: uuid.UUID, adviser_id: uuid.UUID, desk_id: uuid.UUID | None, scope: str) -> None:
    """Raises NotFound unless this adviser, or the desk, may see this of the person now. Asked at every request."""
    if not may_see(account_id, adviser_id, desk_id, scope):
        raise errors.NotFound


def may_see(account_id: uuid.UUID, adviser_id: uuid.UUID, desk_id: uuid.UUID | None, scope: str) -> bool:
    """Whether this adviser, or the desk where they work, has a live consent of this scope now."""
    return (
        db.session.scalar(
            sa.select(Consent.consent_id)
            .where(
                Consent.account_id == account_id,
                Consent.receiver_id.in_([adviser_id, desk_id] if desk_id else [adviser_id]),
                Consent.scope == scope,
                Consent.revoked_at.is_(None),
                Consent.expires_at > clock.now(),
            )
            .limit(1)
        )
        is not None
    )


def list_consents(account_id: uuid.UUID) -> list[Consent]:
    """Every consent of a person, newest first, also what ended."""
    return list(
        db.session.scalars(
            sa.select(Consent).where(Consent.account_id == account_id).order_by(Consent.consent_id.desc())
        )
    )


def list_clients(adviser_id: uuid.UUID, desk_id: uuid.UUID | None, scope: str = "account") -> list[uuid.UUID]:
    """The accounts that this adviser, or the desk, may see now."""
    return list(
        db.session.scalars(
            sa.select(Consent.account_id)
            .where(
                Consent.receiver_id.in_([adviser_id, desk_id] if desk_id else [adviser_id]),
                Consent.scope == scope,
                Consent.revoked_at.is_(None),
                Consent.expires_at > clock.now(),
            )
            .distinct()
        )
    )
