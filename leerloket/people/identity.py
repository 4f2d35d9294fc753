"""Who is signed in, and as what."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import flask
import flask_login
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.people import rules
from leerloket.people.models import Session


@dataclass(frozen=True, slots=True)
class Hat:
    """One role of a person, and the organisation it is for."""

    grant_id: uuid.UUID
    role: str
    organisation_id: uuid.UUID | None
    organisation_name: str


@dataclass(slots=True)
class Identity:
    """The person behind this request, and as what. `hat` is the role that counts now.

    `scopes` is all that may be done, for the key of another system; None where the person itself is there.
    """

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
    has_second_step: bool = False
    scopes: tuple[str, ...] | None = None

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
    def is_staff(self) -> bool:
        """Whether one of the roles gives power over others, also when another role counts now."""
        return not rules.STAFF_ROLES.isdisjoint(self.roles)

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
       g.grant_id, g.role, g.organisation_id, g.organisation_name, f.confirmed_at IS NOT NULL
FROM sessions s
JOIN persons p ON p.person_id = s.account_id
LEFT JOIN role_grants g ON g.person_id = s.account_id AND g.revoked_at IS NULL AND g.approved_at IS NOT NULL
LEFT JOIN second_factors f ON f.account_id = s.account_id
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
        person_id,
        number,
        name or "",
        email or "",
        language,
        token,
        kind,
        expires_at,
        hats=hats,
        hat=chosen,
        has_second_step=rows[0][12],
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


def current_identity() -> Identity | None:
    """Who is signed in at this request; None for nobody, and outside a request."""
    if not flask.has_request_context() or not flask_login.current_user.is_authenticated:
        return None
    found: Identity = flask_login.current_user._get_current_object()
    return found
