"""The payment file for the bank: SEPA credit transfers as ISO 20022 pain.001.001.09."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sepaxml import SepaTransfer

SCHEMA = "pain.001.001.09"


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One credit transfer in whole cents."""

    name: str
    iban: str
    amount_cents: int
    reference: str
    description: str


def payment_file(payer_name: str, payer_iban: str, payments: Sequence[CreditTransfer], pays_on: date) -> str:
    """The XML of a file with these payments; checked against the schema of the standard before it leaves."""
    transfer = SepaTransfer(
        {"name": payer_name, "IBAN": payer_iban, "batch": True, "currency": "EUR"}, schema=SCHEMA, clean=True
    )
    for payment in payments:
        transfer.add_payment(
            {
                "name": payment.name,
                "IBAN": payment.iban,
                "amount": payment.amount_cents,
                "execution_date": pays_on,
                "description": payment.description,
                "endtoend_id": payment.reference,
            }
        )
    xml: bytes = transfer.export(validate=True)
    return xml.decode()
