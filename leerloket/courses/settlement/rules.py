"""When a payout may be made, and by whom. Pure."""

import uuid
from datetime import date

from leerloket import clock, errors

VERSION = "2026-1"
PAYOUT = "payout-within-30-days"
"""The rule stored with each payout (product.md, rules; as in CPF)."""
BANK_WORKING_DAYS = 1
"""A payment file is carried out on the next working day."""
STATE_NL = {"draft": "in concept", "approved": "goedgekeurd", "exported": "bij de bank", "discarded": "ingetrokken"}


class NothingOwed(errors.Conflict):
    """No provider that can be paid is owed anything."""

    nl = "Er is nu niets uit te betalen."
    en = "There is nothing to pay out now."


class OwnBatch(errors.Conflict):
    """The person who made the batch cannot approve it."""

    nl = "U maakte deze uitbetaling zelf. Iemand anders moet hem goedkeuren."
    en = "You made this payout yourself. Somebody else has to approve it."


class BatchMoved(errors.Conflict):
    """The batch is in a state from which this cannot be done."""

    nl = "Dit kan niet meer: deze uitbetaling is {state_nl}."
    en = "This is no longer possible: this payout is {state}."


class ProviderStopped(errors.Conflict):
    """A provider in the batch was suspended, changed its account number or is held, since the batch was made."""

    nl = (
        "{provider} mag nu niet betaald worden of heeft een andere rekening. Trek de uitbetaling in en maak er nog een."
    )
    en = "{provider} may not be paid now, or has another account. Discard this payout and make another."


def check_state(state: str, *expected: str) -> None:
    """Refuse a step on a batch that is in none of the states expected."""
    if state not in expected:
        raise BatchMoved(state=state, state_nl=STATE_NL[state])


def check_approval(state: str, created_by: uuid.UUID, approved_by: uuid.UUID) -> None:
    """A draft is approved by another person than who made it."""
    check_state(state, "draft")
    if created_by == approved_by:
        raise OwnBatch


def is_payable(iban: str | None, *, is_suspended: bool, is_waiting: bool) -> bool:
    """A provider is paid on a known account; not while suspended, nor while a change or a signal makes it wait."""
    return iban is not None and not is_suspended and not is_waiting


def paid_on(day: date) -> date:
    """The day on which the bank carries out a file that is approved on a day."""
    return clock.add_working_days(day, BANK_WORKING_DAYS)


def number_of(batch_id: uuid.UUID, day: date) -> str:
    """The number of a batch, `U-20261124-7F3K9`: its day, and the random end of its id."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"U-{day:%Y%m%d}-" + "".join(letters[batch_id.int >> shift & 31] for shift in (0, 5, 10, 15, 20))
