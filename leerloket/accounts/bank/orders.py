"""What we told the bank to pay: the file for it, and the debit on a statement that shows it was paid."""

import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.bank import pain, rules
from leerloket.accounts.bank.models import Line, Order
from leerloket.accounts.bank.pain import CreditTransfer


def order_payments(
    transfers: Sequence[CreditTransfer], *, kind: str, number: str, payer_name: str, payer_iban: str, pays_on: date
) -> tuple[str, list[Order]]:
    """The payment file of these transfers, and an order for each that a statement will show as paid.

    `kind` is "payout" (to providers) or "return" (wrong money back).
    """
    ordered = [
        Order(
            order_id=db.new_id(),
            kind=kind,
            number=number,
            name=transfer.name,
            iban=transfer.iban,
            amount_cents=transfer.amount_cents,
            ordered_on=clock.business_date(),
        )
        for transfer in transfers
    ]
    db.session.add_all(ordered)
    db.session.flush()
    return pain.payment_file(payer_name, payer_iban, transfers, pays_on), ordered


def find_order(line: Line, text: str) -> None:
    """Match a debit with what we ordered: a whole file in one amount, or one transfer of it.

    By the number of the file in its text, to whom it went, or an amount that only one order has.
    """
    on_the_way = list(
        db.session.scalars(
            sa.select(Order).where(Order.line_id.is_(None)).order_by(Order.order_id).with_for_update(skip_locked=True)
        )
    )
    matched = _choose(line, text, on_the_way)
    if not matched:
        return
    for order in matched:
        order.line_id = line.line_id
    line.state, line.reason, line.matched_at = "matched", matched[0].kind, clock.now()


def _choose(line: Line, text: str, on_the_way: Sequence[Order]) -> list[Order]:
    numbers = rules.numbers_in(text)
    named = [order for order in on_the_way if order.number in numbers] if numbers else list(on_the_way)
    whole = [files for files in _by_number(named) if sum(order.amount_cents for order in files) == line.amount_cents]
    if len(whole) == 1:
        return whole[0]
    same = [order for order in named if order.amount_cents == line.amount_cents]
    to_them = [order for order in same if order.iban == line.counterparty_iban]
    chosen = to_them or same
    return chosen[:1] if to_them or len(chosen) == 1 else []


def _by_number(found: Sequence[Order]) -> list[list[Order]]:
    numbers: dict[str, list[Order]] = {}
    for order in found:
        numbers.setdefault(order.number, []).append(order)
    return list(numbers.values())


def list_by_id(order_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Order]:
    """These orders."""
    return {one.order_id: one for one in db.session.scalars(sa.select(Order).where(Order.order_id.in_(order_ids)))}
