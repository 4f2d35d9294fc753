"""Scarce money of which many people ask a share at the same moment, until it is gone (docs/decisions/0006).

Asking is one insert, and waits for nobody. Who finds the pot free and rested pays everybody who waits, in the order of
arrival, in one commit; who does not leaves, and is paid by the next who comes or by the clock. So a pot with a crowd
around it is written once per crowd, not once per person. The pot's row is never waited for by who asks; accounts are
locked under it, by id.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.ledger import flows, models, statements
from leerloket.accounts.ledger.flows import Terms
from leerloket.accounts.ledger.statements import GOVERNMENT, TRANSIT, Delta, Move, transfer_fields

PAID_AT_ONCE = 500
"""People paid in one transaction: few enough that no booking waits."""
REST = timedelta(milliseconds=50)
"""So long after it paid, a pot only takes in who asks. In a rush it then pays many in one commit, which costs a
tenth (speed.md, combining); who is left is paid with the next who asks, or by the clock."""

ASK = """
WITH asked AS (
    INSERT INTO shares (account_id, shared_id, state) VALUES (%(account_id)s, %(shared_id)s, 'waiting')
    ON CONFLICT DO NOTHING
)
SELECT FROM pots WHERE account_id = %(shared_id)s
    AND NOT EXISTS (SELECT FROM shared_pots WHERE shared_id = %(shared_id)s AND paid_at > %(rested_since)s)
FOR UPDATE SKIP LOCKED
"""
COLUMNS = (
    *("shared_id", "share_cents", "terms", "source", "funder_name", "purposes", "expires_on"),
    *("actor_id", "rule", "rule_version", "pot_id", "available_cents"),
)
READ = """
SELECT s.shared_id, s.share_cents, s.terms, s.source, s.funder_name, s.purposes, s.expires_on,
       s.actor_id, s.rule, s.rule_version, p.pot_id, p.available_cents
FROM shared_pots s JOIN pots p ON p.account_id = s.shared_id WHERE s.shared_id = %s
"""
WAITING = """
SELECT account_id FROM shares WHERE shared_id = %s AND state = 'waiting' ORDER BY number LIMIT %s
"""
OPEN_ACCOUNTS = """
INSERT INTO accounts (account_id, kind, opened_at)
SELECT person, 'person', %(created_at)s FROM unnest(%(people)s::uuid[]) AS person
WHERE NOT EXISTS (SELECT FROM accounts WHERE account_id = person) ORDER BY person ON CONFLICT DO NOTHING
"""
LOCK_ACCOUNTS = "SELECT FROM accounts WHERE account_id = ANY (%(people)s::uuid[]) ORDER BY account_id FOR UPDATE"
PAY = """
WITH due AS (
    SELECT * FROM unnest(%(people)s::uuid[], %(transfers)s::uuid[], %(pots)s::uuid[])
                  AS due(account_id, transfer_id, pot_id)
), told AS (
    UPDATE shares SET state = 'paid', transfer_id = due.transfer_id FROM due
    WHERE shares.account_id = due.account_id AND shares.shared_id = %(shared_id)s
), filled AS (
    INSERT INTO pots (account_id, pot_id, terms, source, funder_id, funder_name, purposes, expires_on, opened_at,
                      available_cents, held_cents)
    SELECT account_id, pot_id, %(terms)s, %(source)s, %(shared_id)s, %(funder_name)s, %(purposes)s, %(expires_on)s,
           %(created_at)s, %(share_cents)s, 0
    FROM due ORDER BY account_id
    ON CONFLICT (account_id, terms) DO UPDATE SET available_cents = pots.available_cents + EXCLUDED.available_cents
    RETURNING account_id, pot_id
), moved AS (
    INSERT INTO transfers (account_id, transfer_id, kind, actor_id, key, rule, rule_version, business_date, created_at)
    SELECT account_id, transfer_id, 'grant', %(actor_id)s, 'share:' || %(shared_id)s::text || ':' || account_id,
           %(rule)s, %(rule_version)s, %(business_date)s, %(created_at)s
    FROM due
)
INSERT INTO postings (account_id, transfer_id, from_id, to_id, amount_cents, rule)
SELECT due.account_id, due.transfer_id, %(transit)s, filled.pot_id, %(share_cents)s, %(rule)s
FROM due JOIN filled ON filled.account_id = due.account_id
"""
REFUSE = """
UPDATE shares SET state = 'refused' WHERE shared_id = %s AND account_id = ANY (%s::uuid[]) AND state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class Share:
    """What became of asking for a share: `waiting`, `paid` by a transfer, or `refused` because the pot was empty."""

    state: str
    transfer_id: uuid.UUID | None


