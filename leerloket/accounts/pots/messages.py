"""What people are told about the end of their money, and employers about what comes back."""

import uuid
from collections.abc import Sequence
from typing import Any

from leerloket import clock, db, money, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.people import service as people


def tell_ended(ended: Sequence[ledger.Ended]) -> None:
    """Money has ended: how much, of whom, and where it went."""
    for pot, reader in _with_readers(ended):
        outbox.put(
            "money-ended",
            reader.email or "",
            dedup=f"money-ended:{pot.transfer_id}",
            facts=_facts(pot, reader, pot.amount_cents),
            account_id=pot.account_id,
            transfer_id=pot.transfer_id,
            language=reader.language,
        )


def tell_ending(notices: Sequence[Any]) -> None:
    """Money will end, once per pot, end date and number of months; `notices` are rows of `ledger.select_ending`."""
    for pot, reader in _with_readers(notices):
        outbox.put(
            "money-ends",
            reader.email or "",
            dedup=f"money-ends:{pot.pot_id}:{pot.expires_on}:{pot.months}",
            facts=_facts(pot, reader, pot.available_cents) | {"months": pot.months},
            account_id=pot.account_id,
            language=reader.language,
        )


def tell_employer(employer_id: uuid.UUID, transfer_id: uuid.UUID, amount_cents: int) -> None:
    """Unused money is back in the fund: the total, never whose it was or of how many people."""
    holders = people.list_role_holders("employer", employer_id)
    for reader in people.list_persons(holder.person_id for holder in holders):
        if reader.email:
            outbox.put(
                "unused-money-returned",
                reader.email,
                dedup=f"unused-money-returned:{transfer_id}:{reader.person_id}",
                facts={"name": reader.name, "amount": money.euros(amount_cents, reader.language)},
                transfer_id=transfer_id,
                language=reader.language,
            )


def tell_lock(account_id: uuid.UUID, *, is_frozen: bool) -> None:
    """The account went on or off its lock, so that its holder sees it when somebody else did it."""
    reader = people.get_person(account_id)
    if reader.email:
        outbox.put(
            "account-lock",
            reader.email,
            dedup=f"account-lock:{db.new_id()}",
            facts={"name": reader.name, "frozen": is_frozen},
            account_id=account_id,
            language=reader.language,
        )


def _with_readers(pots: Sequence[Any]) -> list[tuple[Any, people.Person]]:
    """Each pot with its holder, where the holder reads mail."""
    holders = {person.person_id: person for person in people.list_persons({pot.account_id for pot in pots})}
    found = [(pot, holders.get(pot.account_id)) for pot in pots]
    return [(pot, holder) for pot, holder in found if holder is not None and holder.email]


def _facts(pot: Any, reader: people.Person, amount_cents: int) -> dict[str, Any]:
    return {
        "name": reader.name,
        "amount": money.euros(amount_cents, reader.language),
        "employer": pot.funder_name if pot.source == "employer" else "",
        "day": clock.day_text(pot.expires_on, reader.language),
    }
