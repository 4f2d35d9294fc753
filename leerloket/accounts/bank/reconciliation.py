"""Bank, ledger and escrow side by side: what differs at the end of a day, explained to the cent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from leerloket import clock, db
from leerloket.accounts.bank import balances, work_list
from leerloket.accounts.bank.models import Balance, Line, Order, Part
from leerloket.accounts.ledger import service as ledger

NO_MOVEMENT = ("seen-before", "not-booked", "currency", "zero")
"""Why a line moved nothing on our account: it was here before, is not booked yet, or is no money of ours."""

LONG_AGO = date(1900, 1, 1)
PERIOD = timedelta(days=30)
"""The days that are shown when nobody asks for others."""


@dataclass(frozen=True, slots=True)
class Item:
    """One reason why the bank has more (or less, negative) than the ledger."""

    name: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Day:
    """The end of a day: what the bank says, what the ledger says, and why they differ."""

    day_on: date
    bank_cents: int
    ledger_cents: int
    items: Sequence[Item]

    @property
    def difference_cents(self) -> int:
        """What the bank has more than the ledger."""
        return self.bank_cents - self.ledger_cents

    @property
    def unexplained_cents(self) -> int:
        """What no item explains: anything but zero is a mistake to find."""
        return self.difference_cents - sum(item.amount_cents for item in self.items)


@dataclass(frozen=True, slots=True)
class Gap:
    """Two statements that do not follow each other: something between them is missing."""

    iban: str
    after_on: date
    before_on: date
    missing_cents: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on one page."""

    days: Sequence[Day]
    gaps: Sequence[Gap]
    unmatched: int
    escrow_cents: int
    held_cents: int
    paid_online_cents: int
    online_received_cents: int

    @property
    def online_on_the_way_cents(self) -> int:
        """Paid by people and not yet in our bank; the costs of the payment service are in it."""
        return self.paid_online_cents - self.online_received_cents


def get_overview(from_on: date, to_on: date) -> Overview:
    """The days in a period on which a statement closed, newest first, and how it stands now."""
    told = balances.list_all()
    days = sorted({one.closing_on for one in told if from_on <= one.closing_on <= to_on}, reverse=True)
    today = clock.business_date()
    return Overview(
        days=[get_day(day, told) for day in days],
        gaps=_list_gaps(told),
        unmatched=work_list.count_unmatched(),
        escrow_cents=ledger.count_in_escrow(today),
        held_cents=ledger.count_held(),
        paid_online_cents=ledger.count_paid_online(today),
        online_received_cents=_sum_lines(today, Line.reason == "payment-service"),
    )


def get_day(day: date, told: Sequence[Balance] | None = None) -> Day:
    """Bank and ledger at the end of one day on which a statement closed."""
    told = balances.list_all() if told is None else told
    return Day(
        day_on=day,
        bank_cents=_bank_cents(told, day),
        ledger_cents=ledger.count_in_bank(day),
        items=[item for name, count in _items(told).items() if (item := Item(name, count(day))).amount_cents],
    )


def _items(told: Sequence[Balance]) -> dict[str, Callable[[date], int]]:
    return {
        "opening": lambda day: _opening_cents(told, day),
        "unmatched": lambda day: _sum_lines(day, Line.state == "unmatched"),
        "returning": lambda day: _sum_parts(day, Part.kind == "return") - _sum_paid_orders(day, "return"),
        "payment-service": lambda day: _sum_lines(day, Line.reason == "payment-service"),
        "payouts-on-the-way": _sum_on_the_way,
        "booked-later": _sum_booked_later,
        "other": lambda day: _sum_lines(day, Line.reason.in_(("debit", "reversal"))),
        "missing-lines": lambda day: _bank_cents(told, day) - _opening_cents(told, day) - _sum_lines(day),
    }


# --- what the statements say ------------------------------------------------------------------------------


def _bank_cents(told: Sequence[Balance], day: date) -> int:
    """The last closing balance of each account by the end of a day, together."""
    last = {one.iban: one.closing_cents for one in told if one.closing_on <= day}
    return sum(last.values())


def _opening_cents(told: Sequence[Balance], day: date) -> int:
    """What was on each account before its first statement."""
    first = {one.iban: one.opening_cents for one in reversed(told) if one.closing_on <= day}
    return sum(first.values())


def _list_gaps(told: Sequence[Balance]) -> list[Gap]:
    found = balances.list_gaps(told)
    return [Gap(after.iban, before.closing_on, after.opening_on, missing) for before, after, missing in found]


# --- what the lines say -----------------------------------------------------------------------------------


def _booked_by(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(sa.func.coalesce(Line.booked_on, LONG_AGO) <= day, Line.reason.not_in(NO_MOVEMENT))


def _sum(amount: Any, *conditions: sa.ColumnElement[bool]) -> int:
    return int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(amount), 0)).where(*conditions)) or 0)


def _sum_lines(day: date, *conditions: sa.ColumnElement[bool]) -> int:
    signed = sa.case((Line.is_credit, Line.amount_cents), else_=-Line.amount_cents)
    return _sum(signed, _booked_by(day), *conditions)


def _sum_parts(day: date, *conditions: sa.ColumnElement[bool]) -> int:
    return _sum(Part.amount_cents, Part.line_id == Line.line_id, Line.state == "matched", _booked_by(day), *conditions)


def _sum_paid_orders(day: date, kind: str) -> int:
    return _sum(Order.amount_cents, Order.kind == kind, Order.line_id == Line.line_id, _booked_by(day))


def _sum_on_the_way(day: date) -> int:
    """Payouts that left the ledger by the end of a day, less those that left the bank."""
    ordered = _sum(Order.amount_cents, Order.kind == "payout", Order.ordered_on <= day)
    return ordered - _sum_paid_orders(day, "payout")


def _sum_booked_later(day: date) -> int:
    """On the bank by the end of a day, and credited on a later day; less what was credited before its bank day."""
    later = _sum_parts(day, Part.kind == "payment", Part.done_on > day)
    earlier = _sum(
        Part.amount_cents,
        Part.kind == "payment",
        Part.done_on <= day,
        Part.line_id == Line.line_id,
        sa.func.coalesce(Line.booked_on, LONG_AGO) > day,
    )
    return later - earlier
