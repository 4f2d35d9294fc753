"""Persons, their roles, and signing in and out."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import argon2
import flask
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.people import rules
from leerloket.people.models import Login, Person, RoleGrant, Session, SignInAttempt
from leerloket.people.regions import service as regions

__all__ = ["Identity", "Person", "RoleGrant"]

HASHER = argon2.PasswordHasher()
NOBODYS_HASH = HASHER.hash("nobody has this password")
"""Verified when an address is unknown, so that it takes the same time."""


# --- persons ----------------------------------------------------------------------------------------------


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
    password_hash = HASHER.hash(password) if password is not None else None
    return _add_person(
        name,
        email,
        birth_on,
        password_hash,
        nlqf_level=nlqf_level,
        region_code=region_code,
        language=language,
        phone=phone,
    )


def _add_person(name: str, email: str, birth_on: date, password_hash: str | None, **other: Any) -> Person:
    rules.check_no_bsn(name, field="name")
    rules.check_no_bsn(email, field="email")
    rules.check_birth_date(birth_on, clock.business_date())
    if other.get("region_code") is not None:
        regions.check_region(other["region_code"])
    person = Person(
        person_id=db.random_id(),
        number=_free_number(),
        name=name.strip(),
        email=email.strip(),
        birth_on=birth_on,
        created_at=clock.now(),
        **other,
    )
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


# --- roles ------------------------------------------------------------------------------------------------


def grant_role(
    person_id: uuid.UUID,
    role: str,
    organisation_id: uuid.UUID | None = None,
    granted_by: uuid.UUID | None = None,
    *,
    organisation_name: str | None = None,
) -> RoleGrant:
    """Let a person be something. A staff role given by a person counts once another person approved it.

    `organisation_id` is the employer, provider or desk; its name is shown beside the person's, and kept with
    the grant. Granting what a person is already gives the grant that is there.
    """
    if role not in rules.ROLES:
        raise errors.NotFound
    current = db.session.scalar(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.organisation_id.is_not_distinct_from(organisation_id),
            RoleGrant.revoked_at.is_(None),
        )
    )
    if current is not None:
        return current
    now = clock.now()
    grant = RoleGrant(
        person_id=person_id,
        grant_id=db.new_id(),
        role=role,
        organisation_id=organisation_id,
        organisation_name=organisation_name or _employer_name(organisation_id),
        granted_by=granted_by,
        granted_at=now,
        approved_at=None if rules.needs_approval(role, granted_by) else now,
    )
    db.session.add(grant)
    db.session.flush()
    return grant


def _employer_name(organisation_id: uuid.UUID | None) -> str | None:
    employers = sa.table("employers", sa.column("employer_id", sa.Uuid), sa.column("name", sa.Text))
    return db.session.scalar(sa.select(employers.c.name).where(employers.c.employer_id == organisation_id))


def approve_grant(person_id: uuid.UUID, grant_id: uuid.UUID, approved_by: uuid.UUID) -> RoleGrant:
    """The second pair of eyes on a staff role. Raises NotFound, SamePerson."""
    grant = _get_grant(person_id, grant_id)
    rules.check_approver(person_id=person_id, granted_by=grant.granted_by, approved_by=approved_by)
    grant.approved_by, grant.approved_at = approved_by, clock.now()
    db.session.flush()
    return grant


def revoke_role(person_id: uuid.UUID, grant_id: uuid.UUID) -> None:
    """Take a role away; it acts at the person's next request. Raises NotFound."""
    _get_grant(person_id, grant_id).revoked_at = clock.now()
    db.session.flush()


def _get_grant(person_id: uuid.UUID, grant_id: uuid.UUID) -> RoleGrant:
    grant = db.session.scalar(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person_id, RoleGrant.grant_id == grant_id, RoleGrant.revoked_at.is_(None)
        )
    )
    if grant is None:
        raise errors.NotFound
    return grant


def list_grants(person_id: uuid.UUID) -> list[RoleGrant]:
    """What a person is now, in the order of `rules.ROLES`."""
    grants = db.session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None), RoleGrant.approved_at.is_not(None)
        )
    )
    return sorted(grants, key=lambda grant: (rules.ROLES.index(grant.role), grant.organisation_name or ""))


