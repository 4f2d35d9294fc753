"""How many employees each sector has, and how many of them did something. Only numbers go out."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from leerloket import db
from leerloket.people.employers.models import Employer, Employment


def count_by_sector(did: sa.Select[Any], on: date) -> dict[str, tuple[int, int]]:
    """People with work on a day, by the sector of their employer: how many, and how many of them did it.

    Who works at two employers counts at the one with the most hours. `did` selects the accounts of who did something.
    """
    works_at = (
        sa.select(Employment.person_id, sa.func.coalesce(Employer.sector, "").label("sector"))
        .join(Employer, Employer.employer_id == Employment.employer_id)
        .where(Employment.starts_on <= on, sa.or_(Employment.ends_on.is_(None), Employment.ends_on >= on))
        .ext(postgresql.distinct_on(Employment.person_id))
        .order_by(Employment.person_id, Employment.fte_pct.desc(), Employment.employment_id)
        .subquery()
    )
    who = did.distinct().subquery()
    rows = db.session.execute(
        sa.select(works_at.c.sector, sa.func.count(), sa.func.count(who.c.account_id))
        .select_from(sa.outerjoin(works_at, who, who.c.account_id == works_at.c.person_id))
        .group_by(works_at.c.sector)
        .order_by(works_at.c.sector)
    )
    return {sector: (people, some) for sector, people, some in rows}
