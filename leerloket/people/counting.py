"""How many people there are, and how many of them did something, by what is known of them. Only numbers go out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import db
from leerloket.people.models import Person

AGES = (18, 25, 35, 45, 55, 65)
"""The ages at which the next age group begins."""

Counted = dict[str, tuple[int, int]]
"""Per group how many people there are, and how many of them did it; an empty name where nothing is known."""


def count_by_level(did: sa.Select[Any]) -> Counted:
    """By NLQF level. `did` selects the accounts of who did something."""
    return _count(sa.func.coalesce(sa.cast(Person.nlqf_level, sa.Text), ""), did)


def count_by_region(did: sa.Select[Any]) -> Counted:
    """By labour-market region."""
    return _count(sa.func.coalesce(Person.region_code, ""), did)


def count_by_age(did: sa.Select[Any], on: date) -> Counted:
    """By age on a day: `0-17`, `18-24` … `65+`."""
    years = sa.cast(sa.func.date_part("year", sa.func.age(on, Person.birth_on)), sa.Integer)
    group = sa.func.width_bucket(years, sa.cast(list(AGES), postgresql.ARRAY(sa.Integer)))
    found = _count(sa.func.coalesce(sa.cast(group, sa.Text), ""), did)
    return {age_group(int(key)) if key else "": counts for key, counts in found.items()}


def age_group(index: int, ages: Sequence[int] = AGES) -> str:
    """The name of the n-th age group.

    >>> [age_group(index) for index in (0, 1, 6)]
    ['0-17', '18-24', '65+']
    """
    first = ages[index - 1] if index else 0
    return f"{first}-{ages[index] - 1}" if index < len(ages) else f"{first}+"


def _count(group: sa.ColumnElement[str], did: sa.Select[Any]) -> Counted:
    who = did.distinct().subquery()
    rows = db.session.execute(
        sa.select(group.label("key"), sa.func.count(), sa.func.count(who.c.account_id))
        .select_from(sa.outerjoin(Person, who, who.c.account_id == Person.person_id))
        .where(Person.erased_at.is_(None))
        .group_by("key")
        .order_by("key")
    )
    return {key: (people, some) for key, people, some in rows}
