"""The verbs of money: open, credit, hold, release, settle, refund, pay out. Only this folder writes the ledger.

Every verb runs inside the caller's transaction, under the lock of the account it works on, and knows its
`key`: called again with the same key it does nothing and answers the same. Amounts are whole cents > 0.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy import orm

from leerloket import clock, db, errors
from leerloket.accounts.ledger import models, rules, statements
from leerloket.accounts.ledger.rules import (
    WAYS,
    BalanceTooLow,
    Frozen,
    Part,
    Pot,
    Proposal,
    SplitNotPossible,
    may_pay,
)
from leerloket.accounts.ledger.statements import BANK, ENDED, ESCROW, GOVERNMENT, TRANSIT, Delta, Move

RULE_VERSION = rules.VERSION
"""The version of the rules that divide a price over pots."""
REOPENS_FOR = relativedelta(months=3)
"""A refund into a pot that has ended opens it again for this long (product.md, rules)."""


@dataclass(frozen=True, slots=True)
class Locked:
    """An account whose row this transaction has locked, with its pots as they are under the lock."""

    account_id: uuid.UUID
    is_frozen: bool
    seen_transfer_id: uuid.UUID | None
    pots: list[Pot]


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds: `balance_cents` is available plus held."""

    account_id: uuid.UUID
    balance_cents: int
    held_cents: int
    available_cents: int
    pots: list[Pot]


@dataclass(frozen=True, slots=True)
class Hold:
    """Money set aside for a booking, and from which pots."""

    transfer_id: uuid.UUID
    parts: list[Part]
    rule_version: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What makes a pot one pot: source, funder, purposes and end date. An account has one pot per terms."""

    source: str
    funder_id: uuid.UUID | None
    funder_name: str
    purposes: Sequence[str] = rules.PURPOSES
    expires_on: date | None = None

    @property
    def text(self) -> str:
        """The terms as one text, by which the pot is found again."""
        return "|".join(
            [self.source, str(self.funder_id or ""), ",".join(sorted(self.purposes)), str(self.expires_on or "")]
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of "bij en af": how one pot changed, why, and the available total after it."""

    posting_id: int
    transfer_id: uuid.UUID
    kind: str
    booked_on: date
    created_at: datetime
    booking_id: uuid.UUID | None
    actor_id: uuid.UUID | None
    rule: str
    rule_version: str
    reason: str | None
    part_rule: str
    pot_id: uuid.UUID
    source: str
    funder_name: str
    amount_cents: int
    running_cents: int


def open_account(account_id: uuid.UUID, kind: str = "person") -> None:
    """Make sure the account of a person, employer or provider exists. A provider also gets its outside account."""
    db.cursor().execute(statements.OPEN, [account_id, kind, clock.now()])
    if kind == "provider":
        db.session.execute(
            sa.text("INSERT INTO outside_accounts VALUES (:id, 'provider', :name) ON CONFLICT DO NOTHING"),
            {"id": account_id, "name": "Aanbieder"},
        )


def lock(account_id: uuid.UUID, key: str | None = None, *, kind: str = "person") -> Locked:
    """Lock the account's row for this transaction and read its pots; opens the account when it is new.

    With a key it also tells whether a transfer with that key was already made.
    """
    cursor = db.cursor()
    rows = cursor.execute(statements.LOCK, [account_id, key]).fetchall()
    if not rows:
        open_account(account_id, kind)
        rows = cursor.execute(statements.LOCK, [account_id, key]).fetchall()
    return Locked(account_id, rows[0][0], rows[0][1], [Pot(*row[2:]) for row in rows if row[2] is not None])


def get_balance(account_id: uuid.UUID) -> Balance:
    """The stored balance of an account, per pot and in all; zero for an account without money."""
    pots = statements.read_pots(account_id)
    available = sum(pot.available_cents for pot in pots)
    held = sum(pot.held_cents for pot in pots)
    return Balance(account_id, available + held, held, available, rules.in_paying_order(pots))


def list_pots(account_id: uuid.UUID) -> list[Pot]:
    """The pots of a person, in the order in which they pay."""
    return get_balance(account_id).pots


def propose(
    account_id: uuid.UUID,
    price_cents: int,
    purpose: str,
    chosen: Sequence[tuple[uuid.UUID, int]] | None = None,
) -> Proposal:
    """How a price would be paid now, without holding anything: for a quote."""
    return _divide(price_cents, statements.read_pots(account_id), purpose, chosen)


