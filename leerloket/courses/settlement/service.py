"""The verbs of settlement: capture what attendance made due, pay providers in batches."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.bank import service as bank
from leerloket.accounts.books.corrections import service as corrections
from leerloket.accounts.ledger import service as ledger
from leerloket.courses.bookings import service as bookings
from leerloket.courses.provider_accounts import service as provider_accounts
from leerloket.courses.providers import service as providers
from leerloket.courses.settlement import holds, rules
from leerloket.courses.settlement.holds import hold_provider, is_held, release_provider
from leerloket.courses.settlement.models import PayoutBatch, PayoutLine
from leerloket.people.webhooks import service as webhooks

__all__ = ["PayoutBatch", "PayoutLine", "hold_provider", "is_held", "release_provider"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a provider is owed and no batch has taken, what it has to give back, and whether it can be paid now."""

    provider: providers.Provider
    amount_cents: int
    bookings: int
    clawed_back_cents: int
    is_payable: bool
    is_held: bool

    @property
    def net_cents(self) -> int:
        """What is paid: nothing, while a provider has to give back as much or more."""
        return max(0, self.amount_cents - self.clawed_back_cents)


def capture_due(now: datetime) -> int:
    """Pay what confirmed attendance makes due, booking by booking in the order of accounts; answers how many.

    A limited number at a time, in the caller's transaction; what is left goes next time.
    """
    due = bookings.list_to_capture(now)
    for account_id, booking_id in due:
        bookings.capture(account_id, booking_id)
    return len(due)


def list_waiting() -> list[Waiting]:
    """What each provider is owed and no batch has taken yet."""
    owed = bookings.list_owed()
    ids = [one.provider_id for one in owed]
    known = {provider.provider_id: provider for provider in providers.list_providers(ids)}
    back = corrections.sum_outstanding(ids)
    changing, held = provider_accounts.select_changing(ids), holds.select_held(ids)
    return [
        Waiting(
            known[one.provider_id],
            one.amount_cents,
            one.bookings,
            back.get(one.provider_id, 0),
            _is_payable(known[one.provider_id], changing | held) and one.amount_cents > back.get(one.provider_id, 0),
            one.provider_id in held,
        )
        for one in owed
    ]


def _is_payable(provider: providers.Provider, waiting: set[uuid.UUID]) -> bool:
    return rules.is_payable(
        provider.iban,
        is_suspended=provider.payouts_held_at is not None,
        is_waiting=provider.provider_id in waiting,
    )


def count_waiting_cents(provider_id: uuid.UUID) -> int:
    """What one provider is owed and no batch has taken yet, in whole cents."""
    return sum(one.amount_cents for one in bookings.list_owed(provider_id))


def count_clawed_back_cents(provider_id: uuid.UUID) -> int:
    """What one provider still has to give back: it goes off its next payout."""
    return corrections.sum_outstanding([provider_id]).get(provider_id, 0)


def create_batch(*, created_by: uuid.UUID) -> PayoutBatch:
    """A draft payout of all that is owed to every provider that can be paid. Raises `NothingOwed`.

    What a provider has to give back goes off; one that has to give back as much or more waits.
    """
    payable = {one.provider.provider_id: one.provider for one in list_waiting() if one.is_payable}
    at, batch_id = clock.now(), db.new_id()
    owed = bookings.take_for_payout(batch_id, list(payable), at)
    if not owed:
        raise rules.NothingOwed
    back = corrections.set_off(batch_id, {one.provider_id: one.amount_cents for one in owed})
    batch = PayoutBatch(
        batch_id=batch_id,
        number=rules.number_of(batch_id, clock.business_date(at)),
        state="draft",
        total_cents=sum(one.amount_cents - back.get(one.provider_id, 0) for one in owed),
        providers=len(owed),
        bookings=sum(one.bookings for one in owed),
        created_by=created_by,
        created_at=at,
    )
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(
        PayoutLine(
            batch_id=batch_id,
            provider_id=one.provider_id,
            provider_name=payable[one.provider_id].name,
            iban=payable[one.provider_id].iban,
            amount_cents=one.amount_cents - back.get(one.provider_id, 0),
            bookings=one.bookings,
            clawed_back_cents=back.get(one.provider_id, 0),
        )
        for one in owed
    )
    db.session.flush()
    return batch


def approve_batch(
    batch_id: uuid.UUID, *, approved_by: uuid.UUID, payer_iban: str, payer_name: str = "Leerloket"
) -> PayoutBatch:
    """A second person approves: the money is booked out of the ledger and the payment file is made.

    Raises `OwnBatch`, `BatchMoved`, `PayoutsFrozen`, `ProviderStopped`, NotFound.
    """
    bank.check_not_frozen()
    batch = _lock(batch_id)
    rules.check_approval(batch.state, batch.created_by, approved_by)
    lines, at = list_lines(batch_id), clock.now()
    _check_providers(lines)
    for line in lines:
        line.transfer_id = ledger.pay_out(
            line.provider_id,
            line.amount_cents,
            actor_id=batch.created_by,
            approved_by=approved_by,
            rule=rules.PAYOUT,
            rule_version=rules.VERSION,
            key=f"payout:{batch_id}:{line.provider_id}",
        )
    batch.state, batch.approved_by, batch.approved_at = "approved", approved_by, at
    batch.pays_on = rules.paid_on(clock.business_date(at))
    batch.pain001, _ordered = bank.order_payments(
        [_payment(batch, line) for line in lines],
        kind="payout",
        number=batch.number,
        payer_name=payer_name,
        payer_iban=payer_iban,
        pays_on=batch.pays_on,
    )
    bookings.mark_paid_out(batch_id, at)
    db.session.flush()
    for line in lines:
        _tell(batch, line)
    return batch


