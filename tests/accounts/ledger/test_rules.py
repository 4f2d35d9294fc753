"""The division of a price and its way back, over all amounts (hypothesis)."""

import uuid
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket.accounts.ledger import rules

TODAY = date(2026, 11, 24)
cents = st.integers(0, 10**9)
pots = st.lists(
    st.builds(
        rules.Pot,
        pot_id=st.uuids(),
        source=st.sampled_from(rules.SOURCES),
        funder_id=st.none(),
        funder_name=st.just("x"),
        purposes=st.lists(st.sampled_from(rules.PURPOSES), unique=True),
        expires_on=st.none() | st.dates(date(2025, 1, 1), date(2030, 1, 1)),
        available_cents=cents,
        held_cents=st.just(0),
    ),
    max_size=6,
    unique_by=lambda pot: pot.pot_id,
)


@given(st.integers(1, 10**9), pots)
def test_a_split_and_its_gap_are_the_price_to_the_cent(price: int, pots: list[rules.Pot]) -> None:
    proposal = rules.split(price, pots, "job", TODAY)
    assert sum(part.amount_cents for part in proposal.parts) + proposal.short_cents == price


@given(st.integers(1, 10**9), pots)
def test_no_pot_pays_more_than_it_has_or_may(price: int, pots: list[rules.Pot]) -> None:
    known = {pot.pot_id: pot for pot in pots}
    for part in rules.split(price, pots, "job", TODAY).parts:
        pot = known[part.pot_id]
        assert 0 < part.amount_cents <= pot.available_cents
        assert rules.may_pay(pot, "job", TODAY)


@given(st.integers(1, 10**9), pots)
def test_a_price_is_short_only_when_every_pot_that_may_pay_is_empty(price: int, pots: list[rules.Pot]) -> None:
    proposal = rules.split(price, pots, "job", TODAY)
    payable = sum(pot.available_cents for pot in pots if rules.may_pay(pot, "job", TODAY))
    assert proposal.short_cents == max(0, price - payable)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.lists(st.integers(1, 10**9), max_size=6))
def test_any_number_of_refunds_adds_up_to_what_each_pot_paid(paid: list[int], refunds: list[int]) -> None:
    left = [(uuid.UUID(int=i), amount) for i, amount in enumerate(paid)]
    for wanted in [*refunds, sum(paid)]:
        total = sum(amount for _, amount in left)
        back = rules.divide_back(min(wanted, total), left)
        assert sum(returned for _, returned in back) == min(wanted, total)
        left = [(pot, out - returned) for (pot, out), (_, returned) in zip(left, back, strict=True)]
        assert all(out >= 0 for _, out in left)
    assert sum(amount for _, amount in left) == 0


def test_more_than_was_paid_does_not_come_back() -> None:
    with pytest.raises(rules.MoreThanPaid):
        rules.divide_back(101, [(uuid.UUID(int=1), 100)])


def test_a_pot_pays_on_its_end_date_and_not_after() -> None:
    pot = rules.Pot(uuid.UUID(int=1), "right", None, "x", ["job"], TODAY, 100, 0)
    assert rules.may_pay(pot, "job", TODAY)
    assert not rules.may_pay(pot, "job", date(2026, 11, 25))
    assert not rules.may_pay(pot, "study", TODAY)


@given(st.integers(1, 10**9), pots, st.randoms(use_true_random=False))
def test_an_own_order_pays_the_price_to_the_cent_and_drains_the_first_pots_first(
    price: int, pots: list[rules.Pot], random: Random
) -> None:
    order = [pot.pot_id for pot in pots]
    random.shuffle(order)
    order = order[: random.randint(0, len(order))]
    parts = rules.split_in_own_order(price, pots, "job", TODAY, order)
    usable = [pot for pot in pots if rules.may_pay(pot, "job", TODAY) and pot.available_cents]
    if parts is None:
        assert sum(pot.available_cents for pot in usable) < price
        return
    assert sum(cents for _, cents in parts) == price
    assert [pot_id for pot_id, _ in parts] == [p.pot_id for p in rules.in_own_order(usable, order)][: len(parts)]
    held = {pot.pot_id: pot.available_cents for pot in usable}
    assert all(cents == held[pot_id] for pot_id, cents in parts[:-1])
    proposal = rules.split_as_chosen(price, pots, "job", TODAY, parts)
    assert {part.rule for part in proposal.parts} == {rules.OWN_ORDER}


@given(st.integers(1, 10**9), pots)
def test_without_a_choice_every_order_gives_the_same_split(price: int, pots: list[rules.Pot]) -> None:
    if not rules.has_choice(price, pots, "job", TODAY):
        usual = {part.pot_id: part.amount_cents for part in rules.split(price, pots, "job", TODAY).parts}
        for order in (pots, pots[::-1]):
            own = rules.split_in_own_order(price, pots, "job", TODAY, [pot.pot_id for pot in order])
            assert own is None or dict(own) == usual


@given(st.integers(1, 10**9), pots, st.lists(st.integers(1, 10**8), max_size=8), st.randoms(use_true_random=False))
def test_refunds_of_any_split_walk_back_to_the_cent(
    price: int, pots: list[rules.Pot], refunds: list[int], random: Random
) -> None:
    """Whatever order paid: any refunds, then the rest, give each pot exactly what it paid, never more on the way."""
    order = [pot.pot_id for pot in pots]
    random.shuffle(order)
    paid = rules.split_in_own_order(price, pots, "job", TODAY, order)
    if paid is None:
        return
    back = dict.fromkeys(dict(paid), 0)
    for wanted in [*refunds, price]:
        left = [(pot_id, cents - back[pot_id]) for pot_id, cents in paid]
        amount = min(wanted, sum(cents for _, cents in left))
        for pot_id, cents in rules.divide_back(amount, left):
            back[pot_id] += cents
        assert all(back[pot_id] <= cents for pot_id, cents in paid)
    assert back == dict(paid)
