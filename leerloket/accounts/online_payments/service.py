"""Pay what is expected online: start, take what the payment service says, and look after what stays open.

What the payment service says is read at the service itself, before the transaction that records it: a report only
says that there is something to read.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.online_payments import gateway, rules
from leerloket.accounts.online_payments.gateway import Gateway, NotOnline, PaymentServiceDown, Told
from leerloket.accounts.online_payments.models import OnlinePayment
from leerloket.accounts.payments import service as payments
from leerloket.people import service as people

__all__ = ["Gateway", "NotOnline", "OnlinePayment", "PaymentServiceDown", "Told"]

of_settings = gateway.of

LOOKED_AFTER = 50
"""So many open payments are read again in one run."""
QUIET_FOR = timedelta(minutes=1)
"""A payment that changed so recently is left to the report of the service."""


def start(payment: payments.Payment, way: Gateway, *, returns_to: str, reports_to: str | None) -> OnlinePayment:
    """Start an online payment of what is missing; one that is still open and fits is used again.

    Raises NothingMissing, NotOnline, PaymentServiceDown. Nothing is locked while the service is asked.
    """
    rules.check_missing(payment.missing_cents)
    found = find_open(payment)
    if found is not None and found.amount_cents == payment.missing_cents:
        return found
    online_id = db.new_id()
    told = way.create(
        payment.missing_cents,
        description=f"Leerloket {payment.reference}",
        returns_to=returns_to,
        reports_to=reports_to,
        key=online_id,
    )
    now = clock.now()
    online = OnlinePayment(
        account_id=payment.account_id,
        online_id=online_id,
        payment_id=payment.payment_id,
        service_id=told.service_id,
        state="open",
        amount_cents=told.amount_cents,
        refunded_cents=0,
        checkout_url=told.checkout_url,
        created_at=now,
        changed_at=now,
    )
    db.session.add(online)
    db.session.flush()
    return online


def find_open(payment: payments.Payment) -> OnlinePayment | None:
    """The online payment of this that a person can still go on with."""
    return next((online for online in list_of(payment) if online.state == "open"), None)


def list_of(payment: payments.Payment) -> Sequence[OnlinePayment]:
    """The tries to pay this online, newest first."""
    return db.session.scalars(
        sa.select(OnlinePayment)
        .where(OnlinePayment.payment_id == payment.payment_id)
        .order_by(OnlinePayment.online_id.desc())
    ).all()


def is_known(service_id: str) -> bool:
    """Whether a payment of this name was started here: nobody makes us ask for another."""
    return db.session.scalar(sa.select(sa.exists().where(OnlinePayment.service_id == service_id))) is True


def take(told: Told) -> OnlinePayment:
    """Record how a payment stands, as the service itself told it; the same again changes nothing.

    Paid money is credited once. Money the service gave back is taken out of the own pot again, as far as it is there.
    Raises NotFound for a payment that was not started here.
    """
    named = sa.select(OnlinePayment).where(OnlinePayment.service_id == told.service_id)
    known = db.session.scalar(named)
    if known is None:
        raise errors.NotFound
    payment = payments.lock_payment(known.payment_id)
    online = db.session.scalars(named.with_for_update().execution_options(populate_existing=True)).one()
    step = rules.step(online.state, told.state)
    if step == "paid":
        online.transfer_id = payments.receive(
            payment,
            online.amount_cents,
            key=f"online:{online.online_id}",
            rule=rules.PAID_ONLINE,
            from_id=ledger.ONLINE,
        )
    if step is not None:
        online.state, online.changed_at = step, clock.now()
    if told.refunded_cents > online.refunded_cents:
        _take_back(payment, online, told.refunded_cents)
    db.session.flush()
    return online


def _take_back(payment: payments.Payment, online: OnlinePayment, refunded_cents: int) -> None:
    """What the service gave back leaves the own pot; what was spent already stays a difference with the service."""
    wanted = min(refunded_cents, online.amount_cents) - online.refunded_cents
    transfer_id = ledger.take_back_online(
        online.account_id,
        wanted,
        rule=rules.REFUNDED,
        rule_version=rules.VERSION,
        key=f"online-back:{online.online_id}:{refunded_cents}",
    )
    online.refunded_cents += wanted
    online.state, online.changed_at = "refunded", clock.now()
    person = people.get_person(online.account_id)
    if transfer_id is not None and person.email:
        outbox.put(
            "own-money-returned",
            person.email,
            dedup=f"own-money-returned:{transfer_id}",
            facts={"amount": money.euros(wanted, person.language), "reference": payments.written(payment.reference)},
            account_id=person.person_id,
            transfer_id=transfer_id,
            language=person.language,
        )


def list_to_read() -> list[str]:
    """Open payments nothing was heard of for a minute, by the service's name, oldest first."""
    quiet = sa.select(OnlinePayment.service_id).where(
        OnlinePayment.state == "open", OnlinePayment.changed_at < clock.now() - QUIET_FOR
    )
    return list(db.session.scalars(quiet.order_by(OnlinePayment.changed_at).limit(LOOKED_AFTER)))


def look_after(way: Callable[[], Gateway]) -> int:
    """Read open payments at the service, for reports that never came; answers how many were read.

    For the worker: each is asked outside a transaction and recorded in one of its own. `way` is looked for when
    something is open.
    """
    read = 0
    for service_id in db.run(list_to_read):
        try:
            told = way().read(service_id)
        except PaymentServiceDown:
            break
        db.run(_note, told)
        read += 1
    return read


def _note(told: Told) -> None:
    online = take(told)
    online.changed_at = clock.now()
    db.session.flush()
