"""Money that came in wrongly and goes back: two people agreed on each line, a payment file takes it to the bank."""

import uuid

import sqlalchemy as sa

from leerloket import clock, db, errors
from leerloket.accounts.bank import orders, rules, stops
from leerloket.accounts.bank.models import Part, ReturnBatch
from leerloket.accounts.bank.pain import CreditTransfer
from leerloket.people.audit import service as audit

BANK_WORKING_DAYS = 1
"""A payment file is carried out on the next working day."""


def list_waiting(*, lock: bool = False) -> list[Part]:
    """What two people agreed to send back and no file holds yet, oldest first."""
    query = (
        sa.select(Part)
        .where(Part.kind == "return", Part.done_on.is_not(None), Part.order_id.is_(None))
        .order_by(Part.part_id)
    )
    return list(db.session.scalars(query.with_for_update(of=Part) if lock else query))


def list_batches(limit: int = 20) -> list[ReturnBatch]:
    """The files made so far, newest first."""
    return list(db.session.scalars(sa.select(ReturnBatch).order_by(ReturnBatch.created_at.desc()).limit(limit)))


def get_batch(batch_id: uuid.UUID) -> ReturnBatch:
    """One file. Raises NotFound."""
    batch = db.session.get(ReturnBatch, batch_id)
    if batch is None:
        raise errors.NotFound
    return batch


def pain001(batch_id: uuid.UUID) -> str:
    """The payment file itself, the same at every call. Raises PayoutsFrozen, NotFound."""
    stops.check_not_frozen()
    return get_batch(batch_id).pain001


def make_batch(*, by: uuid.UUID, payer_name: str, payer_iban: str) -> ReturnBatch:
    """The payment file with everything that waits to go back. Raises NothingToReturn, PayoutsFrozen."""
    stops.check_not_frozen()
    waiting = list_waiting(lock=True)
    if not waiting:
        raise rules.NothingToReturn
    today, batch_id = clock.business_date(), db.new_id()
    number = rules.number_of(batch_id, today)
    xml, ordered = orders.order_payments(
        [_transfer(part, number) for part in waiting],
        kind="return",
        number=number,
        payer_name=payer_name,
        payer_iban=payer_iban,
        pays_on=clock.add_working_days(today, BANK_WORKING_DAYS),
    )
    for part, order in zip(waiting, ordered, strict=True):
        part.order_id = order.order_id
    batch = ReturnBatch(
        batch_id=batch_id,
        number=number,
        total_cents=sum(part.amount_cents for part in waiting),
        payments=len(waiting),
        created_by=by,
        created_at=clock.now(),
        pain001=xml,
    )
    db.session.add(batch)
    db.session.flush()
    audit.record("create", "return-batch", batch_id)
    return batch


def _transfer(part: Part, number: str) -> CreditTransfer:
    line = part.line
    return CreditTransfer(
        name=line.counterparty_name or "Onbekend",
        iban=line.counterparty_iban or "",
        amount_cents=part.amount_cents,
        reference=number,
        description=f"Terug {number}. {line.remittance}"[:140],
    )
