"""Book with an own share, and the one door of this folder: start, withdraw, go on when the money is in, or let go.

What the pots can pay is set aside, a seat is kept, and a payment is expected. When it is in, the booking is made by
the same verb as every other. Locks are taken in one order: account → own share → edition.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db, errors, money, outbox
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.courses.bookings import service as bookings
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.own_shares import rules
from leerloket.courses.own_shares.models import OwnShare
from leerloket.people import service as people

__all__ = ["OwnShare"]

HELD = "waits-for-the-own-share"
VERSION = "2026-1"
AT_ONCE = 100
CALLED_OFF = """
EXISTS (SELECT FROM editions e WHERE e.edition_id = own_shares.edition_id AND e.cancelled_at IS NOT NULL)
"""
"""The provider called the edition off: nobody should pay for it any more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A booking that waits for money, with its payment and what it is for."""

    own_share: OwnShare
    payment: payments.Payment
    edition: catalogue.Edition
    reference: str | None

    @property
    def held_cents(self) -> int:
        """What the pots pay, set aside."""
        return self.own_share.price_cents - self.own_share.own_cents


def start(
    account_id: uuid.UUID,
    edition_id: uuid.UUID,
    *,
    actor_id: uuid.UUID,
    task_id: uuid.UUID | None = None,
    expected_own_cents: int | None = None,
) -> OwnShare:
    """Book what the pots cannot pay wholly: set aside what they can, keep a seat, and expect the rest.

    One that waits for the same edition is answered again. Raises what would refuse a booking but for the money, and
    `EnoughMoney`, `TooManyOwnShares`, `OwnShareChanged`, `Frozen`, `Full`.
    """
    ledger.lock(account_id)
    waiting = _list(account_id, OwnShare.state == "waiting")
    found = next((one for one in waiting if one.edition_id == edition_id), None)
    if found is not None:
        return found
    quote = bookings.quote(account_id, edition_id)
    _check(quote, len(waiting), expected_own_cents)
    at, own_share_id = clock.now(), db.new_id()
    pay_by = rules.pay_by(at, quote.edition.starts_at)
    hold_id = _hold(account_id, own_share_id, quote, actor_id)
    offered_until = catalogue.keep_seat_for_payment(
        edition_id, account_id, pay_by + rules.GRACE, price_cents=quote.price_cents
    )
    payment = payments.expect_own(account_id, quote.short_cents, created_by=account_id)
    own_share = OwnShare(
        account_id=account_id,
        own_share_id=own_share_id,
        edition_id=edition_id,
        payment_id=payment.payment_id,
        price_cents=quote.price_cents,
        own_cents=quote.short_cents,
        parts=[{"pot_id": str(part.pot_id), "amount_cents": part.amount_cents} for part in quote.parts],
        state="waiting",
        keeps_seat=offered_until is None,
        hold_id=hold_id,
        task_id=task_id,
        actor_id=actor_id,
        created_at=at,
        pay_by=min(pay_by, offered_until or pay_by),
        why_nl="",
        why_en="",
    )
    db.session.add(own_share)
    db.session.flush()
    _tell(own_share, "own-share-waiting", payment)
    return own_share


def _check(quote: bookings.Quote, waiting: int, expected_own_cents: int | None) -> None:
    for refusal in quote.refusals:
        if not isinstance(refusal, ledger.BalanceTooLow):
            raise refusal
    if quote.short_cents == 0:
        raise rules.EnoughMoney
    rules.check_waiting_count(waiting)
    if expected_own_cents is not None and expected_own_cents != quote.short_cents:
        raise rules.OwnShareChanged(own_cents=quote.short_cents)


def _hold(
    account_id: uuid.UUID, own_share_id: uuid.UUID, quote: bookings.Quote, actor_id: uuid.UUID
) -> uuid.UUID | None:
    """Set aside what the pots can pay, under the id of this wait; None when they are empty."""
    parts = [(part.pot_id, part.amount_cents) for part in quote.parts]
    if not parts:
        return None
    total = sum(cents for _, cents in parts)
    return ledger.hold(
        account_id,
        own_share_id,
        total,
        quote.edition.purpose,
        actor_id=actor_id,
        key=f"own-share:{own_share_id}",
        chosen=parts,
    ).transfer_id


# --- read -------------------------------------------------------------------------------------------------


def get(account_id: uuid.UUID, own_share_id: uuid.UUID) -> Waiting:
    """One of this person, with its payment; another's does not exist (NotFound)."""
    own_share = db.session.get(OwnShare, (account_id, own_share_id))
    if own_share is None:
        raise errors.NotFound
    return _with_payment([own_share])[0]


