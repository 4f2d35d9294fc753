"""Own money that goes back to where it came from."""

import uuid

from leerloket.accounts.ledger import statements
from leerloket.accounts.ledger.locking import lock
from leerloket.accounts.ledger.statements import Delta, Move, transfer_fields
from leerloket.accounts.ledger.totals import ONLINE


def take_back_online(
    account_id: uuid.UUID, amount_cents: int, *, rule: str, rule_version: str, key: str
) -> uuid.UUID | None:
    """What the payment service gave back leaves the own pot (kind "own_back"), as far as it is there.

    Answers the transfer, or None when the pot is empty: then the service has a claim that no pot can pay.
    """
    account = lock(account_id, key)
    if account.seen_transfer_id is not None:
        return account.seen_transfer_id
    pot = next((pot for pot in account.pots if pot.source == "own"), None)
    cents = min(amount_cents, pot.available_cents if pot else 0)
    if pot is None or cents == 0:
        return None
    fields = transfer_fields(account_id, "own_back", key, None, rule=rule, rule_version=rule_version)
    statements.write(fields, [Move(pot.pot_id, ONLINE, cents, rule)], [Delta(pot.pot_id, -cents, 0)])
    return fields["transfer_id"]  # type: ignore[no-any-return]