def _check_providers(lines: Sequence[PayoutLine]) -> None:
    known = {one.provider_id: one for one in providers.list_providers([line.provider_id for line in lines])}
    waiting = provider_accounts.select_changing(known) | holds.select_held(known)
    for line in lines:
        provider = known[line.provider_id]
        if not _is_payable(provider, waiting) or provider.iban != line.iban:
            raise rules.ProviderStopped(provider=line.provider_name)


def _payment(batch: PayoutBatch, line: PayoutLine) -> bank.CreditTransfer:
    return bank.CreditTransfer(
        name=line.provider_name,
        iban=line.iban,
        amount_cents=line.amount_cents,
        reference=batch.number,
        description=f"Leerloket {batch.number}, {line.bookings} boekingen",
    )


def _tell(batch: PayoutBatch, line: PayoutLine) -> None:
    webhooks.tell(
        "payout.made",
        line.provider_id,
        batch.batch_id,
        batchId=str(batch.batch_id),
        number=batch.number,
        amountCents=line.amount_cents,
        bookings=line.bookings,
        paysOn=str(batch.pays_on),
    )
    address = providers.get_provider(line.provider_id).email
    if address and batch.pays_on:
        outbox.put(
            "payout-approved",
            address,
            dedup=f"payout-approved:{batch.batch_id}:{line.provider_id}",
            facts={
                "number": batch.number,
                "amount": money.euros(line.amount_cents),
                "bookings": line.bookings,
                "pays_on": clock.day_text(batch.pays_on),
            },
            account_id=line.provider_id,
            transfer_id=line.transfer_id,
        )


def discard_batch(batch_id: uuid.UUID) -> PayoutBatch:
    """Take a draft back: its bookings and clawbacks wait for the next batch. Raises `BatchMoved`, NotFound."""
    batch = _lock(batch_id)
    rules.check_state(batch.state, "draft")
    batch.state = "discarded"
    bookings.return_from_payout(batch_id)
    corrections.undo_set_off(batch_id)
    db.session.flush()
    return batch


def mark_exported(batch_id: uuid.UUID, *, exported_by: uuid.UUID) -> PayoutBatch:
    """The payment file was handed to the bank; noted once. Raises `BatchMoved`, `PayoutsFrozen`, NotFound."""
    bank.check_not_frozen()
    batch = _lock(batch_id)
    rules.check_state(batch.state, "approved", "exported")
    if batch.state == "approved":
        batch.state, batch.exported_by, batch.exported_at = "exported", exported_by, clock.now()
        db.session.flush()
    return batch


def pain001(batch_id: uuid.UUID) -> str:
    """The payment file of an approved batch, the same at every call. Raises `BatchMoved`, `PayoutsFrozen`, NotFound."""
    bank.check_not_frozen()
    batch = get_batch(batch_id)
    rules.check_state(batch.state, "approved", "exported")
    return batch.pain001 or ""


def get_batch(batch_id: uuid.UUID) -> PayoutBatch:
    """One batch. Raises NotFound."""
    batch = db.session.get(PayoutBatch, batch_id)
    if batch is None:
        raise errors.NotFound
    return batch


def _lock(batch_id: uuid.UUID) -> PayoutBatch:
    query = sa.select(PayoutBatch).where(PayoutBatch.batch_id == batch_id).with_for_update()
    batch = db.session.scalar(query, execution_options={"populate_existing": True})
    if batch is None:
        raise errors.NotFound
    return batch


def list_batches(limit: int = 100) -> list[PayoutBatch]:
    """The batches, newest first."""
    return list(db.session.scalars(sa.select(PayoutBatch).order_by(PayoutBatch.batch_id.desc()).limit(limit)))


def list_lines(batch_id: uuid.UUID) -> list[PayoutLine]:
    """What each provider gets with a batch, by provider."""
    query = sa.select(PayoutLine).where(PayoutLine.batch_id == batch_id).order_by(PayoutLine.provider_id)
    return list(db.session.scalars(query))


def list_payouts(
    provider_id: uuid.UUID, *, before: uuid.UUID | None = None, limit: int = 50
) -> list[tuple[PayoutBatch, PayoutLine]]:
    """What a provider was paid, newest first, from before a batch. Drafts are not shown."""
    query = (
        sa.select(PayoutBatch, PayoutLine)
        .join(PayoutLine, PayoutLine.batch_id == PayoutBatch.batch_id)
        .where(PayoutLine.provider_id == provider_id, PayoutBatch.state.in_(("approved", "exported")))
        .order_by(PayoutBatch.batch_id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(PayoutBatch.batch_id < before)
    return [(batch, line) for batch, line in db.session.execute(query)]


def get_payout(provider_id: uuid.UUID, batch_id: uuid.UUID) -> tuple[PayoutBatch, PayoutLine]:
    """What a provider was paid with one batch; another provider's payout does not exist (NotFound)."""
    batch, line = db.session.get(PayoutBatch, batch_id), db.session.get(PayoutLine, (batch_id, provider_id))
    if batch is None or line is None or batch.state not in {"approved", "exported"}:
        raise errors.NotFound
    return batch, line
