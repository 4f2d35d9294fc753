"""Inviting employees by a code, and joining with it.

A code is nowhere kept: it is derived from the id of its invitation under the key file, so that a letter can be
printed again, and looked up by its HMAC under the same file. A copy of the database tells no code.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import flask
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.people import rules as people_rules
from leerloket.people import service as people
from leerloket.people import signing_in, vault
from leerloket.people.audit import service as audit
from leerloket.people.employers import service as employers
from leerloket.people.invitations import rules
from leerloket.people.invitations.models import Invitation
from leerloket.people.invitations.rules import Invitee

__all__ = ["Invitation", "Invitee"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter to one employee says."""

    name: str
    personnel_number: str
    code: str
    ends_at: datetime


def invite(
    employer_id: uuid.UUID, invitees: Sequence[Invitee], *, by: uuid.UUID, keys: vault.Vault | None = None
) -> list[Invitation]:
    """Invite people at once; their letters are one PDF. An older open invitation of the same number ends.

    The codes are made under the keys of the site that answers, unless others are given.

    Raises NobodyInvited, TooManyAtOnce, HoldsBsn, or Invalid with every person that is there already.
    """
    rules.check_number(len(invitees))
    numbers = [invitee.personnel_number for invitee in invitees]
    rules.check_each_once(list(invitees), {e.personnel_number for e in employers.list_employees(employer_id)})
    for invitee in invitees:
        people_rules.check_no_bsn(f"{invitee.name} {invitee.personnel_number}", field="mensen")
    _withdraw(Invitation.employer_id == employer_id, Invitation.personnel_number.in_(numbers))
    now, batch_id, keys = clock.now(), db.new_id(), keys or _keys()
    invitations = []
    for invitee in invitees:
        invitation_id = db.new_id()
        code = rules.code_from(keys.pseudonym(_seed(invitation_id)))
        invitations.append(
            Invitation(
                employer_id=employer_id,
                invitation_id=invitation_id,
                batch_id=batch_id,
                personnel_number=invitee.personnel_number,
                name=invitee.name,
                fte_pct=invitee.fte_pct,
                starts_on=invitee.starts_on or clock.business_date(),
                code_hash=keys.pseudonym(_kept(code)),
                created_by=by,
                created_at=now,
                expires_at=now + rules.LASTS,
            )
        )
    db.session.add_all(invitations)
    db.session.flush()
    audit.record("invite", "employer", employer_id, reason=f"{len(invitations)} people")
    return invitations


def _keys() -> vault.Vault:
    return vault.open_keys(flask.current_app.config["SETTINGS"])


def _seed(invitation_id: uuid.UUID) -> str:
    return f"invitation {invitation_id}"


def _kept(code: str) -> str:
    return f"invitation code {code}"


def code_of(invitation: Invitation) -> str:
    """The code of an invitation, made again by whichever key made it. Raises NotFound when that key is gone."""
    keys = _keys()
    for digest in keys.pseudonyms(_seed(invitation.invitation_id)):
        code = rules.code_from(digest)
        if invitation.code_hash in keys.pseudonyms(_kept(code)):
            return code
    raise errors.NotFound


def list_invitations(employer_id: uuid.UUID, limit: int = 500) -> list[Invitation]:
    """The invitations of an employer, newest first."""
    mine = sa.select(Invitation).where(Invitation.employer_id == employer_id)
    return list(db.session.scalars(mine.order_by(Invitation.invitation_id.desc()).limit(limit)))


def get_letters(employer_id: uuid.UUID, batch_id: uuid.UUID) -> list[Letter]:
    """The letters of one batch, to who did not join yet. Raises NotFound when there is none."""
    found = db.session.scalars(
        sa.select(Invitation)
        .where(Invitation.employer_id == employer_id, Invitation.batch_id == batch_id, *_open())
        .order_by(Invitation.name, Invitation.personnel_number)
    )
    letters = [Letter(i.name or "", i.personnel_number, rules.written(code_of(i)), i.expires_at) for i in found]
    if not letters:
        raise errors.NotFound
    return letters


def _open() -> tuple[sa.ColumnElement[bool], ...]:
    return (Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > clock.now())


def withdraw(employer_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
    """End an invitation that was not used. Raises NotFound."""
    if not _withdraw(Invitation.employer_id == employer_id, Invitation.invitation_id == invitation_id):
        raise errors.NotFound


def end_old() -> int:
    """End the invitations whose time is over, and forget their names; answers how many."""
    return _withdraw(Invitation.expires_at <= clock.now())


def _withdraw(*which: sa.ColumnElement[bool]) -> int:
    ended = (
        sa.update(Invitation)
        .where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), *which)
        .values(withdrawn_at=clock.now(), name=None)
    )
    return cast("sa.CursorResult[Any]", db.session.execute(ended)).rowcount


def find(code: str, *, origin: str) -> Invitation:
    """The open invitation with this code. Each try is counted per origin. Raises WrongInvitationCode, TooManyTries."""
    signing_in.count_try("invitation", origin, rules.TRIES_PER_ORIGIN)
    code = rules.plain(code)
    hashes = _keys().pseudonyms(_kept(code)) if rules.is_code(code) else []
    found = db.session.scalar(sa.select(Invitation).where(Invitation.code_hash.in_(hashes), *_open()))
    if found is None:
        raise rules.WrongInvitationCode(field="code")
    return found


def get_open(employer_id: uuid.UUID, invitation_id: uuid.UUID) -> Invitation:
    """An invitation whose code was right a moment ago, locked. Raises WrongInvitationCode when it ended since."""
    found = db.session.scalar(
        sa.select(Invitation)
        .where(Invitation.employer_id == employer_id, Invitation.invitation_id == invitation_id, *_open())
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise rules.WrongInvitationCode(field="code")
    return found


def accept(employer_id: uuid.UUID, invitation_id: uuid.UUID, person_id: uuid.UUID) -> employers.Employer:
    """Let a person be the employee who was invited; the code counts no more.

    Raises WrongInvitationCode, EmployedAlready.
    """
    invitation = get_open(employer_id, invitation_id)
    employers.employ(employer_id, person_id, invitation.personnel_number, invitation.fte_pct, invitation.starts_on)
    people.grant_role(person_id, "worker")
    invitation.used_by, invitation.used_at, invitation.name = person_id, clock.now(), None
    db.session.flush()
    audit.record("join", "employer", employer_id)
    return employers.get_employer(employer_id)
