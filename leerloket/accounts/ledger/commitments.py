"""What the public money of one fund is committed to: granted, held for bookings, spent."""

from dataclasses import dataclass
from datetime import date

from leerloket import db

FUNDS = "SELECT DISTINCT funder_name FROM pots WHERE source = 'right' ORDER BY funder_name"

COMMITTED = """
WITH moved AS (
    SELECT t.account_id, t.booking_id, t.kind, t.business_date,
           CASE WHEN l.from_id = p.pot_id THEN l.amount_cents ELSE -l.amount_cents END AS out_cents
    FROM pots p
    JOIN postings l ON l.account_id = p.account_id AND p.pot_id IN (l.from_id, l.to_id)
    JOIN transfers t ON t.account_id = l.account_id AND t.transfer_id = l.transfer_id
    WHERE p.source = 'right' AND p.funder_name = %(fund)s AND t.business_date >= least(%(year_on)s, %(recent_on)s)
), booked AS (
    SELECT m.account_id, m.booking_id, sum(m.out_cents) AS out_cents,
           min(m.business_date) FILTER (WHERE m.kind = 'reserve') AS booked_on,
           EXISTS (SELECT FROM transfers s WHERE s.account_id = m.account_id AND s.booking_id = m.booking_id
                                             AND s.kind <> 'reserve') AS is_settled
    FROM moved m WHERE m.booking_id IS NOT NULL GROUP BY m.account_id, m.booking_id
)
SELECT coalesce((SELECT -sum(out_cents) FROM moved
                 WHERE booking_id IS NULL AND business_date BETWEEN %(year_on)s AND %(until)s), 0)::bigint,
       coalesce(sum(out_cents) FILTER (WHERE NOT is_settled AND booked_on >= %(year_on)s), 0)::bigint,
       coalesce(sum(out_cents) FILTER (WHERE is_settled AND booked_on >= %(year_on)s), 0)::bigint,
       coalesce(sum(out_cents) FILTER (WHERE booked_on >= %(recent_on)s), 0)::bigint,
       min(booked_on) FILTER (WHERE booked_on >= %(recent_on)s)
FROM booked WHERE booked_on <= %(until)s
"""
"""A booking counts in the year in which it was made, with what is still out of the pots for it now."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A fund in a year, in cents. `recent_cents` is what bookings of the recent days took, since `recent_on`."""

    granted_cents: int
    held_cents: int
    spent_cents: int
    recent_cents: int
    recent_on: date | None


def list_funds() -> list[str]:
    """The public funds whose money lies in pots, by name."""
    return [row[0] for row in db.cursor().execute(FUNDS)]


def get_committed(fund: str, year: int, *, recent_on: date, until: date) -> Committed:
    """What a fund granted in a year less what was taken back, and what bookings of that year hold and spent."""
    asked = {"fund": fund, "year_on": date(year, 1, 1), "recent_on": recent_on, "until": until}
    row = db.cursor().execute(COMMITTED, asked).fetchone()
    return Committed(*row) if row else Committed(0, 0, 0, 0, None)
