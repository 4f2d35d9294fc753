"""Any life of a pot: bookings, cancellations, attendance, refunds and nights in any order lose no cent (hypothesis)."""

import uuid
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerloket import clock, db, errors
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.pots import service
from tests.accounts.ledger import make as money
from tests.accounts.pots import make
from tests.accounts.pots.make import TODAY, days

pytestmark = pytest.mark.usefixtures("session")

RIGHT, EMPLOYER, OWN = 30_000, 20_001, 9_999
STEPS = ("book", "cancel", "attend", "refund", "night", "wait", "reorder")
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 25_000)), min_size=4, max_size=14)


class Life:
    """One person with three pots, and what happened to the bookings."""

    def __init__(self) -> None:
        self.person = db.random_id()
        money.right(self.person, RIGHT, TODAY() + days(40))
        money.employer(self.person, EMPLOYER, TODAY() + days(25))
        money.own(self.person, OWN)
        ledger.open_account(make.PROVIDER, "provider")
        self.live: list[uuid.UUID] = []
        self.paid: list[uuid.UUID] = []

    def step(self, name: str, amount: int, traveller: time_machine.Traveller) -> None:
        """Do one thing; the rules refuse before anything is written."""
        with suppress(errors.Refusal):
            getattr(self, name)(amount, traveller)

    def book(self, amount: int, _: time_machine.Traveller) -> None:
        booking = db.new_id()
        pots = ledger.list_pots(self.person)
        chosen = ledger.own_split(self.person, pots, amount, "job")
        ledger.hold(self.person, booking, amount, "job", actor_id=self.person, key=str(booking), chosen=chosen)
        self.live.append(booking)

    def cancel(self, _amount: int, _: time_machine.Traveller) -> None:
        if self.live:
            make.release(self.person, self.live.pop(0))

    def attend(self, amount: int, _: time_machine.Traveller) -> None:
        if self.live:
            booking = self.live.pop(0)
            fields = {"kind": "capture", "actor_id": None, "rule": "t", "rule_version": "1", "key": f"c:{booking}"}
            try:
                ledger.settle(self.person, booking, make.PROVIDER, amount, **fields)  # type: ignore[arg-type]
            except errors.Refusal:
                self.live.insert(0, booking)
                raise
            self.paid.append(booking)

    def refund(self, amount: int, _: time_machine.Traveller) -> None:
        if self.paid:
            ledger.refund(
                self.person, self.paid[-1], make.PROVIDER, amount, actor_id=None, rule="t", rule_version="1",
                key=str(db.new_id()), reason="korter",
            )  # fmt: skip

    def night(self, _amount: int, _: time_machine.Traveller) -> None:
        service.end_pots([self.person], TODAY())
        ended = [pot for pot in ledger.list_pots(self.person) if not ledger.is_open(pot, TODAY())]
        assert [pot.available_cents for pot in ended] == [0] * len(ended)

    def wait(self, amount: int, traveller: time_machine.Traveller) -> None:
        traveller.shift(timedelta(days=amount % 20 + 1))

    def reorder(self, amount: int, _: time_machine.Traveller) -> None:
        pot_ids = [pot.pot_id for pot in ledger.list_pots(self.person)]
        service.set_order(self.person, pot_ids[amount % 3 :] if amount % 2 else None)

    @property
    def cents(self) -> dict[uuid.UUID, int]:
        """What is where outside the pots, of this person's transfers alone."""
        legs = db.session.execute(
            sa.text(
                "SELECT id, sum(cents) FROM postings l,"
                " LATERAL (VALUES (from_id, -amount_cents), (to_id, amount_cents)) AS leg(id, cents)"
                " WHERE account_id = :person AND id NOT IN (SELECT pot_id FROM pots) GROUP BY id"
            ),
            {"person": self.person},
        )
        return defaultdict(int, {outside_id: int(cents) for outside_id, cents in legs})


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_every_cent_is_somewhere_and_goes_back_where_it_came_from(steps: list[tuple[str, int]]) -> None:
    with time_machine.travel(clock.now(), tick=True) as traveller:
        life = Life()
        for name, amount in steps:
            life.step(name, amount, traveller)
            cents, balance = life.cents, ledger.get_balance(life.person)
            there = sum(cents[place] for place in (ledger.ESCROW, make.PROVIDER, ledger.ENDED, ledger.RETURNING))
            assert balance.available_cents + there == RIGHT + EMPLOYER + OWN
            assert balance.held_cents == cents[ledger.ESCROW]
            assert min(cents[make.PROVIDER], cents[ledger.ENDED], cents[ledger.RETURNING]) >= 0
            assert cents[ledger.ENDED] <= RIGHT
            assert cents[ledger.RETURNING] <= EMPLOYER
