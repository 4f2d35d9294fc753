"""Money for a booking that takes the place of another: the same pots pay, as far as the price is the same."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from leerloket import clock, money
from leerloket.accounts.ledger import holds, rules, wishes
from leerloket.accounts.ledger.locking import Locked, lock


def hold_again(
    account_id: uuid.UUID,
    booking_id: uuid.UUID,
    price_cents: int,
    purpose: str,
    before: Sequence[tuple[uuid.UUID, int]],
    *,
    actor_id: uuid.UUID,
    key: str,
) -> holds.Hold | None:
    """Set a price aside from the pots that paid `before`, whose money is back in them; None when it costs nothing.

    A lower price is divided along the earlier split, to the cent. A higher one takes the earlier amounts and the
    difference from all pots that may pay, in the holder's order or else the order of the house. Raises `Frozen` and
    `BalanceTooLow`.
    """
    if price_cents == 0:
        return None
    account = lock(account_id, key)
    chosen = _split(account, price_cents, purpose, before)
    return holds.hold(
        account_id, booking_id, price_cents, purpose, actor_id=actor_id, key=key, chosen=chosen, locked=account
    )


def _split(
    account: Locked, price_cents: int, purpose: str, before: Sequence[tuple[uuid.UUID, int]]
) -> rules.SplitAsBefore:
    paid = sum(cents for _, cents in before)
    if price_cents <= paid:
        shares = money.divide(price_cents, [cents for _, cents in before])
        return rules.SplitAsBefore((pot_id, share) for (pot_id, _), share in zip(before, shares, strict=True))
    kept = dict(before)
    left = [replace(pot, available_cents=pot.available_cents - kept.get(pot.pot_id, 0)) for pot in account.pots]
    more: Sequence[tuple[uuid.UUID, int]] | None = wishes.own_split(
        account.account_id, left, price_cents - paid, purpose
    )
    if more is None:
        proposal = rules.split(price_cents - paid, left, purpose, clock.business_date())
        rules.check_enough(proposal)
        more = [(part.pot_id, part.amount_cents) for part in proposal.parts]
    for pot_id, cents in more:
        kept[pot_id] = kept.get(pot_id, 0) + cents
    return rules.SplitAsBefore(kept.items())