def list_role_holders(role: str, organisation_id: uuid.UUID | None = None) -> list[RoleGrant]:
    """Everybody who is something now, of one organisation or of all."""
    of_one = [RoleGrant.organisation_id == organisation_id] if organisation_id else []
    return list(
        db.session.scalars(
            sa.select(RoleGrant)
            .where(RoleGrant.role == role, RoleGrant.revoked_at.is_(None), RoleGrant.approved_at.is_not(None), *of_one)
            .order_by(RoleGrant.organisation_name, RoleGrant.grant_id)
        )
    )


# --- who is signed in -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hat:
    """One role of a person, and the organisation it is for."""

    grant_id: uuid.UUID
    role: str
    organisation_id: uuid.UUID | None
    organisation_name: str


@dataclass(slots=True)
class Identity:
    """The person behind this request, and as what. `hat` is the role that counts now."""

    person_id: uuid.UUID
    number: str
    name: str
    email: str
    language: str
    token: str
    kind: str
    expires_at: datetime
    hats: list[Hat]
    hat: Hat | None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def account_id(self) -> uuid.UUID:
        """The person's own learning account."""
        return self.person_id

    @property
    def role(self) -> str:
        """What the person is now; empty for somebody without a role."""
        return self.hat.role if self.hat else ""

    @property
    def roles(self) -> list[str]:
        """Everything the person may be."""
        return list(dict.fromkeys(hat.role for hat in self.hats))

    @property
    def organisation_id(self) -> uuid.UUID | None:
        """The employer, provider or desk of the role that counts now."""
        return self.hat.organisation_id if self.hat else None

    @property
    def organisation_name(self) -> str:
        """Its name; empty when the role has no organisation."""
        return self.hat.organisation_name if self.hat else ""

    def act_as(self, *roles: str) -> None:
        """For the rest of this request, be the first of these that the person is."""
        self.hat = next((hat for hat in self.hats if hat.role in roles), self.hat)

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self.token


IDENTITY = """
SELECT p.person_id, p.number, p.name, p.email, p.language, s.kind, s.expires_at, s.grant_id,
       g.grant_id, g.role, g.organisation_id, g.organisation_name
FROM sessions s
JOIN persons p ON p.person_id = s.account_id
LEFT JOIN role_grants g ON g.person_id = s.account_id AND g.revoked_at IS NULL AND g.approved_at IS NOT NULL
WHERE s.account_id = %s AND s.token_hash = %s AND s.kind = %s AND s.revoked_at IS NULL AND s.expires_at > %s
"""


def find_identity(token: str, kind: str) -> Identity | None:
    """Who holds this token; None when it is unknown, over, revoked or of the other kind. One indexed query."""
    parts = rules.split_token(token)
    if parts is None:
        return None
    with db.cursor() as cursor:
        rows = cursor.execute(IDENTITY, [*parts, kind, clock.now()]).fetchall()
    if not rows:
        return None
    hats = [Hat(row[8], row[9], row[10], row[11] or "") for row in rows if row[8]]
    hats.sort(key=lambda hat: (rules.ROLES.index(hat.role), hat.organisation_name))
    person_id, number, name, email, language, kind, expires_at, grant_id = rows[0][:8]
    chosen = next((hat for hat in hats if hat.grant_id == grant_id), hats[0] if hats else None)
    return Identity(
        person_id, number, name or "", email or "", language, token, kind, expires_at, hats=hats, hat=chosen
    )


def open_session(person_id: uuid.UUID, kind: str = "page") -> str:
    """Sign a person in for 12 hours, on pages (`page`) or over the API (`bearer`). Returns the token, kept nowhere."""
    token = rules.new_token(person_id)
    now = clock.now()
    db.session.add(
        Session(
            account_id=person_id,
            token_hash=rules.token_hash(token),
            kind=kind,
            created_at=now,
            expires_at=now + rules.SESSION_LASTS[kind],
        )
    )
    db.session.flush()
    return token


def close_session(token: str) -> None:
    """Sign out: the token is worth nothing from now on."""
    parts = rules.split_token(token)
    if parts is not None:
        _revoke_sessions(Session.account_id == parts[0], Session.token_hash == parts[1])


