"""Making, finding and revoking keys. A key acts for who made it: it stops when that person leaves."""

import uuid
from datetime import date

import flask
import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.people.audit import service as audit
from leerloket.people.identity import Hat, Identity, current_identity
from leerloket.people.keys import rules
from leerloket.people.keys.models import ApiKey
from leerloket.people.keys.rules import SCOPES, KeyUsedTooOften

__all__ = ["SCOPES", "ApiKey", "KeyUsedTooOften"]

FIND = """
SELECT k.organisation_id, k.key_id, k.scopes, k.role, k.ends_on, k.name,
       p.person_id, p.number, p.name, p.email, p.language, g.grant_id, g.organisation_name
FROM api_keys k
JOIN persons p ON p.person_id = k.created_by
JOIN role_grants g ON g.person_id = k.created_by AND g.role = k.role AND g.organisation_id = k.organisation_id
WHERE k.key_hash = :key_hash AND k.revoked_at IS NULL AND k.ends_on >= :today
  AND g.revoked_at IS NULL AND g.approved_at IS NOT NULL
"""
COUNT = """
UPDATE api_keys SET last_used_at = :now,
       uses_this_minute = CASE WHEN minute_at = :minute THEN uses_this_minute + 1 ELSE 1 END, minute_at = :minute
WHERE organisation_id = :organisation_id AND key_id = :key_id
RETURNING uses_this_minute
"""


def own_organisation() -> uuid.UUID:
    """The employer or provider for which the signed-in officer acts. Raises NotFound for a role without one."""
    officer = current_identity()
    if officer is None or officer.organisation_id is None:
        raise errors.NotFound
    return officer.organisation_id


def make_own_key(*, name: str, scopes: list[str], ends_on: date | None) -> tuple[ApiKey, str]:
    """As `make_key`, for the organisation and role of the signed-in officer."""
    officer = current_identity()
    assert officer is not None  # noqa: S101 - the view asks for a role
    is_demo = flask.current_app.config["SETTINGS"].demo
    mine = {"by": officer.person_id, "is_demo": is_demo}
    return make_key(own_organisation(), officer.role, name=name, scopes=scopes, ends_on=ends_on, **mine)


def make_key(
    organisation_id: uuid.UUID,
    role: str,
    *,
    name: str,
    scopes: list[str],
    ends_on: date | None = None,
    by: uuid.UUID,
    is_demo: bool = False,
) -> tuple[ApiKey, str]:
    """Make a key; answers it with its text, which is kept nowhere and shown this once.

    Raises ScopeUnknown, KeyEndsTooLate.
    """
    today = clock.business_date()
    ends_on = ends_on or rules.default_end(today)
    rules.check_scopes(role, scopes)
    rules.check_end(ends_on, today)
    text = rules.new_key(is_demo=is_demo)
    key = ApiKey(
        organisation_id=organisation_id,
        key_id=db.new_id(),
        key_hash=rules.key_hash(text),
        begins_with=text[: rules.SHOWN],
        role=role,
        name=name.strip(),
        scopes=[scope for scope in rules.SCOPES[role] if scope in scopes],
        created_by=by,
        created_at=clock.now(),
        ends_on=ends_on,
    )
    db.session.add(key)
    db.session.flush()
    audit.record("make", "api-key", key.key_id, reason=" ".join(key.scopes))
    return key, text


def list_keys(organisation_id: uuid.UUID, role: str) -> list[ApiKey]:
    """The keys of an organisation, newest first, also those that ended."""
    return list(
        db.session.scalars(
            sa.select(ApiKey)
            .where(ApiKey.organisation_id == organisation_id, ApiKey.role == role)
            .order_by(ApiKey.key_id.desc())
        )
    )


def revoke_key(organisation_id: uuid.UUID, key_id: uuid.UUID) -> ApiKey:
    """Let a key stop at once; twice changes nothing. Raises NotFound for a key of somebody else."""
    key = db.session.get(ApiKey, (organisation_id, key_id), with_for_update=True)
    if key is None:
        raise errors.NotFound
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        db.session.flush()
        audit.record("revoke", "api-key", key_id)
    return key


def find_identity(text: str) -> Identity | None:
    """Who calls with this key: the officer who made it, with this role and these scopes only.

    None for a key that is unknown, revoked or over, or whose maker no longer has the role. Every use is written
    in the audit log, apart from the transaction of the call. Raises KeyUsedTooOften.
    """
    if not rules.is_key(text):
        return None
    now = clock.now()
    with db.apart() as connection:
        found = {"key_hash": rules.key_hash(text), "today": clock.business_date(now)}
        row = connection.execute(sa.text(FIND), found).first()
        if row is None:
            return None
        organisation_id, key_id, scopes, role, ends_on, name = row[:6]
        hat = Hat(row[11], role, organisation_id, row[12] or "")
        identity = Identity(
            person_id=row[6],
            number=row[7],
            name=row[8] or "",
            email=row[9] or "",
            language=row[10],
            token=str(key_id),
            kind="key",
            expires_at=clock.end_of_day(ends_on),
            hats=[hat],
            hat=hat,
            has_second_step=True,
            scopes=tuple(scopes),
        )
        minute = {"now": now, "minute": now.replace(second=0, microsecond=0)}
        which = {"organisation_id": organisation_id, "key_id": key_id}
        uses = connection.scalar(sa.text(COUNT), minute | which)
        request = flask.request
        connection.execute(
            audit.line("use", "api-key", key_id, identity, reason=f"{name}: {request.method} {request.path}")
        )
    if uses is not None and uses > rules.USES_PER_MINUTE:
        raise rules.KeyUsedTooOften(per_minute=rules.USES_PER_MINUTE)
    return identity
