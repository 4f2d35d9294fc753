"""Showing certificates to somebody without an account: a link that ends, and a list of when it was opened."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.courses.certificates import rules, service
from leerloket.courses.certificates.models import Certificate, Share, ShareVisit
from leerloket.people import service as people


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link as its maker sees it: for whom, until when, whether it works, and when it was opened."""

    share_id: uuid.UUID
    meant_for: str
    made_at: datetime
    until_on: date
    is_open: bool
    visits: Sequence[datetime]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a visitor of a link sees."""

    holder_name: str
    until_on: date
    certificates: list[Certificate]


def share(account_id: uuid.UUID, meant_for: str, until_on: date) -> tuple[Share, str]:
    """Make a link to all certificates of a person, up to and including a day; answers it and its secret token, once.

    Raises `ShareTooLong` or `TooManyShares`.
    """
    rules.check_until(until_on, clock.business_date())
    if sum(link.is_open for link in list_shares(account_id)) >= rules.MOST_SHARES:
        raise rules.TooManyShares(most=rules.MOST_SHARES)
    token = secrets.token_urlsafe(32)
    made = Share(
        account_id=account_id,
        share_id=db.new_id(),
        token_hash=people.token_hash(token),
        meant_for=meant_for,
        made_at=clock.now(),
        until_on=until_on,
    )
    db.session.add(made)
    db.session.flush()
    return made, token


def list_shares(account_id: uuid.UUID) -> list[SharedLink]:
    """The links a person made, newest first, with when each was opened."""
    today = clock.business_date()
    visits: dict[uuid.UUID, list[datetime]] = {}
    for visit in db.session.scalars(
        sa.select(ShareVisit).where(ShareVisit.account_id == account_id).order_by(ShareVisit.visited_at.desc())
    ):
        visits.setdefault(visit.share_id, []).append(visit.visited_at)
    found = db.session.scalars(sa.select(Share).where(Share.account_id == account_id).order_by(Share.share_id.desc()))
    return [
        SharedLink(
            made.share_id,
            made.meant_for,
            made.made_at,
            made.until_on,
            made.stopped_at is None and today <= made.until_on,
            visits.get(made.share_id, []),
        )
        for made in found
    ]


def stop(account_id: uuid.UUID, share_id: uuid.UUID) -> None:
    """End a link now; another's does not exist (NotFound)."""
    made = db.session.get(Share, (account_id, share_id))
    if made is None:
        raise errors.NotFound
    made.stopped_at = made.stopped_at or clock.now()
    db.session.flush()


def visit(token: str) -> Shown:
    """Open a link: the visit is written down, for its maker to see. A link that ended does not exist (NotFound)."""
    made = db.session.scalar(sa.select(Share).where(Share.token_hash == people.token_hash(token)))
    if made is None or made.stopped_at is not None or clock.business_date() > made.until_on:
        raise errors.NotFound
    person = people.get_person(made.account_id)
    if person.erased_at is not None:
        raise errors.NotFound
    with db.apart() as connection:
        connection.execute(
            sa.insert(ShareVisit).values(account_id=made.account_id, share_id=made.share_id, visited_at=clock.now())
        )
    return Shown(person.name or "", made.until_on, service.list_certificates(made.account_id))
