"""Grace after an outage: money does not end while people could not reach it, nor in the two weeks after."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import rules
from leerloket.accounts.pots.models import Extension, Outage

AT_ONCE = 200
"""Accounts in one transaction."""

STILL_COUNTS = timedelta(days=30)
"""An outage that was over longer ago moves no end date any more: they are all later by then."""


class NotAnOutage(errors.Refusal):
    """The times cannot be those of an outage: too short, turned round, or not over yet."""

    status = 400
    nl = "Een storing duurt minstens een uur en is voorbij."
    en = "An outage lasts an hour at least and is over."


@dataclass(frozen=True, slots=True)
class Longer:
    """Why a pot ends later than it would have: the dates, and the outage."""

    from_on: date
    until_on: date
    outage_on: date
    rule_version: str


def note(began_at: datetime, ended_at: datetime) -> bool:
    """Note a time in which people could not reach the service; False when it was noted before. Raises NotAnOutage."""
    if not rules.is_outage(began_at, ended_at) or ended_at > clock.now():
        raise NotAnOutage
    return bool(note_all([(began_at, ended_at)]))


def note_all(silences: Iterable[tuple[datetime, datetime]]) -> int:
    """Note the outages among these silences of the worker, each once; answers how many were new."""
    rows = [
        {"outage_id": db.new_id(), "began_at": began_at, "ended_at": ended_at, "noted_at": clock.now()}
        for began_at, ended_at in silences
        if rules.is_outage(began_at, ended_at)
    ]
    if not rows:
        return 0
    insert = postgresql.insert(Outage).values(rows).on_conflict_do_nothing().returning(Outage.outage_id)
    return len(db.session.execute(insert).all())


def give_grace() -> int:
    """Move the end dates that recent outages came too close to; answers how many pots got more time.

    For the worker: called again it finds only what is still to be moved.
    """
    return sum(_give(outage) for outage in db.run(_list_recent))


def _list_recent() -> list[Outage]:
    since = clock.now() - STILL_COUNTS
    return list(db.session.scalars(sa.select(Outage).where(Outage.ended_at > since).order_by(Outage.began_at)))


def _give(outage: Outage) -> int:
    moved, after = 0, ledger.START
    while True:
        number, last = db.run(give_next, outage, after)
        if last is None:
            return moved
        moved, after = moved + number, last


def give_next(outage: Outage, after: ledger.Place) -> tuple[int, ledger.Place | None]:
    """Move the end dates of the next accounts; answers how many pots and where it came, None at the end."""
    grace = rules.grace(outage.began_at, outage.ended_at)
    places = ledger.list_ending(grace.first_on, grace.until_on - clock.ONE_DAY, after, AT_ONCE)
    if not places:
        return 0, None
    moved = ledger.move_ends([account_id for _, account_id in places], grace.first_on, grace.until_on)
    at = clock.now()
    db.session.add_all(
        Extension(
            account_id=pot.account_id,
            pot_id=pot.pot_id,
            outage_id=outage.outage_id,
            from_on=pot.from_on,
            until_on=grace.until_on,
            rule_version=rules.VERSION,
            at=at,
        )
        for pot in moved
    )
    db.session.flush()
    return len(moved), places[-1]


def list_longer(account_id: uuid.UUID, pot_id: uuid.UUID) -> list[Longer]:
    """How the end date of a pot moved, newest first."""
    rows = db.session.execute(
        sa.select(Extension, Outage.began_at)
        .join(Outage, Outage.outage_id == Extension.outage_id)
        .where(Extension.account_id == account_id, Extension.pot_id == pot_id)
        .order_by(Extension.until_on.desc())
    )
    return [
        Longer(moved.from_on, moved.until_on, clock.business_date(began_at), moved.rule_version)
        for moved, began_at in rows
    ]
