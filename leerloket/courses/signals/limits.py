"""From which figures on the rules speak: what they begin with, and what administrators made of it."""

import uuid

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.signals import kinds
from leerloket.courses.signals.models import LimitChange
from leerloket.people.audit import service as audit


def in_force() -> dict[str, dict[str, int]]:
    """The limits that count now, by kind and name."""
    found = {kind: kinds.defaults(kind) for kind in kinds.RULED}
    for change in list_last_changes().values():
        found[change.kind][change.name] = change.value
    return found


def list_last_changes() -> dict[tuple[str, str], LimitChange]:
    """The last change of each limit that was ever changed, by kind and name."""
    query = sa.select(LimitChange).order_by(LimitChange.change_id)
    return {(change.kind, change.name): change for change in db.session.scalars(query)}


def change(kind: str, name: str, value: int, *, reason: str, by: uuid.UUID) -> kinds.Limit:
    """Give a limit another value from the next night on, with a reason. Raises NotFound for a limit nobody knows."""
    limit = kinds.find_limit(kind, name)
    if limit is None:
        raise errors.NotFound
    changed = LimitChange(
        change_id=db.new_id(),
        kind=kind,
        name=name,
        value=value,
        reason=reason,
        changed_by=by,
        changed_at=clock.now(),
    )
    db.session.add(changed)
    db.session.flush()
    audit.record("change", "signal_limit", f"{kind}/{name}", reason=str(value))
    return limit
