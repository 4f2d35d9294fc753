"""Who gets how much learning right."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from leerloket.accounts.rights import rules

DATA: dict[str, Any] = {
    "start_cents": 100_000,
    "yearly_cents": 50_000,
    "cap_cents": 500_000,
    "below_nlqf_4": {"yearly_cents": 80_000, "cap_cents": 800_000},
    "from_age": 18,
    "pension_age": {"years": 67, "months": 3},
    "expiry": {"kind": "none"},
}
RULES = rules.read(DATA)
ON = date(2027, 1, 15)
ADULT = rules.Situation(date(1985, 3, 14), 4, False, False, False, 0)
KNOWN = replace(ADULT, credited_before=True)


def decide(person: rules.Situation) -> tuple[int, str] | str:
    decision = rules.decide(rules.of_day(RULES, ON), person)
    return decision if isinstance(decision, str) else (decision.amount_cents, decision.rule)


@pytest.mark.parametrize(
    ("person", "answer"),
    [
        (ADULT, (100_000, "starting-right")),
        (replace(ADULT, nlqf_level=2), (100_000, "starting-right")),
        (KNOWN, (50_000, "yearly-right")),
        (replace(KNOWN, nlqf_level=3), (80_000, "yearly-right-below-nlqf-4")),
        (replace(KNOWN, nlqf_level=0), (80_000, "yearly-right-below-nlqf-4")),
        (replace(KNOWN, nlqf_level=None), (50_000, "yearly-right")),
        (replace(KNOWN, right_cents=450_000), (50_000, "yearly-right")),
        (replace(KNOWN, right_cents=450_001), (49_999, "yearly-right-up-to-the-cap")),
        (replace(KNOWN, right_cents=500_000), "at-the-cap"),
        (replace(KNOWN, right_cents=600_000), "at-the-cap"),
        (replace(KNOWN, right_cents=500_000, nlqf_level=3), (80_000, "yearly-right-below-nlqf-4")),
        (replace(KNOWN, right_cents=750_000, nlqf_level=3), (50_000, "yearly-right-below-nlqf-4-up-to-the-cap")),
        (replace(ADULT, right_cents=450_000), (50_000, "starting-right-up-to-the-cap")),
        (replace(KNOWN, credited_this_year=True), "already-credited"),
        (replace(ADULT, is_erased=True, birth_on=None), "erased"),
        (replace(ADULT, birth_on=None), "no-birth-date"),
        (replace(ADULT, birth_on=date(2009, 1, 15)), (100_000, "starting-right")),
        (replace(ADULT, birth_on=date(2009, 1, 16)), "too-young"),
        (replace(ADULT, birth_on=date(1959, 10, 16)), (100_000, "starting-right")),
        (replace(ADULT, birth_on=date(1959, 10, 15)), "pension-age"),
    ],
)
def test_who_gets_how_much(person: rules.Situation, answer: tuple[int, str] | str) -> None:
    assert decide(person) == answer


def test_somebody_born_on_29_february_is_18_on_1_march() -> None:
    born = replace(ADULT, birth_on=date(2008, 2, 29))
    assert rules.decide(rules.of_day(RULES, date(2026, 2, 27)), born) == "too-young"
    assert rules.decide(rules.of_day(RULES, date(2026, 2, 28)), born) == "too-young"
    assert isinstance(rules.decide(rules.of_day(RULES, date(2026, 3, 1)), born), rules.Due)


def test_a_right_can_end_spread_over_birth_months() -> None:
    spread = rules.read(DATA | {"expiry": {"kind": "birth-month", "years": 3}})
    assert rules.end_date(spread, date(1985, 2, 14), ON) == date(2030, 2, 28)
    assert rules.end_date(spread, date(1985, 12, 1), ON) == date(2030, 12, 31)
    assert rules.end_date(RULES, date(1985, 2, 14), ON) is None
