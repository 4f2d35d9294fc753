"""What the holder decides about the account: put it on a lock, and choose which pot pays first."""

import uuid
from collections.abc import Sequence

from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.ledger.service import Wishes, get_wishes
from leerloket.accounts.pots import messages
from leerloket.people.audit import service as audit

__all__ = ["Wishes", "freeze", "get_wishes", "set_order", "unfreeze"]


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


def set_order(account_id: uuid.UUID, pot_ids: Sequence[uuid.UUID] | None) -> Wishes:
    """Choose which pots pay first; None gives the order of the house. Raises `NotYourPots`."""
    ledger.set_pot_order(account_id, pot_ids)
    return get_wishes(account_id)
