"""Taking money back: a correction mirrors a transfer, a clawback claims from a provider. Both carry two persons."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from leerloket import clock, db, errors
from leerloket.accounts.ledger import reversals, rules, statements
from leerloket.accounts.ledger.holds import REOPENS_FOR
from leerloket.accounts.ledger.locking import Locked, lock
from leerloket.accounts.ledger.reversals import Leg, Movement
from leerloket.accounts.ledger.statements import TRANSIT, Delta, Move, transfer_fields

CORRECTION = "correction-by-two-people"
CLAWBACK = "clawback-by-two-people"

MOVEMENT = """
SELECT t.account_id, t.transfer_id, t.kind, a.kind, t.booking_id, t.actor_id, t.approved_by, t.rule, t.rule_version,
       t.reason, t.business_date, t.created_at, s.seq, paid.to_id, coalesce(paid.cents, 0)::bigint,
       (SELECT coalesce(sum(r.amount_cents), 0)::bigint FROM reversals r
        WHERE r.account_id = t.account_id AND r.original_id = t.transfer_id)
FROM transfers t
JOIN accounts a ON a.account_id = t.account_id
LEFT JOIN seals s ON s.transfer_id = t.transfer_id
LEFT JOIN LATERAL (
    SELECT l.to_id, sum(l.amount_cents) AS cents
    FROM postings l JOIN outside_accounts o ON o.outside_id = l.to_id AND o.kind = 'provider'
    WHERE l.account_id = t.account_id AND l.transfer_id = t.transfer_id GROUP BY l.to_id
) AS paid ON true
WHERE t.transfer_id = %(transfer_id)s AND (%(account_id)s::uuid IS NULL OR t.account_id = %(account_id)s)
"""
LEGS = (
    "SELECT from_id, to_id, amount_cents FROM postings WHERE account_id = %s AND transfer_id = %s ORDER BY posting_id"
)
TAKEN = """
SELECT l.from_id, l.to_id, l.amount_cents
FROM reversals r JOIN postings l ON l.account_id = r.account_id AND l.transfer_id = r.transfer_id
WHERE r.account_id = %s AND r.original_id = %s
"""
FUNDERS = """
SELECT p.funder_id FROM pots p JOIN postings l ON l.account_id = p.account_id AND p.pot_id IN (l.from_id, l.to_id)
WHERE l.account_id = %(account_id)s AND l.transfer_id = %(transfer_id)s AND %(transit)s IN (l.from_id, l.to_id)
"""
NOTE = "INSERT INTO reversals (account_id, transfer_id, original_id, amount_cents) VALUES (%s, %s, %s, %s)"
NAMES = """
SELECT pot_id, source, funder_name FROM pots WHERE pot_id = ANY (%(ids)s)
UNION ALL SELECT outside_id, kind, name FROM outside_accounts WHERE outside_id = ANY (%(ids)s)
"""
LINKS = "SELECT transfer_id, original_id, amount_cents FROM reversals WHERE account_id = %s ORDER BY transfer_id"


@dataclass(frozen=True, slots=True)
class Link:
    """A correction or clawback, and the transfer of which it takes something back."""

    transfer_id: uuid.UUID
    original_id: uuid.UUID
    amount_cents: int


def get_movement(transfer_id: uuid.UUID, account_id: uuid.UUID | None = None) -> Movement:
    """One transfer with its legs; of one account, or whoever's. Raises NotFound."""
    row = db.cursor().execute(MOVEMENT, {"transfer_id": transfer_id, "account_id": account_id}).fetchone()
    if row is None:
        raise errors.NotFound
    return Movement(*(*row, _legs(LEGS, row[0], transfer_id)))


def _legs(query: str, account_id: uuid.UUID, transfer_id: uuid.UUID) -> list[Leg]:
    return [Leg(*row) for row in db.cursor().execute(query.encode(), [account_id, transfer_id])]


