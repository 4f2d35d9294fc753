"""Money that ends: which pots are over, the transfers that empty them, and end dates that move.

Each statement first locks the accounts it works on, by id, and then looks again at what is there: a booking or a
refund of the same moment comes before or after, never in between.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.ledger import models
from leerloket.accounts.ledger.flows import Terms, credit
from leerloket.accounts.ledger.statements import ENDED

RETURNING = uuid.UUID("00000000-0000-4000-8000-000000000006")
"""Where unused money of employers waits between the pot of a person and the fund it came from."""

RIGHT_ENDED = "right-has-ended"
RETURNS_TO_FUNDER = "unused-money-returns-to-its-funder"
BACK_IN_FUND = "unused-money-of-a-group-is-back"

Place = tuple[date, uuid.UUID]
"""An end date and an account: where a walk over ending pots has come."""
START: Place = (date.min, uuid.UUID(int=0))

WALK = """
SELECT expires_on, account_id FROM pots
WHERE expires_on BETWEEN %(first_on)s AND %(last_on)s AND (expires_on, account_id) > (%(after_on)s, %(after_id)s)
  AND source IN ('right', 'employer') AND available_cents + held_cents > 0
ORDER BY expires_on, account_id LIMIT %(limit)s
"""

LOCK = """
SELECT count(*) FROM (
    SELECT FROM accounts WHERE account_id = ANY (%(account_ids)s) ORDER BY account_id FOR UPDATE
) AS locked
"""

END = """
WITH due AS MATERIALIZED (
    SELECT account_id, pot_id, gen_random_uuid() AS transfer_id, source, funder_id, funder_name, available_cents,
           expires_on, source = 'employer' AS goes_back
    FROM pots
    WHERE account_id = ANY (%(account_ids)s) AND expires_on < %(today)s AND available_cents > 0
      AND source IN ('right', 'employer')
), emptied AS (
    UPDATE pots SET available_cents = pots.available_cents - due.available_cents
    FROM due WHERE pots.account_id = due.account_id AND pots.pot_id = due.pot_id
), made AS (
    INSERT INTO transfers (account_id, transfer_id, kind, key, rule, rule_version, business_date, created_at)
    SELECT account_id, transfer_id, CASE WHEN goes_back THEN 'return' ELSE 'expiry' END, 'end:' || transfer_id,
           CASE WHEN goes_back THEN %(returns)s ELSE %(ends)s END, %(version)s, %(business_date)s, %(at)s
    FROM due
), posted AS (
    INSERT INTO postings (account_id, transfer_id, from_id, to_id, amount_cents, rule)
    SELECT account_id, transfer_id, pot_id, CASE WHEN goes_back THEN %(returning)s ELSE %(ended)s END,
           available_cents, CASE WHEN goes_back THEN %(returns)s ELSE %(ends)s END
    FROM due
)
SELECT account_id, pot_id, transfer_id, source, funder_id, funder_name, available_cents, expires_on
FROM due ORDER BY account_id, pot_id
"""

MOVE_END = """
WITH due AS (
    SELECT account_id, pot_id, expires_on FROM pots
    WHERE account_id = ANY (%(account_ids)s) AND expires_on >= %(first_on)s AND expires_on < %(until_on)s
      AND source IN ('right', 'employer') AND available_cents + held_cents > 0
)
UPDATE pots SET expires_on = %(until_on)s
FROM due WHERE pots.account_id = due.account_id AND pots.pot_id = due.pot_id
RETURNING pots.account_id, pots.pot_id, due.expires_on
"""

END_NOW = """
UPDATE pots SET expires_on = %(today)s
WHERE account_id = ANY (%(account_ids)s) AND source IN ('right', 'employer')
  AND (expires_on IS NULL OR expires_on > %(today)s)
RETURNING pot_id
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A pot that was emptied because its last day had passed."""

    account_id: uuid.UUID
    pot_id: uuid.UUID
    transfer_id: uuid.UUID
    source: str
    funder_id: uuid.UUID | None
    funder_name: str
    amount_cents: int
    expires_on: date


@dataclass(frozen=True, slots=True)
class Moved:
    """A pot that got a later end date; `from_on` is the one it had."""

    account_id: uuid.UUID
    pot_id: uuid.UUID
    from_on: date


def list_ending(first_on: date, last_on: date, after: Place = START, limit: int = 200) -> list[Place]:
    """The next accounts with money in a pot that ends in these days, by end date and id. Locks nothing."""
    after_on, after_id = after
    rows = db.cursor().execute(
        WALK, {"first_on": first_on, "last_on": last_on, "after_on": after_on, "after_id": after_id, "limit": limit}
    )
    return [(expires_on, account_id) for expires_on, account_id in rows]


def end_pots(account_ids: Sequence[uuid.UUID], today: date, rule_version: str) -> list[Ended]:
    """Empty the pots of these accounts that ended before today: a right ends, an employer's money starts its way back.

    What is held for bookings stays held: the day of booking counts. Called again it finds nothing.
    """
    at = clock.now()
    rows = _locked(
        END,
        account_ids,
        today=today,
        returns=RETURNS_TO_FUNDER,
        ends=RIGHT_ENDED,
        returning=RETURNING,
        ended=ENDED,
        version=rule_version,
        business_date=clock.business_date(at),
        at=at,
    )
    return [Ended(*row) for row in rows]


def move_ends(account_ids: Sequence[uuid.UUID], first_on: date, until_on: date) -> list[Moved]:
    """Let the pots of these accounts that end from `first_on` up to `until_on` end on `until_on`."""
    return [Moved(*row) for row in _locked(MOVE_END, account_ids, first_on=first_on, until_on=until_on)]


def let_all_end(account_id: uuid.UUID, today: date) -> int:
    """Let today be the last day of every right and employer's money of somebody who leaves; answers how many pots."""
    return len(_locked(END_NOW, [account_id], today=today))


def _locked(statement: str, account_ids: Sequence[uuid.UUID], **values: Any) -> list[tuple[Any, ...]]:
    cursor = db.cursor()
    given = values | {"account_ids": list(account_ids)}
    cursor.execute(LOCK, given)
    return cursor.execute(statement, given).fetchall()


def return_to_fund(
    employer_id: uuid.UUID, employer_name: str, amount_cents: int, *, key: str, rule_version: str
) -> uuid.UUID:
    """Put unused money of several people back into the fund of their employer. Answers the transfer."""
    return credit(
        employer_id,
        amount_cents,
        Terms("fund", employer_id, employer_name),
        kind="return",
        from_id=RETURNING,
        actor_id=None,
        rule=BACK_IN_FUND,
        rule_version=rule_version,
        key=key,
        holder="employer",
    )


def select_ending(windows: Sequence[tuple[int, date]], today: date) -> sa.Select[Any]:
    """Pots with money that end within these windows (months ahead, last end date), as part of a set-based query.

    Columns: account_id, pot_id, source, funder_name, available_cents, expires_on and `months`, the narrowest window.
    """
    pot = models.Pot
    months = sa.case(*[(pot.expires_on <= last_on, months) for months, last_on in windows])
    return sa.select(
        pot.account_id,
        pot.pot_id,
        pot.source,
        pot.funder_name,
        pot.available_cents,
        pot.expires_on,
        months.label("months"),
    ).where(
        pot.source.in_(["right", "employer"]),
        pot.available_cents > 0,
        pot.expires_on.between(today, max(last_on for _, last_on in windows)),
    )
