"""What providers sold, without who bought it, for set-based questions of other folders."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from leerloket.accounts.ledger import funders
from leerloket.courses.bookings import reads


def select_sold(since: datetime) -> sa.Select[Any]:
    """Every booking made or declared as attended since then that the provider accepted, or still can.

    Columns: provider_id, booking_id, edition_id, price_cents, created_at; declared_at; given_back_at, when it was
    cancelled after it was confirmed; and employer_id with employer_cents, the largest part that one employer paid.
    """
    booking, attendance = reads.BOOKING, reads.ATTENDANCE
    employer, given_back_at = _largest_employer(booking), _given_back_at(booking)
    same = sa.and_(attendance.c.account_id == booking.c.account_id, attendance.c.booking_id == booking.c.booking_id)
    return (
        sa.select(
            booking.c.provider_id,
            booking.c.booking_id,
            booking.c.edition_id,
            booking.c.price_cents,
            booking.c.created_at,
            attendance.c["at"].label("declared_at"),
            given_back_at.label("given_back_at"),
            employer.c.funder_id.label("employer_id"),
            employer.c.cents.label("employer_cents"),
        )
        .select_from(booking.outerjoin(attendance, same).outerjoin(employer, sa.true()))
        .where(
            sa.or_(booking.c.created_at >= since, attendance.c["at"] >= since),
            booking.c.state.not_in(("rejected", "expired")),
            sa.or_(booking.c.state != "cancelled", given_back_at.is_not(None)),
        )
    )


def _largest_employer(booking: sa.Table) -> sa.sql.selectable.LateralFromClause:
    split, pot = reads.SPLIT, funders.select_employer_pots().subquery()
    same = sa.and_(pot.c.account_id == split.c.account_id, pot.c.pot_id == split.c.pot_id)
    cents = sa.func.sum(split.c.amount_cents)
    return (
        sa.select(pot.c.funder_id, cents.label("cents"))
        .select_from(split.join(pot, same))
        .where(split.c.account_id == booking.c.account_id, split.c.booking_id == booking.c.booking_id)
        .group_by(pot.c.funder_id)
        .order_by(cents.desc(), pot.c.funder_id)
        .limit(1)
        .lateral("employer")
    )


def _given_back_at(booking: sa.Table) -> sa.ScalarSelect[Any]:
    event = reads.EVENT
    return (
        sa.select(sa.func.max(event.c["at"]))
        .where(
            event.c.account_id == booking.c.account_id,
            event.c.booking_id == booking.c.booking_id,
            event.c.frm == "confirmed",
            event.c.tos == "cancelled",
        )
        .scalar_subquery()
    )