def list_waiting(account_id: uuid.UUID) -> list[Waiting]:
    """What waits for money of this person, the first to pay first."""
    return _with_payment(sorted(_list(account_id, OwnShare.state == "waiting"), key=lambda one: one.pay_by))


def list_all(account_id: uuid.UUID, limit: int = 50) -> list[Waiting]:
    """Every booking of this person that waited for money, newest first."""
    return _with_payment(_list(account_id, sa.true(), limit=limit))


def _list(account_id: uuid.UUID, condition: sa.ColumnElement[bool], limit: int = 50) -> list[OwnShare]:
    query = sa.select(OwnShare).where(OwnShare.account_id == account_id, condition)
    return list(db.session.scalars(query.order_by(OwnShare.own_share_id.desc()).limit(limit)))


def _with_payment(found: Sequence[OwnShare]) -> list[Waiting]:
    known = payments.list_payments_by_id(one.payment_id for one in found)
    return [
        Waiting(
            one,
            known[one.payment_id],
            catalogue.get_edition(one.edition_id),
            bookings.get_booking(one.account_id, one.booking_id).reference if one.booking_id else None,
        )
        for one in found
    ]


# --- what happens with it ---------------------------------------------------------------------------------


def withdraw(account_id: uuid.UUID, own_share_id: uuid.UUID) -> OwnShare:
    """The person does not want it any more: what was set aside is free again. Money that comes later is own money.

    Raises NotWaiting, NotFound.
    """
    own_share = _lock(account_id, own_share_id)
    if own_share.state != "waiting":
        raise rules.NotWaiting(state=own_share.state, state_nl=rules.REASONS_NL[own_share.state])
    _let_go(own_share, "withdrawn", actor_id=account_id)
    return own_share


