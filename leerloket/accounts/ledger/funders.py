"""Who gave the money of which pot, for set-based questions of other rooms."""

import uuid

import sqlalchemy as sa

from leerloket.accounts.ledger import models


def select_employer_pots() -> sa.Select[uuid.UUID, uuid.UUID, uuid.UUID | None]:
    """The pots that employers filled: account_id, pot_id and funder_id, the employer."""
    pot = models.Pot
    return sa.select(pot.account_id, pot.pot_id, pot.funder_id).where(pot.source == "employer")
