"""What the account of whoever looks can pay, so that each module says what it costs them."""

import uuid
from dataclasses import dataclass

from leerloket.accounts.ledger import service as ledger
from leerloket.courses.catalogue import codes, rules


@dataclass(frozen=True, slots=True)
class Purse:
    """Per purpose the cents that the pots may pay for it."""

    by_purpose: dict[str, int]

    @property
    def most_cents(self) -> int:
        """What the account can pay for the purpose it has most money for."""
        return max(self.by_purpose.values(), default=0)

    def own_cents(self, price_cents: int, purpose: str) -> int:
        """What the person pays on top of a price."""
        return rules.own_cents(price_cents, self.by_purpose.get(purpose, 0))


def of_account(account_id: uuid.UUID) -> Purse:
    """The purse of a person's account now, as the ledger would split a price (`propose`)."""
    whole = ledger.get_balance(account_id).available_cents
    if whole == 0:
        return Purse(dict.fromkeys(codes.PURPOSES, 0))
    short = {purpose: ledger.propose(account_id, whole, purpose).short_cents for purpose in codes.PURPOSES}
    return Purse({purpose: whole - cents for purpose, cents in short.items()})
