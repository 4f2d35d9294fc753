"""Who hears of a correction or clawback: the person, the employer's people, the provider's people."""

import uuid

from leerloket import clock, money, outbox
from leerloket.accounts.books.corrections.models import Correction
from leerloket.accounts.ledger import corrections as ledger
from leerloket.people import service as people


def tell(correction: Correction) -> None:
    """Write the messages about a decision that was carried out, in its transaction."""
    movement = ledger.get_movement(correction.transfer_id, correction.account_id)
    if movement.holder == "person":
        _tell_person(correction)
    else:
        _tell_office(correction, "correction-office", movement.holder, correction.account_id)
    if correction.provider_id is not None:
        _tell_office(correction, "clawback-provider", "provider", correction.provider_id)


def _facts(correction: Correction, language: str) -> dict[str, str]:
    return {
        "reference": correction.reference,
        "amount": money.euros(correction.amount_cents, language),
        "day": clock.day_text(clock.business_date(correction.decided_at), language),
        "reason": correction.reason,
    }


def _tell_person(correction: Correction) -> None:
    person = people.get_person(correction.account_id)
    if person.email:
        outbox.put(
            "money-returned" if correction.kind == "clawback" else "correction-person",
            person.email,
            dedup=f"correction:{correction.correction_id}",
            facts=_facts(correction, person.language),
            account_id=correction.account_id,
            transfer_id=correction.made_transfer_id,
            language=person.language,
        )


def _tell_office(correction: Correction, kind: str, role: str, organisation_id: uuid.UUID) -> None:
    for grant in people.list_role_holders(role, organisation_id):
        reader = people.get_person(grant.person_id)
        if reader.email:
            outbox.put(
                kind,
                reader.email,
                dedup=f"correction:{correction.correction_id}:{grant.person_id}",
                facts=_facts(correction, reader.language),
                account_id=organisation_id,
                transfer_id=correction.made_transfer_id,
                language=reader.language,
            )
