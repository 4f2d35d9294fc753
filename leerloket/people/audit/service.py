"""Writing down what people with power did."""

import uuid

import flask
import sqlalchemy as sa

from leerloket import clock, db
from leerloket.people import identity as identities
from leerloket.people.audit.models import AuditLine

__all__ = ["AuditLine"]


def record(
    action: str, object_type: str, object_id: uuid.UUID | str, *, result: str = "done", reason: str = ""
) -> None:
    """Write down that the signed-in person did something (`done`), or was refused (`refused`).

    What is done is written in its own transaction, so that there is no line without the deed; a refusal is
    written on a connection of its own, so that it outlives the rollback. No secrets and no BSN in `reason`.
    """
    written = line(action, object_type, object_id, identities.current_identity(), result=result, reason=reason)
    if result == "refused":
        with db.apart() as connection:
            connection.execute(written)
    else:
        db.session.execute(written)


def line(
    action: str,
    object_type: str,
    object_id: uuid.UUID | str,
    identity: identities.Identity | None,
    *,
    result: str = "done",
    reason: str = "",
) -> sa.Insert:
    """The statement that writes one line about what this identity did; for who writes it on a connection of its own."""
    in_request = flask.has_request_context()
    return sa.insert(AuditLine).values(
        line_id=db.new_id(),
        at=clock.now(),
        actor_id=identity.person_id if identity else None,
        role=identity.role if identity else "system",
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        result=result,
        reason=reason,
        origin=(flask.request.remote_addr or "") if in_request else "command line",
        operation_id=flask.g.get("request_id", "") if in_request else "",
    )


def list_lines(object_id: uuid.UUID | str, limit: int = 100) -> list[AuditLine]:
    """What happened to one object, newest first."""
    return list(
        db.session.scalars(
            sa.select(AuditLine)
            .where(AuditLine.object_id == str(object_id))
            .order_by(AuditLine.line_id.desc())
            .limit(limit)
        )
    )
