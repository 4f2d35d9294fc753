"""Writing down and showing who looked at what."""

import uuid
from datetime import datetime
from typing import Any

import flask
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.people import identity as identities
from leerloket.people.reads.models import Read

__all__ = ["Read"]


def record(
    account_id: uuid.UUID,
    *,
    object_type: str,
    purpose: str,
    action: str = "read",
    object_id: uuid.UUID | None = None,
) -> None:
    """Write down, before data leaves, that the signed-in person looks at something of somebody.

    Written on a connection of its own, so that it stays when the request is rolled back. `object_type` is
    `account`, `plan`, `consult` and the like; `action` is `read`, `write` or `denied`; `purpose` is told to the
    person. Outside a request, and for nobody signed in, the actor is the service itself.
    """
    identity = identities.current_identity()
    line = {
        "account_id": account_id,
        "read_id": db.new_id(),
        "at": clock.now(),
        "actor_id": identity.person_id if identity else None,
        "actor_name": identity.name if identity else "Leerloket",
        "role": identity.role if identity else "system",
        "organisation_name": identity.organisation_name if identity else "",
        "employer_id": identity.organisation_id if identity and identity.role == "employer" else None,
        "action": action,
        "object_type": object_type,
        "object_id": object_id,
        "purpose": purpose,
        "operation_id": flask.g.get("request_id", "") if flask.has_request_context() else "",
    }
    with db.apart() as connection:
        connection.execute(sa.insert(Read).values(line))


def select_looked_at(since: datetime, until: datetime) -> sa.Select[Any]:
    """Whose data somebody else looked at in this time; each perhaps more than once."""
    return sa.select(Read.account_id).where(Read.at >= since, Read.at < until, *_BY_SOMEBODY)


def count_by_reader(account_id: uuid.UUID, since: datetime, until: datetime) -> dict[str, int]:
    """How often each organisation, or person without one, looked at this person's data in this time."""
    who = sa.func.coalesce(sa.func.nullif(Read.organisation_name, ""), Read.actor_name)
    counted = (
        sa.select(who, sa.func.count())
        .where(Read.account_id == account_id, Read.at >= since, Read.at < until, *_BY_SOMEBODY)
        .group_by(who)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


_BY_SOMEBODY = (Read.actor_id.is_not(None), Read.actor_id != Read.account_id, Read.action != "denied")


def list_reads(account_id: uuid.UUID, *, before: uuid.UUID | None = None, limit: int = 50) -> list[Read]:
    """Who looked at this person's data, newest first; `before` is the last line of the page before."""
    older = [Read.read_id < before] if before else []
    return list(
        db.session.scalars(
            sa.select(Read).where(Read.account_id == account_id, *older).order_by(Read.read_id.desc()).limit(limit)
        )
    )
