"""Entering a draw and going out of it again, while the window is open: one insert, whoever else comes."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from leerloket import clock, db, errors
from leerloket.accounts.draws import receipts, rules
from leerloket.accounts.draws.rules import Person
from leerloket.people import vault

FACTS = """
SELECT d.opens_at, d.closes_at, d.may_enter, d.priorities, d.commitment, d.key_version, e.code,
       p.birth_on, p.nlqf_level, p.region_code
FROM draws d JOIN persons p ON p.person_id = %(account_id)s
LEFT JOIN draw_entries e ON e.account_id = p.person_id AND e.draw_id = d.draw_id AND e.state <> 'withdrawn'
WHERE d.draw_id = %(draw_id)s AND d.state <> 'draft'
"""
ENTER = """
INSERT INTO draw_entries (account_id, draw_id, code, weight, entered_at, state)
SELECT %(account_id)s, draw_id, %(code)s, %(weight)s, %(at)s, 'entered'
FROM draws WHERE draw_id = %(draw_id)s AND state = 'open' AND closes_at > %(at)s FOR KEY SHARE
ON CONFLICT (account_id, draw_id) DO UPDATE
    SET code = EXCLUDED.code, weight = EXCLUDED.weight, entered_at = EXCLUDED.entered_at, state = 'entered'
    WHERE draw_entries.state = 'withdrawn'
"""
"""The draw locks its row FOR UPDATE: an entry is either in the list, or too late."""
WITHDRAW = """
WITH open AS (SELECT FROM draws WHERE draw_id = %(draw_id)s AND state = 'open' AND closes_at > %(at)s FOR KEY SHARE)
UPDATE draw_entries SET state = 'withdrawn'
WHERE account_id = %(account_id)s AND draw_id = %(draw_id)s AND state = 'entered' AND EXISTS (SELECT FROM open)
"""
MINE = """
SELECT e.draw_id, e.code, e.weight, e.entered_at, e.state, e.place, e.claim_until,
       CASE e.state WHEN 'waiting' THEN
           (SELECT count(*) FROM draw_entries a
            WHERE a.draw_id = e.draw_id AND a.state = 'waiting' AND a.place <= e.place)
       END,
       d.commitment, d.key_version
FROM draw_entries e JOIN draws d ON d.draw_id = e.draw_id
WHERE e.account_id = %s AND e.draw_id = %s AND e.state <> 'withdrawn'
"""


@dataclass(frozen=True, slots=True)
class MyEntry:
    """A person's own entry. `position` 1 is the next who gets the money when somebody does not take it."""

    draw_id: uuid.UUID
    code: str
    weight: int
    entered_at: datetime
    state: str
    place: int | None
    claim_until: datetime | None
    position: int | None
    commitment: str
    key_version: int


def enter(account_id: uuid.UUID, draw_id: uuid.UUID) -> MyEntry:
    """Take part, once; who went out may come in again.

    Raises `NotOpenYet`, `EntryClosed`, `MayNotEnter`, `EnteredAlready` or NotFound.
    """
    who = {"account_id": account_id, "draw_id": draw_id}
    row = db.cursor().execute(FACTS, who).fetchone()
    if row is None:
        raise errors.NotFound
    opens_at, closes_at, may_enter, priorities, commitment, key_version, entered_code, *known = row
    if entered_code is not None:
        raise _entered_already(draw_id, entered_code)
    at, person = clock.now(), Person(*known)
    rules.check_window(opens_at, closes_at, at)
    rules.check_may_enter(may_enter, person, clock.business_date(at))
    code, weight = receipts.new_code(), rules.weight(priorities, person, clock.business_date(at))
    if db.cursor().execute(ENTER, who | {"code": code, "weight": weight, "at": at}).rowcount == 1:
        return MyEntry(draw_id, code, weight, at, "entered", None, None, None, commitment, key_version)
    entered = find_entry(account_id, draw_id)
    if entered is not None:
        raise _entered_already(draw_id, entered.code)
    raise rules.EntryClosed(closes_at=closes_at, possible=[rules.OTHER_DRAWS, rules.ADVICE])


def _entered_already(draw_id: uuid.UUID, code: str) -> rules.EnteredAlready:
    way = errors.Possible("Bekijk uw lootje.", "See your entry.", f"/lotingen/mijn/{draw_id}")
    return rules.EnteredAlready(code=code, possible=[way])


def withdraw(account_id: uuid.UUID, draw_id: uuid.UUID) -> None:
    """Go out of a draw before it closes. Raises `EntryClosed`, or NotFound for who does not take part."""
    values = {"account_id": account_id, "draw_id": draw_id, "at": clock.now()}
    if db.cursor().execute(WITHDRAW, values).rowcount == 1:
        return
    get_entry(account_id, draw_id)
    row = db.cursor().execute("SELECT closes_at FROM draws WHERE draw_id = %s", [draw_id]).fetchone()
    raise rules.EntryClosed(closes_at=row[0] if row else clock.now(), possible=[rules.OTHER_DRAWS])


def find_entry(account_id: uuid.UUID, draw_id: uuid.UUID) -> MyEntry | None:
    """A person's entry in a draw; None for who does not take part, or went out."""
    row = db.cursor().execute(MINE, [account_id, draw_id]).fetchone()
    return MyEntry(*row) if row else None


def get_entry(account_id: uuid.UUID, draw_id: uuid.UUID) -> MyEntry:
    """The same; raises NotFound for who does not take part."""
    entered = find_entry(account_id, draw_id)
    if entered is None:
        raise errors.NotFound
    return entered


def get_receipt(entered: MyEntry, keys: vault.Vault) -> receipts.Receipt:
    """The signed proof of an entry."""
    text = receipts.receipt_text(
        str(entered.draw_id), entered.commitment, entered.code, entered.weight, entered.entered_at
    )
    return receipts.sign(keys, entered.key_version, text)
