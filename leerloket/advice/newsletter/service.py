"""Asking for the newsletter, confirming it and stopping it."""

import uuid

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, outbox
from leerloket.advice.newsletter import rules
from leerloket.advice.newsletter.models import NewsletterIssue, NewsletterReader
from leerloket.people import service as people
from leerloket.people.regions import service as regions

__all__ = ["NewsletterIssue", "NewsletterReader"]

TRIES_PER_ORIGIN = 20


def ask(email: str, region_code: str, *, language: str, origin: str) -> None:
    """Ask for the newsletter of a region at this address; a mail asks whether that was meant.

    The answer is the same for every address. Raises UnknownRegion, TooManyTries.
    """
    people.count_try("newsletter", origin, TRIES_PER_ORIGIN)
    regions.check_region(region_code)
    now = clock.now()
    asked = {"email": email.strip(), "region_code": region_code, "language": language, "asked_at": now}
    reader_id = db.session.scalar(
        postgresql.insert(NewsletterReader)
        .values(reader_id=db.random_id(), email_norm=_normal(email), **asked)
        .on_conflict_do_update(
            index_elements=["email_norm"], index_where=NewsletterReader.confirmed_at.is_(None), set_=asked
        )
        .returning(NewsletterReader.reader_id)
    )
    outbox.put(
        "newsletter-confirm",
        email.strip(),
        dedup=f"newsletter-confirm:{reader_id}:{region_code}:{clock.business_date(now)}",
        facts={"region": regions.get_region(region_code).name, "path": f"/nieuwsbrief/bevestigen/{reader_id}"},
        language=language,
    )


def _normal(email: str) -> str:
    return email.strip().lower()


def get_reader(reader_id: uuid.UUID) -> NewsletterReader:
    """Who asked, by the id in the mail. Raises NewsletterLinkTooOld."""
    return _check_link(db.session.get(NewsletterReader, reader_id))


def _check_link(reader: NewsletterReader | None) -> NewsletterReader:
    if reader is None or (reader.confirmed_at is None and reader.asked_at < clock.now() - rules.CONFIRM_WITHIN):
        raise rules.NewsletterLinkTooOld
    return reader


def confirm(reader_id: uuid.UUID) -> NewsletterReader:
    """The address is right: send it from now on, in place of what this address got before."""
    reader = _check_link(db.session.get(NewsletterReader, reader_id, with_for_update=True))
    if reader.confirmed_at is None:
        db.session.execute(
            sa.delete(NewsletterReader).where(
                NewsletterReader.email_norm == reader.email_norm, NewsletterReader.reader_id != reader_id
            )
        )
        reader.confirmed_at = clock.now()
        db.session.flush()
    return reader


def stop(reader_id: uuid.UUID) -> None:
    """Send nothing more to this reader, and forget the address. Twice is as good as once."""
    db.session.execute(sa.delete(NewsletterReader).where(NewsletterReader.reader_id == reader_id))


def find_own(account_id: uuid.UUID) -> NewsletterReader | None:
    """What a person of ours gets; None when nothing."""
    return db.session.scalar(sa.select(NewsletterReader).where(NewsletterReader.account_id == account_id))


def choose_own(account_id: uuid.UUID, region_code: str | None) -> None:
    """A person wants the newsletter of this region, or (None) none. Their address was confirmed before.

    Raises UnknownRegion, NoAddress.
    """
    if region_code is None:
        db.session.execute(sa.delete(NewsletterReader).where(NewsletterReader.account_id == account_id))
        return
    regions.check_region(region_code)
    person = people.get_person(account_id)
    if not person.email:
        raise rules.NoAddress
    now = clock.now()
    chosen = {"region_code": region_code, "language": person.language, "confirmed_at": now}
    db.session.execute(sa.delete(NewsletterReader).where(NewsletterReader.email_norm == _normal(person.email)))
    db.session.execute(
        postgresql.insert(NewsletterReader)
        .values(reader_id=db.random_id(), account_id=account_id, asked_at=now, **chosen)
        .on_conflict_do_update(index_elements=["account_id"], set_=chosen)
    )


def count_readers() -> dict[str, int]:
    """How many readers each region has."""
    rows = db.session.execute(
        sa.select(NewsletterReader.region_code, sa.func.count())
        .where(NewsletterReader.confirmed_at.is_not(None))
        .group_by(NewsletterReader.region_code)
    )
    return {row[0]: row[1] for row in rows}


def list_issues(limit: int = 50) -> list[NewsletterIssue]:
    """What was sent, newest first."""
    newest_first = sa.select(NewsletterIssue).order_by(NewsletterIssue.month.desc(), NewsletterIssue.region_code)
    return list(db.session.scalars(newest_first.limit(limit)))


def forget_unconfirmed() -> int:
    """Forget the addresses that nobody confirmed in time; answers how many."""
    old = sa.delete(NewsletterReader).where(
        NewsletterReader.confirmed_at.is_(None), NewsletterReader.asked_at < clock.now() - rules.CONFIRM_WITHIN
    )
    return len(db.session.scalars(old.returning(NewsletterReader.reader_id)).all())