def fill_shared_pot(
    shared_id: uuid.UUID,
    share_cents: int,
    shares: int,
    terms: Terms,
    *,
    actor_id: uuid.UUID,
    approved_by: uuid.UUID,
    rule: str,
    rule_version: str,
) -> None:
    """Put `shares` times `share_cents` of public money into a new shared pot.

    A share goes to a pot with these terms, whose funder is the shared pot, by this rule.
    """
    db.session.execute(
        sa.insert(models.SharedPot).values(
            shared_id=shared_id,
            share_cents=share_cents,
            terms=Terms(terms.source, shared_id, terms.funder_name, terms.purposes, terms.expires_on).text,
            source=terms.source,
            funder_name=terms.funder_name,
            purposes=list(terms.purposes),
            expires_on=terms.expires_on,
            actor_id=actor_id,
            rule=rule,
            rule_version=rule_version,
        )
    )
    flows.credit(
        shared_id,
        shares * share_cents,
        Terms("fund", shared_id, terms.funder_name),
        kind="deposit",
        from_id=GOVERNMENT,
        actor_id=actor_id,
        approved_by=approved_by,
        rule=rule,
        rule_version=rule_version,
        key=f"fill:{shared_id}",
        holder="shared",
    )


def ask_share(shared_id: uuid.UUID, account_id: uuid.UUID) -> None:
    """Ask for a person's share, once whatever happens, and pay everybody who waits when the pot is free and rested."""
    asked = {"account_id": account_id, "shared_id": shared_id, "rested_since": clock.now() - REST}
    if db.cursor().execute(ASK, asked).fetchone() is not None:
        _pay_next(shared_id, PAID_AT_ONCE)


def ask_shares(shared_id: uuid.UUID, people: sa.Select[Any]) -> None:
    """Ask for the shares of everybody in a select of account ids; the clock pays them."""
    asked = people.add_columns(sa.literal(shared_id), sa.literal("waiting"))
    db.session.execute(sa.insert(models.Share).from_select(["account_id", "shared_id", "state"], asked))


def find_share(shared_id: uuid.UUID, account_id: uuid.UUID) -> Share | None:
    """What became of a person's asking, None when the person did not ask."""
    found = db.session.get(models.Share, (account_id, shared_id), populate_existing=True)
    return Share(found.state, found.transfer_id) if found else None


def list_pots_with_waiting() -> list[uuid.UUID]:
    """The shared pots for which somebody waits."""
    waiting = sa.select(models.Share.shared_id).where(models.Share.state == "waiting").distinct()
    return list(db.session.scalars(waiting))


def pay_shares(shared_id: uuid.UUID, size: int = PAID_AT_ONCE) -> int:
    """Answer the next people who wait, in this transaction; how many that were, 0 when somebody else is at it."""
    free = db.cursor().execute("SELECT FROM pots WHERE account_id = %s FOR UPDATE SKIP LOCKED", [shared_id]).fetchone()
    return _pay_next(shared_id, size) if free is not None else 0


def _pay_next(shared_id: uuid.UUID, size: int) -> int:
    """The same under the lock of the pot. Whoever comes when less than a share is left is refused."""
    people = [row[0] for row in db.cursor().execute(WAITING, [shared_id, size])]
    if not people:
        return 0
    shared = _read(shared_id)
    payable = shared["available_cents"] // shared["share_cents"]
    if people[:payable]:
        _pay(shared, people[:payable])
    if people[payable:]:
        db.cursor().execute(REFUSE, [shared_id, people[payable:]])
    return len(people)


def _pay(shared: dict[str, Any], people: Sequence[uuid.UUID]) -> None:
    """From the pot to transit as one sum, from transit to each person's pot."""
    fields = transfer_fields(
        shared["shared_id"],
        "distribute",
        f"pay:{shared['shared_id']}:{people[0]}",
        shared["actor_id"],
        rule=shared["rule"],
        rule_version=shared["rule_version"],
    )
    ids = {"people": list(people), "transfers": _new_ids(people), "pots": _new_ids(people), "transit": TRANSIT}
    facts = shared | fields | ids
    cursor = db.cursor()
    cursor.execute(OPEN_ACCOUNTS, facts)
    cursor.execute(LOCK_ACCOUNTS, facts)
    cursor.execute(PAY, facts)
    pot_id, total = shared["pot_id"], shared["share_cents"] * len(people)
    statements.write(fields, [Move(pot_id, TRANSIT, total, shared["rule"])], [Delta(pot_id, -total, 0)])
    cursor.execute("UPDATE shared_pots SET paid_at = %s WHERE shared_id = %s", [clock.now(), shared["shared_id"]])


def _new_ids(people: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    return [db.new_id() for _ in people]


def _read(shared_id: uuid.UUID) -> dict[str, Any]:
    """The shared pot with its fund, by the names of the columns."""
    row = db.cursor().execute(READ, [shared_id]).fetchone()
    if row is None:
        raise errors.NotFound
    return dict(zip(COLUMNS, row, strict=True))


def get_left_cents(shared_id: uuid.UUID) -> int:
    """What a shared pot holds now. Raises NotFound."""
    return int(_read(shared_id)["available_cents"])


def close_shared_pot(shared_id: uuid.UUID, *, rule: str, rule_version: str) -> int:
    """Give what nobody asked for back to the government; answers how much that was."""
    db.cursor().execute("SELECT FROM pots WHERE account_id = %s FOR UPDATE", [shared_id])
    shared = _read(shared_id)
    pot_id, left_cents = shared["pot_id"], int(shared["available_cents"])
    if left_cents:
        fields = transfer_fields(shared_id, "return", f"close:{shared_id}", None, rule=rule, rule_version=rule_version)
        statements.write(fields, [Move(pot_id, GOVERNMENT, left_cents, rule)], [Delta(pot_id, -left_cents, 0)])
    return left_cents
