"""What is done with a line, who must agree, what is suggested, and when statements fit together."""

import uuid
from datetime import date

import pytest

from leerloket.accounts.bank import rules
from leerloket.accounts.bank.rules import Share, Told

ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)
ANN, BOB = uuid.UUID(int=11), uuid.UUID(int=12)


def candidate(missing: int, payment_id: uuid.UUID = ONE, *, certain: bool = True) -> rules.Candidate:
    return rules.Candidate(payment_id, missing, certain)


@pytest.mark.parametrize(
    ("candidates", "has_reference", "verdict"),
    [
        ([candidate(100)], True, rules.Verdict("matched", "exact", [(ONE, 100)])),
        ([candidate(0)], True, rules.Verdict("unmatched", "already-paid")),
        ([candidate(100, certain=False)], True, rules.Verdict("unmatched", "check-digits")),
        ([candidate(60), candidate(40, TWO)], True, rules.Verdict("matched", "divided", [(ONE, 60), (TWO, 40)])),
        ([candidate(60), candidate(60, TWO)], True, rules.Verdict("unmatched", "several-references")),
        ([], True, rules.Verdict("unmatched", "unknown-reference")),
        ([], False, rules.Verdict("unmatched", "no-reference")),
    ],
)
def test_a_line_with_the_right_reference_is_matched(
    candidates: list[rules.Candidate], has_reference: bool, verdict: rules.Verdict
) -> None:
    assert rules.judge(100, has_reference, candidates, result="exact", is_plausible=True) == verdict


def test_more_than_double_is_looked_at() -> None:
    verdict = rules.judge(500, True, [candidate(100)], result="too-much", is_plausible=False)
    assert verdict == rules.Verdict("unmatched", "far-too-much")


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


@pytest.mark.parametrize(
    "shares",
    [[], [Share(ONE, 99)], [Share(ONE, 101)], [Share(ONE, 50), Share(ONE, 50)], [Share(ONE, 110), Share(TWO, -10)]],
)
def test_parts_are_the_whole_line_and_each_payment_once(shares: list[Share]) -> None:
    with pytest.raises(rules.PartsDoNotFit):
        rules.check_shares(100, shares, has_iban=True, field="parts")


def test_money_goes_back_only_to_a_known_account() -> None:
    rules.check_shares(100, [Share(ONE, 60), Share(None, 40)], has_iban=True, field="parts")
    with pytest.raises(rules.NoAccountToReturnTo):
        rules.check_shares(100, [Share(None, 100)], has_iban=False, field="parts")


def test_the_exact_amount_needs_one_person_and_everything_else_two() -> None:
    shares = [Share(ONE, 90)]
    assert rules.is_exact(shares, 90)
    assert not rules.is_exact(shares, 100)
    assert not rules.is_exact([Share(None, 90)], 90)
    assert rules.counts_now(shares, [], is_exact=True, proposed_by=None, by=ANN)
    assert not rules.counts_now(shares, [], is_exact=False, proposed_by=None, by=ANN)
    assert rules.counts_now(shares, shares, is_exact=False, proposed_by=ANN, by=BOB)
    assert not rules.counts_now(shares, [Share(TWO, 90)], is_exact=False, proposed_by=ANN, by=BOB)
    with pytest.raises(rules.NeedsSecondPerson):
        rules.counts_now(shares, shares, is_exact=False, proposed_by=ANN, by=ANN)


def score(
    text: str, sender: str = "", *, amount: bool = False, known_iban: bool = False, names_another: bool = False
) -> float:
    found = rules.likeness(
        text,
        "RF76LL2026000123",
        names_another=names_another,
        amount=amount,
        known_iban=known_iban,
        sender=sender,
        holder="Bakker Metaal BV",
    )
    return found.score


def test_the_nearest_payment_has_the_highest_score() -> None:
    assert score("RF76LL2026000123") == 4
    assert score("RF76LL2026000123", names_another=True) == 0
    for slip in ("LL2026000132", "LL2026000124", "LL202600123", "LL20260000123"):
        assert score(slip) == 2, slip
    assert score("LL2026000199") == 0
    assert score("factuur 88") == 0
    assert score("", "BAKKER METAAL") > 0.9
    assert score("", "Metaal Bakker B.V.") > 0.9
    assert score("", "Jansen") < 0.5
    assert score("", amount=True, known_iban=True) == 5
    assert score("", amount=True) >= rules.LEAST_SCORE > score("", known_iban=True)


FIRST = Told(0, date(2026, 11, 1), 100, date(2026, 11, 2))


@pytest.mark.parametrize(
    ("new", "overlaps"),
    [
        (Told(100, date(2026, 11, 2), 150, date(2026, 11, 2)), False),
        (Told(100, date(2026, 11, 3), 150, date(2026, 11, 4)), False),
        (Told(0, date(2026, 11, 1), 150, date(2026, 11, 3)), True),
        (Told(70, date(2026, 11, 2), 150, date(2026, 11, 3)), True),
        (FIRST, True),
    ],
)
def test_statements_overlap_when_they_tell_the_same_days_again(new: Told, overlaps: bool) -> None:
    assert rules.overlaps(new, [FIRST]) is overlaps


def test_a_gap_is_what_is_missing_between_two_statements() -> None:
    assert rules.gap_cents(Told(130, date(2026, 11, 5), 150, date(2026, 11, 5)), FIRST) == 30
    assert rules.gap_cents(FIRST, None) == 0


def test_our_own_files_and_the_payment_service_are_known_by_name() -> None:
    assert rules.numbers_in("Leerloket u-20261124-7f3k9, 3 boekingen") == ["U-20261124-7F3K9"]
    assert rules.numbers_in(rules.number_of(uuid.uuid4(), date(2026, 11, 24))) != []
    assert rules.is_from_payment_service("Stichting Mollie Payments")
    assert not rules.is_from_payment_service("Mollies Bakkerij")