def _divide(
    price_cents: int, pots: Sequence[Pot], purpose: str, chosen: Sequence[tuple[uuid.UUID, int]] | None
) -> Proposal:
    today = clock.business_date()
    if chosen is None:
        return rules.split(price_cents, pots, purpose, today)
    return rules.split_as_chosen(price_cents, pots, purpose, today, chosen)


def hold(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    price_cents: int,
    purpose: str,
    *,
    actor_id: uuid.UUID,
    key: str,
    chosen: Sequence[tuple[uuid.UUID, int]] | None = None,
) -> Hold:
    """Set a price aside for a booking: from the pots into escrow, whole or not at all.

    The key is looked up under the lock and before any check, so that a retry is never refused because the
    money is gone: it was the retry's own. Raises `Frozen`, `BalanceTooLow` (with the gap) or `SplitNotPossible`.
    """
    account = lock(account_id, key)
    if account.seen_transfer_id is not None:
        return _hold_made_before(account_id, account.seen_transfer_id)
    if account.is_frozen:
        raise rules.Frozen
    proposal = _divide(price_cents, account.pots, purpose, chosen)
    rules.check_enough(proposal)
    fields = _fields(account_id, "reserve", key, actor_id, rule="hold-the-whole-price", booking_id=booking_id)
    statements.write(
        fields,
        [Move(part.pot_id, ESCROW, part.amount_cents, part.rule) for part in proposal.parts],
        [Delta(part.pot_id, -part.amount_cents, part.amount_cents) for part in proposal.parts],
    )
    return Hold(fields["transfer_id"], proposal.parts, rules.VERSION)


def _hold_made_before(account_id: uuid.UUID, transfer_id: uuid.UUID) -> Hold:
    rows = db.session.execute(
        sa.text(
            "SELECT l.from_id, l.amount_cents, l.rule, t.rule_version"
            " FROM postings l JOIN transfers t USING (account_id, transfer_id)"
            " WHERE account_id = :account AND transfer_id = :transfer ORDER BY posting_id"
        ),
        {"account": account_id, "transfer": transfer_id},
    ).all()
    return Hold(transfer_id, [Part(*row[:3]) for row in rows], rows[0][3])


def settle(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    provider_id: uuid.UUID,
    due_cents: int,
    *,
    kind: str,
    actor_id: uuid.UUID | None,
    rule: str,
    rule_version: str,
    key: str,
) -> uuid.UUID | None:
    """End a hold: `due_cents` (0 up to the price) to the provider, the rest back to the pots that paid.

    `kind` is "capture" after attendance, "fee" for a late cancel, "release" when nothing is due. Each pot bears
    its share of what is due by largest remainder. Answers the transfer, or None when nothing was left in escrow.
    """
    account = lock(account_id, key)
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    paid = _out_per_pot(account_id, booking_id)
    left = sum(cents for _, cents in paid)
    if left == 0 or _in_escrow(account_id, booking_id) == 0:
        return None
    if due_cents > left:
        raise rules.MoreThanPaid(left_cents=left)
    back = rules.divide_back(left - due_cents, paid)
    fields = _fields(account_id, kind, key, actor_id, rule=rule, rule_version=rule_version, booking_id=booking_id)
    moves = [Move(ESCROW, pot_id, cents, rule) for pot_id, cents in back if cents]
    if due_cents:
        moves.append(Move(ESCROW, provider_id, due_cents, rule))
    deltas = [Delta(pot_id, returned, -held) for (pot_id, returned), (_, held) in zip(back, paid, strict=True) if held]
    statements.write(fields, moves, deltas, _reopens_until())
    return fields["transfer_id"]  # type: ignore[no-any-return]


def release(
    account_id: uuid.UUID, booking_id: uuid.UUID, *, actor_id: uuid.UUID | None, rule: str, rule_version: str, key: str
) -> uuid.UUID | None:
    """Give everything that is held for a booking back to exactly the pots it came from."""
    return settle(
        account_id,
        booking_id,
        ESCROW,
        0,
        kind="release",
        actor_id=actor_id,
        rule=rule,
        rule_version=rule_version,
        key=key,
    )


