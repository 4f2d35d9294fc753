"""Payments that are expected: ask for one, take what comes in for it, and remind of what does not come."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import rules
from leerloket.accounts.payments.models import Payment
from leerloket.accounts.payments.rules import Found, OwnAmountOutOfRange, find_references, is_plausible, result, written
from leerloket.people import service as people
from leerloket.people.webhooks import service as webhooks

__all__ = ["Found", "OwnAmountOutOfRange", "Payment", "find_references", "is_plausible", "result", "written"]


def expect(
    account_id: uuid.UUID, amount_cents: int, *, holder: str, holder_name: str, created_by: uuid.UUID
) -> Payment:
    """Expect money and give it a reference. `holder` is "employer" (into its fund) or "person" (own pot)."""
    now = clock.now()
    number = db.session.scalar(sa.text("SELECT nextval(pg_get_serial_sequence('expected_payments', 'number'))"))
    payment = Payment(
        number=number,
        reference=rules.reference_for(clock.business_date(now).year, int(number or 0)),
        account_id=account_id,
        holder=holder,
        holder_name=holder_name,
        amount_cents=amount_cents,
        received_cents=0,
        state="waiting",
        created_by=created_by,
        created_at=now,
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def top_up_own(account_id: uuid.UUID, amount_cents: int, *, field: str = "amount_cents") -> Payment:
    """A person wants to add own money: a payment to make, credited when it comes in.

    Raises OwnAmountOutOfRange, at `field`.
    """
    rules.check_own_amount(amount_cents, field)
    return expect_own(account_id, amount_cents, created_by=account_id)


def expect_own(account_id: uuid.UUID, amount_cents: int, *, created_by: uuid.UUID) -> Payment:
    """Expect own money of a person, of any amount: what a booking is short of can be less than € 10."""
    name = people.get_person(account_id).name or ""
    return expect(account_id, amount_cents, holder="person", holder_name=name, created_by=created_by)


def get_payment(payment_id: uuid.UUID) -> Payment:
    """One payment. Raises NotFound."""
    payment = db.session.get(Payment, payment_id)
    if payment is None:
        raise errors.NotFound
    return payment


def lock_payment(payment_id: uuid.UUID) -> Payment:
    """One payment as it is now, locked until the work is done. Raises NotFound."""
    payment = db.session.get(Payment, payment_id, with_for_update=True, populate_existing=True)
    if payment is None:
        raise errors.NotFound
    return payment


def get_own_payment(account_id: uuid.UUID, payment_id: uuid.UUID) -> Payment:
    """One payment of this account. Raises NotFound for another's."""
    payment = get_payment(payment_id)
    if payment.account_id != account_id:
        raise errors.NotFound
    return payment


def list_payments(account_id: uuid.UUID, limit: int = 50) -> list[Payment]:
    """The payments of an employer or person, newest first."""
    return list(
        db.session.scalars(
            sa.select(Payment).where(Payment.account_id == account_id).order_by(Payment.number.desc()).limit(limit)
        )
    )


def list_payments_by_id(payment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Payment]:
    """These payments."""
    found = db.session.scalars(sa.select(Payment).where(Payment.payment_id.in_(list(payment_ids))))
    return {payment.payment_id: payment for payment in found}


def find_waiting(text: str) -> Payment | None:
    """The one payment whose reference is in a text and that still waits for money."""
    found = [payment for payment in list_named(text) if payment.state == "waiting"]
    return found[0] if len(found) == 1 else None


def list_named(text: str) -> list[Payment]:
    """The payments whose references are in a text."""
    named = {found.reference for found in rules.find_references(text)}
    return list(db.session.scalars(sa.select(Payment).where(Payment.reference.in_(named)).order_by(Payment.number)))


def list_waiting(amount_cents: int, *, limit: int = 50) -> list[Payment]:
    """Payments that wait, those that miss this amount first, then the newest: candidates for a line without a match."""
    misses = Payment.amount_cents - Payment.received_cents
    query = sa.select(Payment).where(Payment.state == "waiting")
    return list(db.session.scalars(query.order_by((misses != amount_cents), Payment.number.desc()).limit(limit)))


