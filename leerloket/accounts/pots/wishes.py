"""What the holder decides about the account: put it on a lock, and choose which pot pays first."""

import uuid
from collections.abc import Sequence

from leerloket import clock
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.ledger.service import Wishes, get_wishes
from leerloket.accounts.pots import messages, rules
from leerloket.people.audit import service as audit

__all__ = ["Wishes", "freeze", "get_wishes", "list_in_order", "move_pot", "set_order", "unfreeze"]


def freeze(account_id: uuid.UUID) -> Wishes:
    """Put the account on a lock: nothing new is paid from it. What is booked stays booked, and money can still end."""
    if get_wishes(account_id).frozen_at is None:
        ledger.freeze(account_id)
        audit.record("freeze", "account", account_id)
        messages.tell_lock(account_id, is_frozen=True)
    return get_wishes(account_id)


def unfreeze(account_id: uuid.UUID) -> Wishes:
    """Take the lock off."""
    if get_wishes(account_id).frozen_at is not None:
        ledger.unfreeze(account_id)
        audit.record("unfreeze", "account", account_id)
        messages.tell_lock(account_id, is_frozen=False)
    return get_wishes(account_id)


def list_in_order(account_id: uuid.UUID) -> list[ledger.Pot]:
    """The pots with money that can still pay, the one that pays first in front."""
    today = clock.business_date()
    usable = [pot for pot in ledger.list_pots(account_id) if pot.available_cents and ledger.is_open(pot, today)]
    return ledger.in_own_order(usable, get_wishes(account_id).pot_order or [])


def move_pot(account_id: uuid.UUID, pot_id: uuid.UUID | None, places: int) -> None:
    """Let one pot pay earlier (-1) or later (1). Raises `NotYourPots` for a pot that is not among them."""
    pot_ids = [pot.pot_id for pot in list_in_order(account_id)]
    if pot_id not in pot_ids:
        raise ledger.NotYourPots(field="page")
    set_order(account_id, rules.moved(pot_ids, pot_ids.index(pot_id), places))


def set_order(account_id: uuid.UUID, pot_ids: Sequence[uuid.UUID] | None) -> None:
    """Choose which pots pay first; None gives the order of the house. Raises `NotYourPots`."""
    ledger.set_pot_order(account_id, pot_ids)
