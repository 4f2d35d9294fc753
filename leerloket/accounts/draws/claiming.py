"""Who was drawn takes the money, or leaves it to the next in line."""

import uuid

from leerloket import clock, db
from leerloket.accounts.draws import rules
from leerloket.accounts.draws.entering import get_entry
from leerloket.accounts.ledger import service as ledger

CLAIM = """
UPDATE draw_entries SET state = 'claimed'
WHERE account_id = %s AND draw_id = %s AND state = 'drawn' AND claim_until > %s
"""
DECLINE = """
UPDATE draw_entries SET state = 'declined' WHERE account_id = %s AND draw_id = %s AND state IN ('drawn', 'waiting')
"""


def claim(account_id: uuid.UUID, draw_id: uuid.UUID) -> ledger.Share | None:
    """Take the money that was drawn, before its deadline; again does nothing. Answers what became of it.

    Raises `NothingToClaim`, or NotFound for who does not take part.
    """
    if db.cursor().execute(CLAIM, [account_id, draw_id, clock.now()]).rowcount == 1:
        ledger.ask_share(draw_id, account_id)
    elif get_entry(account_id, draw_id).state != "claimed":
        raise rules.NothingToClaim(possible=[rules.OTHER_DRAWS])
    return ledger.find_share(draw_id, account_id)


def decline(account_id: uuid.UUID, draw_id: uuid.UUID) -> None:
    """Leave the money, or the place in line, to the next; again does nothing.

    Raises `NothingToClaim`, or NotFound for who does not take part.
    """
    declined = db.cursor().execute(DECLINE, [account_id, draw_id]).rowcount == 1
    if not declined and get_entry(account_id, draw_id).state != "declined":
        raise rules.NothingToClaim(possible=[rules.OTHER_DRAWS])