def close_all_sessions(person_id: uuid.UUID) -> None:
    """Sign a person out everywhere."""
    _revoke_sessions(Session.account_id == person_id)


def _revoke_sessions(*which: sa.ColumnElement[bool]) -> None:
    db.session.execute(sa.update(Session).where(*which, Session.revoked_at.is_(None)).values(revoked_at=clock.now()))


def choose_role(identity: Identity, grant_id: uuid.UUID) -> Hat:
    """Be something else from the next page on. Raises NotFound for a role the person does not have."""
    hat = next((hat for hat in identity.hats if hat.grant_id == grant_id), None)
    if hat is None:
        raise errors.NotFound
    db.session.execute(
        sa.update(Session)
        .where(Session.account_id == identity.person_id, Session.token_hash == rules.token_hash(identity.token))
        .values(grant_id=grant_id)
    )
    identity.hat = hat
    return hat


# --- signing in -------------------------------------------------------------------------------------------


def sign_in(email: str, password: str, *, origin: str) -> Person:
    """The person with this address and password. Raises WrongSignIn or TooManyTries.

    Every try is counted first, on its own connection, for the address and for the origin (an IP address). An
    unknown address costs the same hash and gives the same words as a wrong password.
    """
    address = rules.normal_email(email)
    _count_try("address", address, rules.TRIES_PER_ADDRESS)
    _count_try("origin", origin, rules.TRIES_PER_ORIGIN)
    login = db.session.get(Login, address)
    is_right = _verify(login.password_hash if login else None, password)
    if login is None or login.disabled_at is not None or not is_right:
        raise rules.WrongSignIn(field="email")
    assert login.password_hash is not None  # noqa: S101 - a password was right
    if HASHER.check_needs_rehash(login.password_hash):
        login.password_hash = HASHER.hash(password)
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.bucket == _bucket("address", address)))
    return get_person(login.person_id)


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        HASHER.verify(password_hash or NOBODYS_HASH, password[: rules.LONGEST_PASSWORD + 1])
    except argon2.exceptions.VerificationError:
        return False
    return password_hash is not None


def _bucket(kind: str, value: str) -> bytes:
    return rules.bucket(kind, value, flask.current_app.config["SETTINGS"].secret_key)


def _count_try(kind: str, value: str, most: int) -> None:
    now = clock.now()
    is_old = SignInAttempt.started_at <= now - rules.TRY_WINDOW
    insert = postgresql.insert(SignInAttempt).values(bucket=_bucket(kind, value), tries=1, started_at=now)
    counted = insert.on_conflict_do_update(
        index_elements=["bucket"],
        set_={
            "tries": sa.case((is_old, 1), else_=SignInAttempt.tries + 1),
            "started_at": sa.case((is_old, now), else_=SignInAttempt.started_at),
        },
    ).returning(SignInAttempt.tries)
    with db.apart() as connection:
        tries = connection.scalar(counted)
    if tries is not None and tries > most:
        raise rules.TooManyTries


def set_password(person_id: uuid.UUID, password: str) -> None:
    """Give a person a new password, and sign them out everywhere."""
    person = get_person(person_id)
    rules.check_password(password, name=person.name or "", email=person.email or "")
    db.session.execute(sa.update(Login).where(Login.person_id == person_id).values(password_hash=HASHER.hash(password)))
    close_all_sessions(person_id)


def disable_sign_in(person_id: uuid.UUID) -> None:
    """Nobody signs in as this person any more; open sessions end at once."""
    db.session.execute(sa.update(Login).where(Login.person_id == person_id).values(disabled_at=clock.now()))
    close_all_sessions(person_id)


def list_personas() -> list[tuple[RoleGrant, Person]]:
    """One person per role, the first that was made: whom a visitor of the demo can be."""
    rows = db.session.execute(
        sa.select(RoleGrant, Person)
        .join(Person, Person.person_id == RoleGrant.person_id)
        .where(RoleGrant.revoked_at.is_(None), RoleGrant.approved_at.is_not(None), Person.erased_at.is_(None))
        .ext(postgresql.distinct_on(RoleGrant.role))
        .order_by(RoleGrant.role, RoleGrant.grant_id)
    )
    return sorted(((grant, person) for grant, person in rows), key=lambda row: rules.ROLES.index(row[0].role))
