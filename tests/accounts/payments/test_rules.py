"""References: made, written and found back; and how much may come in."""

import pytest
from stdnum import iso11649

from leerloket.accounts.payments import rules

REFERENCE = "RF76LL2026000123"


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


@pytest.mark.parametrize("cents", [999, 250_001, 0])
def test_own_money_is_10_to_2500_euro_at_once(cents: int) -> None:
    with pytest.raises(rules.OwnAmountOutOfRange):
        rules.check_own_amount(cents, "bedrag")
    rules.check_own_amount(1_000, "bedrag")
    rules.check_own_amount(250_000, "bedrag")


@pytest.mark.parametrize(("cents", "plausible"), [(1, True), (100, True), (200, True), (201, False), (0, False)])
def test_up_to_double_the_amount_is_taken_as_it_came(cents: int, plausible: bool) -> None:
    assert rules.is_plausible(cents, 100) is plausible


@pytest.mark.parametrize(("cents", "result"), [(99, "too-little"), (100, "exact"), (101, "too-much")])
def test_an_amount_is_compared_with_what_was_missing(cents: int, result: str) -> None:
    assert rules.result(cents, 100) == result