def list_due(now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """What can go on, because the money is in, and what has to be let go; what ends first comes first."""
    due = (
        sa.select(OwnShare.account_id, OwnShare.own_share_id)
        .join(payments.Payment, payments.Payment.payment_id == OwnShare.payment_id)
        .where(
            OwnShare.state == "waiting",
            sa.or_(payments.Payment.state == "paid", OwnShare.pay_by <= now, sa.text(CALLED_OFF)),
        )
        .order_by(OwnShare.pay_by)
        .limit(AT_ONCE)
    )
    return [(account_id, own_share_id) for account_id, own_share_id in db.session.execute(due)]


def go_on(account_id: uuid.UUID, own_share_id: uuid.UUID, now: datetime) -> str:
    """Book when the money is in, let go when the time is over or the edition called off; answers the state now.

    Under the lock of the account, so that money that comes in at the last moment is seen or comes after: then it is
    own money, and the person is told.
    """
    own_share = _lock(account_id, own_share_id)
    if own_share.state != "waiting":
        return own_share.state
    payment = payments.get_payment(own_share.payment_id)
    db.session.refresh(payment)
    if catalogue.get_edition(own_share.edition_id).cancelled_at is not None:
        _refuse(own_share, catalogue.EditionCancelled())
    elif payment.state == "paid":
        _book(own_share)
    elif now >= own_share.pay_by:
        _let_go(own_share, "lapsed", actor_id=None)
        _tell(own_share, "own-share-lapsed", payment)
    return own_share.state


def _book(own_share: OwnShare) -> None:
    """Free what was set aside and book with all of it, at once; or let go, when that is no longer possible."""
    try:
        with db.session.begin_nested():
            booking = _swap(own_share)
    except errors.Refusal as refusal:
        _refuse(own_share, refusal)
        return
    own_share.state, own_share.booking_id, own_share.ended_at = "booked", booking.booking_id, clock.now()
    db.session.flush()


def _refuse(own_share: OwnShare, refusal: errors.Refusal) -> None:
    own_share.why_nl, own_share.why_en = refusal.sentence("nl"), refusal.sentence("en")
    _let_go(own_share, "refused", actor_id=None)
    _tell(own_share, "own-share-refused", payments.get_payment(own_share.payment_id))


def _swap(own_share: OwnShare) -> bookings.Booking:
    _release(own_share, actor_id=own_share.actor_id)
    own_pot = next((pot for pot in ledger.list_pots(own_share.account_id) if pot.source == "own"), None)
    if own_pot is None:
        raise ledger.BalanceTooLow(short_cents=own_share.own_cents, possible=ledger.WAYS)
    booking = bookings.book(
        own_share.account_id,
        own_share.edition_id,
        actor_id=own_share.actor_id,
        key=f"own-share:{own_share.own_share_id}",
        chosen=rules.with_own_pot(own_share.parts, own_pot.pot_id, own_share.own_cents),
        task_id=own_share.task_id,
        expected_price_cents=own_share.price_cents,
    )
    if own_share.keeps_seat:
        catalogue.give_up_seat(own_share.edition_id, own_share.account_id)
    return booking


def _lock(account_id: uuid.UUID, own_share_id: uuid.UUID) -> OwnShare:
    ledger.lock(account_id)
    own_share = db.session.get(OwnShare, (account_id, own_share_id), with_for_update=True, populate_existing=True)
    if own_share is None:
        raise errors.NotFound
    return own_share


def _let_go(own_share: OwnShare, state: str, *, actor_id: uuid.UUID | None) -> None:
    _release(own_share, actor_id=actor_id)
    if own_share.keeps_seat:
        catalogue.lock_seats(own_share.edition_id)
        catalogue.give_up_seat(own_share.edition_id, own_share.account_id)
    own_share.state, own_share.ended_at = state, clock.now()
    db.session.flush()


def _release(own_share: OwnShare, *, actor_id: uuid.UUID | None) -> None:
    if own_share.hold_id is None:
        return
    ledger.release(
        own_share.account_id,
        own_share.own_share_id,
        actor_id=actor_id,
        rule=HELD,
        rule_version=VERSION,
        key=f"own-share-free:{own_share.own_share_id}",
    )


def _tell(own_share: OwnShare, kind: str, payment: payments.Payment) -> None:
    """Tell the person. The course is not named: the address may be one of work (trust.md)."""
    contact = people.get_contact(own_share.account_id)
    if not contact.email:
        return
    starts_on = clock.business_date(catalogue.get_edition(own_share.edition_id).starts_at)
    facts: dict[str, Any] = {
        "starts": clock.day_text(starts_on, contact.language),
        "own": money.euros(own_share.own_cents, contact.language),
        "missing": money.euros(payment.missing_cents, contact.language),
        "received": money.euros(payment.received_cents, contact.language) if payment.received_cents else "",
        "until": clock.moment_text(own_share.pay_by, contact.language),
        "reference": payments.written(payment.reference),
        "why": own_share.why_en if contact.language == "en" else own_share.why_nl,
        "page": f"/boekingen/zelf-betalen/{own_share.own_share_id}",
    }
    outbox.put(
        kind,
        contact.email,
        dedup=f"{kind}:{own_share.own_share_id}",
        facts=facts,
        account_id=own_share.account_id,
        language=contact.language,
    )
