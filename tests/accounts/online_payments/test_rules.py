"""Reports come late, twice and in any order; a payment only goes forward."""

import pytest

from leerloket.accounts.online_payments import rules


@pytest.mark.parametrize(
    ("state", "told", "goes_to"),
    [
        ("open", "open", None),
        ("open", "paid", "paid"),
        ("open", "failed", "failed"),
        ("open", "expired", "expired"),
        ("expired", "paid", "paid"),
        ("expired", "failed", None),
        ("paid", "expired", None),
        ("paid", "paid", None),
        ("refunded", "paid", None),
    ],
)
def test_a_payment_only_goes_forward(state: str, told: str, goes_to: str | None) -> None:
    assert rules.step(state, told) == goes_to


def test_what_is_in_is_not_paid_again() -> None:
    rules.check_missing(1)
    with pytest.raises(rules.NothingMissing):
        rules.check_missing(0)