def name_accounts(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """What these ledger accounts are: a pot its source and funder, another its kind and name."""
    return {row[0]: (row[1], row[2]) for row in db.cursor().execute(NAMES, {"ids": list(ids)})}


def list_links(account_id: uuid.UUID) -> list[Link]:
    """Every correction and clawback of an account with the transfer it takes back."""
    return [Link(*row) for row in db.cursor().execute(LINKS, [account_id])]


def correct(
    account_id: uuid.UUID,
    transfer_id: uuid.UUID,
    amount_cents: int,
    *,
    actor_id: uuid.UUID,
    approved_by: uuid.UUID,
    reason: str,
    key: str,
) -> uuid.UUID:
    """Take back a transfer or a part of it, along its own legs (kind "correction"). Answers the transfer made.

    Money that came from an employer's fund goes back into that fund. Raises `NotCorrectable`, `TakenBackAlready`,
    `MoreThanLeft`, and `PotsHoldLess` when the money is no longer in the pot.
    """
    locked = _lock_with_funders(account_id, transfer_id, key)
    account = locked[account_id]
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    movement = get_movement(transfer_id, account_id)
    if movement.kind not in reversals.CORRECTABLE:
        raise reversals.NotCorrectable
    reversals.check_left(amount_cents, movement.left_cents)
    left = reversals.remaining(movement.legs, _legs(TAKEN, account_id, transfer_id))
    legs = reversals.mirror(left, amount_cents)
    by: dict[str, Any] = {
        "kind": "correction",
        "actor_id": actor_id,
        "approved_by": approved_by,
        "rule": CORRECTION,
        "reason": reason,
    }
    is_whole = amount_cents == movement.amount_cents
    made = _write(account, legs, key=key, reverses_id=transfer_id if is_whole else None, **by)
    db.cursor().execute(NOTE, [account_id, made, transfer_id, amount_cents])
    for leg in legs:
        _pass_on(leg, account, locked, key=f"{key}:{leg.from_id}", **by)
    return made


def _lock_with_funders(account_id: uuid.UUID, transfer_id: uuid.UUID, key: str) -> dict[uuid.UUID, Locked]:
    """Lock, by id, the account and the employers whose fund is behind a transfer through TRANSIT."""
    asked = {"account_id": account_id, "transfer_id": transfer_id, "transit": TRANSIT}
    funders = {row[0] for row in db.cursor().execute(FUNDERS, asked) if row[0] is not None}
    return {one: lock(one, key) for one in sorted({account_id, *funders})}


def _pass_on(leg: Leg, account: Locked, locked: dict[uuid.UUID, Locked], *, key: str, **by: Any) -> None:
    """What a correction leaves in TRANSIT goes on into the fund; what it takes from there comes out of the fund."""
    if TRANSIT not in (leg.from_id, leg.to_id):
        return
    funder_id = next(pot.funder_id for pot in account.pots if pot.pot_id in (leg.from_id, leg.to_id))
    if funder_id not in locked:
        raise reversals.NotCorrectable
    funder = locked[funder_id]
    fund = next(pot for pot in funder.pots if pot.source == "fund")
    ends = (TRANSIT, fund.pot_id) if leg.to_id == TRANSIT else (fund.pot_id, TRANSIT)
    _write(funder, [Leg(*ends, leg.amount_cents)], key=key, **by)


def _write(account: Locked, legs: Sequence[Leg], *, kind: str, key: str, actor_id: uuid.UUID, **by: Any) -> uuid.UUID:
    available = {pot.pot_id: pot.available_cents for pot in account.pots}
    reversals.check_pots(legs, available)
    change = dict.fromkeys(available, 0)
    for leg in legs:
        if leg.from_id in change:
            change[leg.from_id] -= leg.amount_cents
        if leg.to_id in change:
            change[leg.to_id] += leg.amount_cents
    fields = transfer_fields(account.account_id, kind, key, actor_id, **by)
    statements.write(
        fields,
        [Move(leg.from_id, leg.to_id, leg.amount_cents, by["rule"]) for leg in legs],
        [Delta(pot_id, cents, 0) for pot_id, cents in change.items() if cents],
        clock.business_date() + REOPENS_FOR,
    )
    return fields["transfer_id"]  # type: ignore[no-any-return]


def claw_back(
    account_id: uuid.UUID,
    transfer_id: uuid.UUID,
    amount_cents: int,
    *,
    actor_id: uuid.UUID,
    approved_by: uuid.UUID,
    reason: str,
    key: str,
) -> uuid.UUID:
    """Take back from a provider what a payment gave it, into the pots that paid (kind "clawback").

    The provider may owe money afterwards: it is set off against its next payout. Raises `NotCorrectable`,
    `TakenBackAlready`, `MoreThanLeft`.
    """
    account = lock(account_id, key)
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    movement = get_movement(transfer_id, account_id)
    if not reversals.is_clawed_back(movement.kind) or movement.paid_to is None:
        raise reversals.NotCorrectable
    reversals.check_left(amount_cents, movement.left_cents)
    rows = db.cursor().execute(statements.PAID_PER_POT, [account_id, movement.booking_id])
    paid = [(row[0], int(row[1])) for row in rows if row[1]]
    reversals.check_left(amount_cents, sum(cents for _pot_id, cents in paid))
    back = rules.divide_back(amount_cents, paid)
    made = _write(
        account,
        [Leg(movement.paid_to, pot_id, cents) for pot_id, cents in back if cents],
        kind="clawback",
        key=key,
        actor_id=actor_id,
        approved_by=approved_by,
        rule=CLAWBACK,
        reason=reason,
        booking_id=movement.booking_id,
    )
    db.cursor().execute(NOTE, [account_id, made, transfer_id, amount_cents])
    return made
