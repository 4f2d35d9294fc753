"""What only a controller does: take a sample of bookings with everything about them, and leave traces of looking."""

import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from leerloket import db
from leerloket.people import service as people
from leerloket.people.audit import service as audit

LOOKED = "look"
MOST = 200
"""Bookings of one sample."""

SAMPLE = """
SELECT id FROM audit_v1.booking ORDER BY encode(sha256(convert_to(id || :seed, 'UTF8')), 'hex') LIMIT :count
"""
"""The same seed gives the same sample, so that somebody else can take it again."""

TRAIL = {
    "booking": "SELECT * FROM audit_v1.booking WHERE id = :id",
    "edition": "SELECT e.* FROM audit_v1.edition e JOIN audit_v1.booking b ON b.edition_id = e.id WHERE b.id = :id",
    "prices": "SELECT p.* FROM audit_v1.price p JOIN audit_v1.booking b USING (edition_id) WHERE b.id = :id",
    "steps": "SELECT * FROM audit_v1.booking_event WHERE booking_id = :id ORDER BY n",
    "attendance": "SELECT * FROM audit_v1.attendance WHERE booking_id = :id",
    "transfers": "SELECT * FROM audit_v1.tx WHERE booking_id = :id ORDER BY created_at",
    "entries": "SELECT e.* FROM audit_v1.entry e JOIN audit_v1.tx t ON t.id = e.tx_id WHERE t.booking_id = :id"
    " ORDER BY e.id",
    "reversals": "SELECT r.* FROM audit_v1.reversal r JOIN audit_v1.tx t ON t.id = r.original_id"
    " WHERE t.booking_id = :id",
    "messages": "SELECT * FROM audit_v1.outbox WHERE booking_id = :id ORDER BY dedup",
}
"""Everything an auditor may read about a booking: pseudonyms, amounts and instants, no name."""


@dataclass(frozen=True, slots=True)
class Look:
    """A page a controller opened."""

    at: datetime
    name: str
    path: str


def take_sample(count: int, seed: str) -> bytes:
    """A ZIP with one JSON file per booking of a random sample, each with its whole trail. The audit log notes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for booking_id in db.session.scalars(sa.text(SAMPLE), {"seed": seed, "count": count}).all():
            file.writestr(f"{booking_id}.json", json.dumps(trail(booking_id), indent=1, default=str))
    return target.getvalue()


def trail(booking_id: uuid.UUID) -> dict[str, list[dict[str, Any]]]:
    """What the auditor's views hold of one booking, by view."""
    found = {}
    for name, query in TRAIL.items():
        rows = db.session.execute(sa.text(query), {"id": booking_id}).mappings()
        found[name] = [dict(row) for row in rows]
    return found


def note_look(path: str, identity: people.Identity) -> None:
    """Write down that a controller opened a page, before it leaves."""
    with db.apart() as connection:
        connection.execute(audit.line(LOOKED, "page", path, identity))


def list_looks(limit: int = 50) -> list[Look]:
    """What controllers opened, newest first."""
    lines = list(
        db.session.scalars(
            sa.select(audit.AuditLine)
            .where(audit.AuditLine.action == LOOKED)
            .order_by(audit.AuditLine.line_id.desc())
            .limit(limit)
        )
    )
    return list(_with_names(lines))


def _with_names(lines: list[audit.AuditLine]) -> Iterator[Look]:
    ids = {line.actor_id for line in lines if line.actor_id}
    names = {person.person_id: person.name or person.number for person in people.list_persons(ids)}
    for line in lines:
        yield Look(line.at, names.get(line.actor_id, "–") if line.actor_id else "–", line.object_id)
