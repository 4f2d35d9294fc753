"""The records of schemes as they are kept: the newest version of each counts, and none is ever changed."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.advice.schemes import records, rules
from leerloket.advice.schemes.models import SchemeVersion
from leerloket.advice.schemes.rules import Scheme
from leerloket.people import service as people
from leerloket.people.audit import service as audit

SHIPPED = "Met het programma meegekomen."
NOBODY = "Leerloket"


@dataclass(frozen=True, slots=True)
class Version:
    """A scheme as it was written down once: which, when, by whom and why."""

    scheme: Scheme
    number: int
    changed_at: datetime
    changed_by: uuid.UUID | None
    changed_by_name: str
    reason: str


def import_schemes() -> int:
    """Add the shipped schemes that are not there yet; answers how many. What was edited here stays as it is."""
    here = set(db.session.scalars(sa.select(SchemeVersion.slug).distinct()))
    new = [scheme for scheme in records.read_shipped() if scheme.slug not in here]
    for scheme in new:
        _add(scheme, 1, None, SHIPPED)
    return len(new)


def list_schemes() -> list[Scheme]:
    """Every scheme as it stands now, by name."""
    newest = (
        sa.select(SchemeVersion.record)
        .ext(postgresql.distinct_on(SchemeVersion.slug))
        .order_by(SchemeVersion.slug, SchemeVersion.version.desc())
    )
    found = [records.read(record) for record in db.session.scalars(newest)]
    return sorted(found, key=lambda scheme: scheme.name.nl.lower())


def get_scheme(slug: str) -> Scheme:
    """A scheme as it stands now. Raises UnknownScheme."""
    newest = sa.select(SchemeVersion.record).where(SchemeVersion.slug == slug)
    record = db.session.scalar(newest.order_by(SchemeVersion.version.desc()).limit(1))
    if record is None:
        raise rules.UnknownScheme
    return records.read(record)


def list_versions(slug: str) -> list[Version]:
    """Every version of a scheme, the newest first. Raises UnknownScheme."""
    rows = list(
        db.session.scalars(
            sa.select(SchemeVersion).where(SchemeVersion.slug == slug).order_by(SchemeVersion.version.desc())
        )
    )
    if not rows:
        raise rules.UnknownScheme
    names = {
        person.person_id: person.name or NOBODY
        for person in people.list_persons(list({row.changed_by for row in rows if row.changed_by}))
    }
    return [
        Version(
            records.read(row.record),
            row.version,
            row.changed_at,
            row.changed_by,
            names.get(row.changed_by, NOBODY) if row.changed_by else NOBODY,
            row.reason,
        )
        for row in rows
    ]


def change_scheme(scheme: Scheme, *, version: int, changed_by: uuid.UUID, reason: str) -> int:
    """Write a new version of a scheme, after the one the editor saw (0: a new scheme); answers its number.

    Raises `errors.Changed` when somebody else wrote one meanwhile.
    """
    newest = db.session.scalar(sa.select(sa.func.max(SchemeVersion.version)).where(SchemeVersion.slug == scheme.slug))
    if (newest or 0) != version or not _add(scheme, version + 1, changed_by, reason):
        raise errors.Changed
    audit.record("change-scheme", "scheme", scheme.slug, reason=reason)
    return version + 1


def _add(scheme: Scheme, number: int, changed_by: uuid.UUID | None, reason: str) -> bool:
    """Whether the version was written: of two who write the same one, the second is not."""
    added = db.session.scalar(
        postgresql.insert(SchemeVersion)
        .values(
            slug=scheme.slug,
            version=number,
            record=records.write(scheme),
            changed_at=clock.now(),
            changed_by=changed_by,
            reason=reason,
        )
        .on_conflict_do_nothing()
        .returning(SchemeVersion.version)
    )
    return added is not None
