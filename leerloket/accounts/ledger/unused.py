"""Money of people that is not used, by when it ends; and since when people have a learning right."""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import db
from leerloket.accounts.ledger.models import Account, Pot


@dataclass(frozen=True, slots=True)
class Unused:
    """Free money of people in whole cents, from one sort of giver, whose end lies in one span of time.

    `span` is the index of the first of the asked days that is not before its end; None when it never ends.
    """

    source: str
    span: int | None
    people: int
    cents: int


def count_unused(ends: tuple[date, ...]) -> list[Unused]:
    """What people can still use, by source and by when it ends: on or before each of these days, or later."""
    span = sa.case(
        (Pot.expires_on.is_(None), None),
        *((Pot.expires_on <= day, number) for number, day in enumerate(ends)),
        else_=len(ends),
    ).label("span")
    rows = db.session.execute(
        sa.select(Pot.source, span, sa.func.count(Pot.account_id.distinct()), sa.func.sum(Pot.available_cents))
        .join(Account, Account.account_id == Pot.account_id)
        .where(Account.kind == "person", Pot.available_cents > 0)
        .group_by(Pot.source, span)
        .order_by(Pot.source, span)
    )
    return [Unused(source, number, people, int(cents)) for source, number, people, cents in rows]


def select_first_rights() -> sa.Select[uuid.UUID, date]:
    """Since which day each person has a learning right: `account_id` and `begun_on`."""
    return (
        sa.select(Pot.account_id, sa.cast(sa.func.min(Pot.opened_at), sa.Date).label("begun_on"))
        .where(Pot.source == "right")
        .group_by(Pot.account_id)
    )
