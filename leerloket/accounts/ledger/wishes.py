"""What the holder decided about the account: on a lock or not, and in which order pots pay."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leerloket import clock, db
from leerloket.accounts.ledger import rules
from leerloket.accounts.ledger.locking import lock
from leerloket.accounts.ledger.rules import Pot

READ = "SELECT frozen_at, pot_order FROM accounts WHERE account_id = %s"
SET_ORDER = "UPDATE accounts SET pot_order = %s WHERE account_id = %s"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Since when the account is on a lock (None: it is not), and the order of its pots (None: that of the house)."""

    frozen_at: datetime | None
    pot_order: list[uuid.UUID] | None


def get_wishes(account_id: uuid.UUID) -> Wishes:
    """What the holder decided; nothing for an account that does not exist yet."""
    row = db.cursor().execute(READ, [account_id]).fetchone()
    return Wishes(*row) if row else Wishes(None, None)


def set_pot_order(account_id: uuid.UUID, pot_ids: Sequence[uuid.UUID] | None) -> None:
    """Let pots pay in this order, new ones after these; None gives the order of the house again.

    Raises `NotYourPots` when the order names anything but pots of this account, each once.
    """
    account = lock(account_id)
    if pot_ids is not None:
        rules.check_order(pot_ids, account.pots)
    db.cursor().execute(SET_ORDER, [list(pot_ids) if pot_ids is not None else None, account_id])


def own_split(account_id: uuid.UUID, pots: Sequence[Pot], price_cents: int, purpose: str) -> rules.OwnSplit | None:
    """How the holder wants this price to be paid; None without a wish, or when there is nothing to choose.

    It reads the wish only when several pots together hold more than the price: for most people that spares the
    round trip.
    """
    today = clock.business_date()
    if not rules.has_choice(price_cents, pots, purpose, today):
        return None
    wish = get_wishes(account_id).pot_order
    return rules.split_in_own_order(price_cents, pots, purpose, today, wish) if wish is not None else None
