"""What the account of whoever looks can pay, so that each module says what it costs them."""

import uuid
from dataclasses import dataclass

from leerloket import clock
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.catalogue import codes, rules


@dataclass(frozen=True, slots=True)
class Purse:
    """Per purpose the cents that pots filled by others may pay for it."""

    by_purpose: dict[str, int]

    @property
    def most_cents(self) -> int:
        """What the account can pay for the purpose it has most money for."""
        return max(self.by_purpose.values(), default=0)

    def own_cents(self, price_cents: int, purpose: str) -> int:
        """What the person pays on top of a price."""
        return rules.own_cents(price_cents, self.by_purpose.get(purpose, 0))


def of_account(account_id: uuid.UUID) -> Purse:
    """What others gave this person to spend, per purpose, now. Own money is what a person pays, as in a quote."""
    today = clock.business_date()
    given = [pot for pot in ledger.list_pots(account_id) if pot.source != "own"]
    return Purse(
        {
            purpose: sum(pot.available_cents for pot in given if ledger.may_pay(pot, purpose, today))
            for purpose in codes.PURPOSES
        }
    )
