"""Bring what a line is for to the ledger."""

from leerloket import clock
from leerloket.accounts.bank.models import Part
from leerloket.accounts.payments import service as payments


def credit_part(part: Part, payment: payments.Payment, *, rule: str) -> None:
    """Bring one part of a line to the ledger, for a payment that is locked."""
    part.transfer_id = payments.receive(
        payment,
        part.amount_cents,
        key=f"bank-line:{part.line_id}:{part.part_id}",
        rule=rule,
        actor_id=part.proposed_by,
        approved_by=part.approved_by,
    )
    part.done_on = clock.business_date()