def refund(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    provider_id: uuid.UUID,
    amount_cents: int,
    *,
    actor_id: uuid.UUID | None,
    rule: str,
    rule_version: str,
    key: str,
    reason: str,
) -> uuid.UUID:
    """Give back a part of what a provider already received, along the stored split; any number of times.

    Raises `MoreThanPaid` when more would come back than is still out.
    """
    account = lock(account_id, key)
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    back = rules.divide_back(amount_cents, _out_per_pot(account_id, booking_id))
    fields = _fields(
        account_id, "refund", key, actor_id, rule=rule, rule_version=rule_version, booking_id=booking_id, reason=reason
    )
    statements.write(
        fields,
        [Move(provider_id, pot_id, cents, rule) for pot_id, cents in back if cents],
        [Delta(pot_id, cents, 0) for pot_id, cents in back if cents],
        _reopens_until(),
    )
    return fields["transfer_id"]  # type: ignore[no-any-return]


def credit(
    account_id: uuid.UUID,
    amount_cents: int,
    terms: Terms,
    *,
    kind: str,
    from_id: uuid.UUID,
    actor_id: uuid.UUID | None,
    rule: str,
    rule_version: str,
    key: str,
    holder: str = "person",
    approved_by: uuid.UUID | None = None,
) -> uuid.UUID:
    """Put money into the pot with these terms, made when it is new. Answers the transfer.

    `kind` is "grant" (from GOVERNMENT), "topup" (from TRANSIT), "own" (from BANK) or, into an employer's fund,
    "deposit" (from BANK, holder="employer").
    """
    account = lock(account_id, key, kind=holder)
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    pot_id = _open_pot(account_id, terms)
    fields = _fields(account_id, kind, key, actor_id, rule=rule, rule_version=rule_version, approved_by=approved_by)
    statements.write(fields, [Move(from_id, pot_id, amount_cents, rule)], [Delta(pot_id, amount_cents, 0)])
    return fields["transfer_id"]  # type: ignore[no-any-return]


def credit_many(
    due: sa.Select[Any],
    *,
    kind: str,
    from_id: uuid.UUID,
    actor_id: uuid.UUID | None,
    rule: str,
    rule_version: str,
    approved_by: uuid.UUID | None = None,
) -> int:
    """Credit many people at once, set-based; answers how many postings were written.

    `due` selects account_id, transfer_id, key, amount_cents, terms, source, funder_id, funder_name, purposes and
    expires_on, one row per credit. Rows of one account need different transfer_ids and keys. A key that was used
    before stops the whole statement: leave those rows out of `due`.
    """
    at = clock.now()
    fields = {
        "kind": kind,
        "from_id": from_id,
        "actor_id": actor_id,
        "approved_by": approved_by,
        "rule": rule,
        "rule_version": rule_version,
        "created_at": at,
        "business_date": clock.business_date(at),
    }
    return statements.credit_due(due, fields)


def send_from_fund(
    employer_id: uuid.UUID,
    amount_cents: int,
    *,
    actor_id: uuid.UUID | None,
    rule: str,
    rule_version: str,
    key: str,
) -> uuid.UUID:
    """Take money out of an employer's fund, on its way to employees' pots (kind "distribute").

    In the same transaction the same total is credited to the pots from TRANSIT, so that transit is empty at rest.
    Raises `BalanceTooLow` when the fund holds less.
    """
    account = lock(employer_id, key, kind="employer")
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    fund = next((pot for pot in account.pots if pot.source == "fund"), None)
    available = fund.available_cents if fund else 0
    if fund is None or available < amount_cents:
        raise rules.BalanceTooLow(short_cents=amount_cents - available)
    fields = _fields(employer_id, "distribute", key, actor_id, rule=rule, rule_version=rule_version)
    statements.write(fields, [Move(fund.pot_id, TRANSIT, amount_cents, rule)], [Delta(fund.pot_id, -amount_cents, 0)])
    return fields["transfer_id"]  # type: ignore[no-any-return]


def pay_out(
    provider_id: uuid.UUID,
    amount_cents: int,
    *,
    actor_id: uuid.UUID,
    approved_by: uuid.UUID,
    rule: str,
    rule_version: str,
    key: str,
) -> uuid.UUID:
    """Pay a provider what it is owed, through the bank (kind "payout"). The approver is another person."""
    account = lock(provider_id, key, kind="provider")
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    fields = _fields(
        provider_id, "payout", key, actor_id, rule=rule, rule_version=rule_version, approved_by=approved_by
    )
    statements.write(fields, [Move(provider_id, BANK, amount_cents, rule)], [])
    return fields["transfer_id"]  # type: ignore[no-any-return]


