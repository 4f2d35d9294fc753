"""References: made, written and found back, and what is done with a line."""

import uuid

import pytest
from stdnum import iso11649

from leerloket.accounts.payments import rules

REFERENCE = "RF76LL2026000123"
PAYMENT = uuid.UUID(int=1)
ANN, BOB = uuid.UUID(int=11), uuid.UUID(int=12)


def test_a_reference_is_a_creditor_reference_of_iso_11649() -> None:
    assert rules.reference_for(2026, 123) == REFERENCE
    assert iso11649.is_valid(REFERENCE)
    assert rules.written(REFERENCE) == "RF76 LL20 2600 0123"


@pytest.mark.parametrize(
    "text",
    [
        "RF76LL2026000123",
        "RF76 LL20 2600 0123",
        "rf76ll2026000123",
        "LL2026000123",
        "ll 2026 000123",
        "LL2026123",
        "LL-2026-123",
        "LL 2026 0123",
        "Betaling RF76LL2026000123 november",
        "betreft:RF76LL2026000123,dank",
        "/ROC/RF76LL2026000123//",
        "RF762026000123",
        "RF76 2026 000123",
        "kenmerk 2026000123",
        "2026 000123",
        "RF76LL2026000123 RF76 LL20 2600 0123",
        "Factuur 88, kenmerk LL2026000123, bedrag 1500",
    ],
)
def test_a_reference_is_found_in_what_people_type(text: str) -> None:
    assert [found.reference for found in rules.find_references(text) if found.certain] == [REFERENCE]


@pytest.mark.parametrize("text", ["", "dank u wel", "LL", "20261234567", "factuur 2026", "NL91ABNA0417164300"])
def test_no_reference_is_found_where_there_is_none(text: str) -> None:
    assert rules.find_references(text) == []


def test_wrong_check_digits_make_a_reference_uncertain() -> None:
    assert rules.find_references("RF75LL2026000123") == [rules.Found(REFERENCE, False)]


def test_two_references_are_both_found() -> None:
    assert len(rules.find_references("LL2026000123 en LL2026000124")) == 2


def candidate(missing: int, certain: bool = True) -> rules.Candidate:
    return rules.Candidate(PAYMENT, missing, certain)


@pytest.mark.parametrize(
    ("cents", "has_reference", "candidates", "verdict"),
    [
        (100, True, [candidate(100)], rules.Verdict("matched", "exact", PAYMENT)),
        (99, True, [candidate(100)], rules.Verdict("unmatched", "too-little")),
        (101, True, [candidate(100)], rules.Verdict("unmatched", "too-much")),
        (100, True, [candidate(0)], rules.Verdict("unmatched", "already-paid")),
        (100, True, [candidate(100, certain=False)], rules.Verdict("unmatched", "check-digits")),
        (100, True, [candidate(100), candidate(100)], rules.Verdict("unmatched", "several-references")),
        (100, True, [], rules.Verdict("unmatched", "unknown-reference")),
        (100, False, [], rules.Verdict("unmatched", "no-reference")),
    ],
)
def test_only_one_reference_with_the_exact_amount_is_matched(
    cents: int, has_reference: bool, candidates: list[rules.Candidate], verdict: rules.Verdict
) -> None:
    assert rules.judge(cents, has_reference, candidates) == verdict


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"is_credit": False}, "debit"),
        ({"currency": "USD"}, "currency"),
        ({"status": "PDNG"}, "not-booked"),
        ({"is_reversal": True}, "reversal"),
        ({"amount_cents": 0}, "zero"),
    ],
)
def test_some_lines_are_no_money_for_us(changed: dict[str, object], reason: str | None) -> None:
    line = {"is_credit": True, "currency": "EUR", "status": "BOOK", "is_reversal": False, "amount_cents": 1} | changed
    assert rules.not_for_us(**line) == reason  # type: ignore[arg-type]


def test_the_exact_amount_needs_one_person_and_another_amount_two() -> None:
    exact = {"amount_cents": 100, "missing_cents": 100, "proposed_by": None, "is_same_payment": False}
    assert rules.check_may_assign(**exact, by=ANN)  # type: ignore[arg-type]
    other = exact | {"amount_cents": 90}
    assert not rules.check_may_assign(**other, by=ANN)  # type: ignore[arg-type]
    proposed = other | {"proposed_by": ANN, "is_same_payment": True}
    assert rules.check_may_assign(**proposed, by=BOB)  # type: ignore[arg-type]
    with pytest.raises(rules.NeedsSecondPerson):
        rules.check_may_assign(**proposed, by=ANN)  # type: ignore[arg-type]
    assert not rules.check_may_assign(**(proposed | {"is_same_payment": False}), by=BOB)  # type: ignore[arg-type]


@pytest.mark.parametrize("cents", [999, 250_001, 0])
def test_own_money_is_10_to_2500_euro_at_once(cents: int) -> None:
    with pytest.raises(rules.OwnAmountOutOfRange):
        rules.check_own_amount(cents, "bedrag")
    rules.check_own_amount(1_000, "bedrag")
    rules.check_own_amount(250_000, "bedrag")
