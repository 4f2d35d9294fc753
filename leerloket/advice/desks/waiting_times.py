"""How long people wait for a talk: until the first free time, and what it was for those who came before."""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.advice.desks import openings
from leerloket.advice.desks.models import Appointment


@dataclass(frozen=True, slots=True)
class Talks:
    """Appointments of one desk in some time: how many, how many nobody came to, and the usual wait in days."""

    talks: int
    no_shows: int
    days: int


def days_until_free(desk_id: uuid.UUID) -> int | None:
    """Days until the first free time at a desk; None when nothing is free in the coming four weeks."""
    free = openings.list_slots(desk_id)
    return (clock.business_date(free[0].starts_at) - clock.business_date()).days if free else None


def count_talks(since: date, until: date) -> dict[uuid.UUID, Talks]:
    """Per desk its talks from a day up to and including another: half of the people waited `days` or less."""
    waited = sa.func.date_part("epoch", Appointment.starts_at - Appointment.made_at) / 86_400
    rows = db.session.execute(
        sa.select(
            Appointment.desk_id,
            sa.func.count(),
            sa.func.count().filter(Appointment.state == "no_show"),
            sa.func.percentile_cont(0.5).within_group(waited),
        )
        .where(
            Appointment.state != "cancelled",
            Appointment.made_at < Appointment.starts_at,
            Appointment.starts_at >= clock.start_of_day(since),
            Appointment.starts_at < clock.end_of_day(until),
        )
        .group_by(Appointment.desk_id)
    )
    return {desk_id: Talks(talks, missed, max(0, round(days))) for desk_id, talks, missed, days in rows}