def list_entries(
    account_id: uuid.UUID,
    *,
    before: int | None = None,
    limit: int = 50,
    pot_id: uuid.UUID | None = None,
    year: int | None = None,
    kinds: Sequence[str] | None = None,
) -> list[Entry]:
    """The lines of "bij en af", newest first, from before a `posting_id`. Holds and releases are lines too."""
    rows = db.cursor().execute(
        statements.ENTRIES,
        {
            "account_id": account_id,
            "before": before,
            "limit": limit,
            "pot_id": pot_id,
            "year": year,
            "kinds": list(kinds) if kinds else None,
        },
    )
    return [Entry(*row) for row in rows]


def select_total(account_id: orm.InstrumentedAttribute[uuid.UUID], source: str) -> sa.ScalarSelect[int]:
    """Available and held money of one source, as a part of a set-based query over accounts."""
    mine = sa.select(sa.func.coalesce(sa.func.sum(models.Pot.available_cents + models.Pot.held_cents), 0)).where(
        models.Pot.account_id == account_id, models.Pot.source == source
    )
    return mine.correlate_except(models.Pot).scalar_subquery()


def get_fund_cents(employer_id: uuid.UUID) -> int:
    """What an employer has paid in and not yet given to its people."""
    return sum(pot.available_cents for pot in statements.read_pots(employer_id) if pot.source == "fund")


def total_funded(funder_id: uuid.UUID, account_ids: Sequence[uuid.UUID], until: date) -> tuple[int, int]:
    """What a funder put into these accounts, and how much of it bookings took, up to and including a day."""
    row = (
        db.cursor()
        .execute(statements.FUNDED, {"account_ids": list(account_ids), "funder_id": funder_id, "until": until})
        .fetchone()
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def get_pot(account_id: uuid.UUID, pot_id: uuid.UUID) -> Pot:
    """One pot of this account; another's pot does not exist."""
    for pot in statements.read_pots(account_id):
        if pot.pot_id == pot_id:
            return pot
    raise errors.NotFound


def freeze(account_id: uuid.UUID) -> None:
    """The holder locks the account: nothing new is held until it is unfrozen. What is booked stays booked."""
    lock(account_id)
    db.session.execute(
        sa.text("UPDATE accounts SET frozen_at = coalesce(frozen_at, :at) WHERE account_id = :id"),
        {"id": account_id, "at": clock.now()},
    )


def unfreeze(account_id: uuid.UUID) -> None:
    """The holder opens the account again."""
    lock(account_id)
    db.session.execute(sa.text("UPDATE accounts SET frozen_at = NULL WHERE account_id = :id"), {"id": account_id})


def _open_pot(account_id: uuid.UUID, terms: Terms) -> uuid.UUID:
    row = (
        db.cursor()
        .execute(
            statements.OPEN_POT,
            {
                "account_id": account_id,
                "pot_id": db.new_id(),
                "terms": terms.text,
                "source": terms.source,
                "funder_id": terms.funder_id,
                "funder_name": terms.funder_name,
                "purposes": list(terms.purposes),
                "expires_on": terms.expires_on,
                "opened_at": clock.now(),
            },
        )
        .fetchone()
    )
    if row is None:
        raise RuntimeError("a pot was neither found nor made")
    return uuid.UUID(str(row[0]))


def _out_per_pot(account_id: uuid.UUID, booking_id: uuid.UUID) -> list[tuple[uuid.UUID, int]]:
    return [
        (row[0], int(row[1]))
        for row in db.cursor().execute(statements.PAID_PER_POT, [account_id, booking_id])
        if row[1]
    ]


def _in_escrow(account_id: uuid.UUID, booking_id: uuid.UUID) -> int:
    row = (
        db.cursor()
        .execute(statements.IN_ESCROW, {"escrow": ESCROW, "account_id": account_id, "booking_id": booking_id})
        .fetchone()
    )
    return int(row[0]) if row else 0


def _reopens_until() -> date:
    return clock.business_date() + REOPENS_FOR


def _fields(
    account_id: uuid.UUID,
    kind: str,
    key: str,
    actor_id: uuid.UUID | None,
    *,
    rule: str,
    rule_version: str = rules.VERSION,
    **more: Any,
) -> dict[str, Any]:
    at = clock.now()
    return statements.transfer_fields(
        account_id,
        kind,
        key=key,
        rule=rule,
        rule_version=rule_version,
        at=at,
        business_date=clock.business_date(at),
        actor_id=actor_id,
        **more,
    )


__all__ = [
    "BANK",
    "ENDED",
    "ESCROW",
    "GOVERNMENT",
    "TRANSIT",
    "WAYS",
    "BalanceTooLow",
    "Frozen",
    "Part",
    "Pot",
    "Proposal",
    "SplitNotPossible",
    "may_pay",
]
