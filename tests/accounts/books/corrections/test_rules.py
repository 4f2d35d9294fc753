"""What may be taken back, along which legs, and by whom."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerloket.accounts.books.corrections import rules
from leerloket.accounts.ledger import reversals
from leerloket.accounts.ledger.reversals import Leg

A, B, C = (uuid.UUID(int=number) for number in range(1, 4))
amounts = st.integers(1, 10**7)


@given(st.lists(amounts, min_size=1, max_size=5), st.data())
def test_any_number_of_parts_takes_back_exactly_the_whole(moved: list[int], data: st.DataObject) -> None:
    legs = [Leg(A, uuid.UUID(int=10 + n), cents) for n, cents in enumerate(moved)]
    taken: list[Leg] = []
    while left := reversals.remaining(legs, taken):
        most = sum(leg.amount_cents for leg in left)
        back = reversals.mirror(left, data.draw(st.integers(1, most)))
        taken += back
        assert all(leg.amount_cents > 0 and leg.to_id == A for leg in back)
        if len(taken) > 40:
            taken += reversals.mirror(reversals.remaining(legs, taken), sum(moved) - sum(t.amount_cents for t in taken))
    assert sum(leg.amount_cents for leg in taken) == sum(moved)


def test_a_leg_comes_back_the_way_it_went() -> None:
    assert reversals.mirror([Leg(A, B, 500)], 200) == [Leg(B, A, 200)]


def test_what_was_taken_back_before_is_not_left() -> None:
    assert reversals.remaining([Leg(A, B, 500)], [Leg(B, A, 200), Leg(B, A, 300)]) == []


def test_a_pot_that_holds_less_says_how_much_is_possible() -> None:
    reversals.check_pots([Leg(B, A, 300)], {B: 300})
    with pytest.raises(reversals.PotsHoldLess) as refusal:
        reversals.check_pots([Leg(B, A, 300)], {B: 120})
    assert refusal.value.facts == {"available_cents": 120, "short_cents": 180}
    assert "€ 1,20" in refusal.value.possible[0].nl.replace("\u00a0", " ")


def test_money_of_a_booking_is_not_mirrored() -> None:
    with pytest.raises(reversals.NotCorrectable) as refusal:
        reversals.check_kind("reserve")
    assert len(refusal.value.possible) == 2
    reversals.check_kind("capture")
    reversals.check_kind("grant")


def test_no_more_is_taken_back_than_is_left() -> None:
    with pytest.raises(reversals.MoreThanLeft):
        reversals.check_left(101, 100)
    with pytest.raises(reversals.TakenBackAlready):
        reversals.check_left(1, 0)


def test_four_eyes_decide() -> None:
    rules.check_decider(A, B)
    with pytest.raises(rules.OwnProposal):
        rules.check_decider(A, A)


def test_nobody_touches_the_own_money_or_organisation() -> None:
    rules.check_disinterested(A, B, {C, None})
    with pytest.raises(rules.OwnMoney):
        rules.check_disinterested(A, A, set())
    with pytest.raises(rules.OwnOrganisation):
        rules.check_disinterested(A, B, {B})


@pytest.mark.parametrize("state", ["approved", "rejected", "withdrawn"])
def test_a_proposal_is_decided_once(state: str) -> None:
    with pytest.raises(rules.CorrectionDecided) as refusal:
        rules.check_open(state)
    assert rules.STATE_NL[state] in refusal.value.sentence("nl")
