"""A mail when a scheme opens: who waits for which, and the daily round that tells them."""

import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, outbox
from leerloket.advice.schemes import rules, versions
from leerloket.advice.schemes.models import SchemeWatch
from leerloket.advice.schemes.rules import Scheme
from leerloket.people import service as people

AT_ONCE = 200


def watch(account_id: uuid.UUID, slug: str) -> None:
    """Mail this person when the scheme opens; asking twice is asking once. Raises UnknownScheme, OpenAlready."""
    if rules.state_on(versions.get_scheme(slug), clock.business_date()).is_open:
        raise rules.OpenAlready
    db.session.execute(
        postgresql.insert(SchemeWatch)
        .values(account_id=account_id, slug=slug, asked_at=clock.now())
        .on_conflict_do_nothing()
    )


def unwatch(account_id: uuid.UUID, slug: str) -> None:
    """No mail after all; nothing happens when none was asked for."""
    db.session.execute(sa.delete(SchemeWatch).where(SchemeWatch.account_id == account_id, SchemeWatch.slug == slug))


def list_watched(account_id: uuid.UUID) -> set[str]:
    """The schemes a person waits for."""
    return set(db.session.scalars(sa.select(SchemeWatch.slug).where(SchemeWatch.account_id == account_id)))


def tell_of_openings(*, limit: int = AT_ONCE) -> int:
    """One step of the job: mail who waits for a scheme that is open today; answers how many waits are over."""
    today = clock.business_date()
    watched = set(db.session.scalars(sa.select(SchemeWatch.slug).distinct()))
    live = {
        scheme.slug: scheme
        for scheme in versions.list_schemes()
        if scheme.slug in watched and rules.state_on(scheme, today).is_open
    }
    waits = list(
        db.session.scalars(
            sa.select(SchemeWatch).where(SchemeWatch.slug.in_(live)).limit(limit).with_for_update(skip_locked=True)
        )
    )
    for wait in waits:
        _tell(wait, live[wait.slug])
        db.session.delete(wait)
    db.session.flush()
    return len(waits)


def _tell(wait: SchemeWatch, scheme: Scheme) -> None:
    person = people.get_person(wait.account_id)
    if person.erased_at is not None:
        return
    closes_on = rules.state_on(scheme, clock.business_date()).closes_on
    outbox.put(
        "scheme-open",
        person.email or "",
        dedup=f"scheme-open:{wait.account_id}:{scheme.slug}:{wait.asked_at.isoformat()}",
        facts={
            "name": person.name,
            "scheme": scheme.name.in_language(person.language),
            "slug": scheme.slug,
            "closes_on": clock.day_text(closes_on, person.language) if closes_on else "",
        },
        account_id=wait.account_id,
        language=person.language,
    )