def lock_named(references: Iterable[str]) -> dict[str, Payment]:
    """The payments with these references, locked in the order of their ids until the work is done."""
    rows = db.session.scalars(
        sa.select(Payment)
        .where(Payment.reference.in_(list(references)))
        .order_by(Payment.payment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {payment.reference: payment for payment in rows}


# --- what comes in ----------------------------------------------------------------------------------------


def receive(
    payment: Payment,
    amount_cents: int,
    *,
    key: str,
    rule: str,
    from_id: uuid.UUID = ledger.BANK,
    actor_id: uuid.UUID | None = None,
    approved_by: uuid.UUID | None = None,
) -> uuid.UUID:
    """Credit what came in for a payment the caller has locked, and tell the payer; answers the transfer.

    Into the employer's fund or the person's own pot, whatever the amount: too little waits for the rest, too much
    stays there. The same key does nothing twice.
    """
    is_person = payment.holder == "person"
    terms = (
        ledger.Terms("own", None, "Eigen geld")
        if is_person
        else ledger.Terms("fund", payment.account_id, payment.holder_name)
    )
    transfer_id = ledger.credit(
        payment.account_id,
        amount_cents,
        terms,
        kind="own" if is_person else "deposit",
        from_id=from_id,
        actor_id=actor_id,
        approved_by=approved_by,
        rule=rule,
        rule_version=rules.VERSION,
        key=key,
        holder=payment.holder,
    )
    payment.received_cents += amount_cents
    if payment.received_cents >= payment.amount_cents and payment.state == "waiting":
        payment.state, payment.paid_at = "paid", clock.now()
    db.session.flush()
    _tell_received(payment, amount_cents, transfer_id)
    return transfer_id


def _tell_received(payment: Payment, amount_cents: int, transfer_id: uuid.UUID) -> None:
    person = people.get_person(payment.created_by)
    is_person = payment.holder == "person"
    if not is_person:
        webhooks.tell(
            "payment.received",
            payment.account_id,
            transfer_id,
            paymentId=str(payment.payment_id),
            reference=payment.reference,
            amountCents=amount_cents,
            missingCents=payment.missing_cents,
        )
    euros = {
        name: money.euros(cents, person.language) if cents else ""
        for name, cents in (("missing", payment.missing_cents), ("surplus", payment.surplus_cents))
    }
    outbox.put(
        "own_money_received" if is_person else "payment_received",
        person.email or "",
        dedup=f"payment-received:{transfer_id}",
        facts={
            "name": person.name,
            "amount": money.euros(amount_cents, person.language),
            **euros,
            "reference": rules.written(payment.reference),
        },
        account_id=payment.account_id if is_person else None,
        transfer_id=transfer_id,
        language=person.language,
    )


# --- what does not come -----------------------------------------------------------------------------------


def remind_of_missing() -> int:
    """Tell who made a payment that it is not (wholly) in after 7 and after 21 days; answers how many were told.

    A person who never paid for a top-up of its own changed its mind, and is not told.
    """
    today = clock.business_date()
    told = 0
    for days in rules.REMIND_AFTER_DAYS:
        day = today - timedelta(days=days)
        for payment in _list_missing_since(clock.start_of_day(day), clock.end_of_day(day)):
            told += _tell_missing(payment, days)
    return told


def _list_missing_since(from_at: datetime, until_at: datetime) -> Sequence[Payment]:
    return db.session.scalars(
        sa.select(Payment)
        .where(
            Payment.state == "waiting",
            Payment.created_at >= from_at,
            Payment.created_at < until_at,
            sa.or_(Payment.holder == "employer", Payment.received_cents > 0),
        )
        .order_by(Payment.number)
    ).all()


def _tell_missing(payment: Payment, days: int) -> bool:
    person = people.get_person(payment.created_by)
    if not person.email:
        return False
    outbox.put(
        "payment_missing",
        person.email,
        dedup=f"payment-missing:{payment.payment_id}:{days}",
        facts={
            "name": person.name,
            "missing": money.euros(payment.missing_cents, person.language),
            "received": money.euros(payment.received_cents, person.language) if payment.received_cents else "",
            "reference": rules.written(payment.reference),
        },
        account_id=payment.account_id if payment.holder == "person" else None,
        language=person.language,
    )
    return True
