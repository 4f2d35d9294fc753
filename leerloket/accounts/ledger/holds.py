"""Money for a booking: set aside, settled, released, given back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta

from leerloket import clock, db
from leerloket.accounts.ledger import rules, statements
from leerloket.accounts.ledger.locking import Locked, lock
from leerloket.accounts.ledger.reads import divide
from leerloket.accounts.ledger.rules import Part
from leerloket.accounts.ledger.statements import ESCROW, Delta, Move, transfer_fields

REOPENS_FOR = relativedelta(months=3)
"""A refund into a pot that has ended opens it again for this long (product.md, rules)."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Money set aside for a booking, and from which pots."""

    transfer_id: uuid.UUID
    parts: list[Part]
    rule_version: str


def hold(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    price_cents: int,
    purpose: str,
    *,
    actor_id: uuid.UUID,
    key: str,
    chosen: Sequence[tuple[uuid.UUID, int]] | None = None,
    locked: Locked | None = None,
) -> Hold:
    """Set a price aside for a booking: from the pots into escrow, whole or not at all.

    The key is looked up under the lock and before any check, so that a retry is never refused because the
    money is gone: it was the retry's own. A caller that locked the account with this key spares a round trip by
    handing in what it got. Raises `Frozen`, `BalanceTooLow` (with the gap) or `SplitNotPossible`.
    """
    if locked is None and chosen and rules.adds_up(chosen, price_cents):
        made = _hold_at_once(account_id, booking_id, purpose, chosen, actor_id, key)
        if made:
            return made
    account = locked or lock(account_id, key)
    if account.seen_transfer_id is not None:
        return _hold_made_before(account_id, account.seen_transfer_id)
    if account.is_frozen:
        raise rules.Frozen
    proposal = divide(price_cents, account.pots, purpose, chosen)
    rules.check_enough(proposal)
    fields = transfer_fields(account_id, "reserve", key, actor_id, rule=rules.WHOLE_PRICE, booking_id=booking_id)
    statements.write(
        fields,
        [Move(part.pot_id, ESCROW, part.amount_cents, part.rule) for part in proposal.parts],
        [Delta(part.pot_id, -part.amount_cents, part.amount_cents) for part in proposal.parts],
    )
    return Hold(fields["transfer_id"], proposal.parts, rules.VERSION)


def _hold_at_once(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    purpose: str,
    chosen: Sequence[tuple[uuid.UUID, int]],
    actor_id: uuid.UUID,
    key: str,
) -> Hold | None:
    """Lock, check and write in one round trip. None when it cannot: then the careful way says why."""
    transfer_id = db.new_id()
    if not statements.hold_as_chosen(account_id, transfer_id, key, booking_id, actor_id, purpose, chosen):
        return None
    return Hold(transfer_id, [Part(pot_id, cents, rules.CHOSEN) for pot_id, cents in chosen], rules.VERSION)


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
    fields = transfer_fields(
        account_id, kind, key, actor_id, rule=rule, rule_version=rule_version, booking_id=booking_id
    )
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
    fields = transfer_fields(
        account_id, "refund", key, actor_id, rule=rule, rule_version=rule_version, booking_id=booking_id, reason=reason
    )
    statements.write(
        fields,
        [Move(provider_id, pot_id, cents, rule) for pot_id, cents in back if cents],
        [Delta(pot_id, cents, 0) for pot_id, cents in back if cents],
        _reopens_until(),
    )
    return fields["transfer_id"]  # type: ignore[no-any-return]


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
