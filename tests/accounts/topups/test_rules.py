"""What a row of a top-up means and every way in which it can be wrong."""

import uuid
from datetime import date

import pytest

from leerloket.accounts.topups import rules

TODAY = date(2026, 11, 24)
SAMIRA, JOHAN, GONE = (uuid.UUID(int=n) for n in (1, 2, 3))
KNOWN = rules.Known(
    {"0412": SAMIRA, rules.without_zeros("0412"): SAMIRA, "500": JOHAN},
    {"samira@voorbeeld.nl": SAMIRA, "johan@voorbeeld.nl": JOHAN},
    {"LR-204-881": SAMIRA},
)
FORMER = rules.Known({"007": GONE}, {"weg@voorbeeld.nl": GONE}, {"LR-1-1": GONE})


def row(**cells: str) -> rules.Meaning:
    return rules.read_row({"personnel_number": "0412", "amount": "100"} | cells, KNOWN, FORMER, TODAY)


def codes(**cells: str) -> list[str]:
    return [problem.code for problem in row(**cells).problems]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,56", 123_456),
        ("1234.56", 123_456),
        ("1,234.56", 123_456),
        ("1234,56", 123_456),
        ("€ 12,50", 1_250),
        ("€\u00a012,50", 1_250),
        ("12,50 ", 1_250),
        ("250", 25_000),
        ("0,01", 1),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, cents: int) -> None:
    assert row(amount=text).amount_cents == cents


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "amount-ambiguous"),
        ("12,505", "amount-decimals"),
        ("-5", "amount-negative"),
        ("−5,00", "amount-negative"),
        ("1e3", "amount-not-a-number"),
        ("12345678901234567890", "amount-too-large"),
        ("", "amount-empty"),
        ("0", "amount-zero"),
        ("0,00", "amount-zero"),
        ("25O", "amount-letter-o"),
        ("honderd", "amount-not-a-number"),
        ("NaN", "amount-not-a-number"),
        ("12,5", "amount-decimals"),
        ("1.23.456,00", "amount-decimals"),
        ("²5", "amount-not-a-number"),
        ("=1+1", "amount-not-a-number"),
    ],
)
def test_amounts_that_are_no_amount_are_refused_with_the_reason(text: str, code: str) -> None:
    assert codes(amount=text) == [code]


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"amount": "2500"}, "ok"),
        ({"amount": "2500,01"}, "question"),
        ({"personnel_number": "007"}, "question"),
        ({"personnel_number": "007", "amount": "x"}, "error"),
        ({"personnel_number": "999", "amount": "2500,01"}, "error"),
    ],
)
def test_a_large_amount_and_a_former_employee_are_questions_and_no_errors(cells: dict[str, str], verdict: str) -> None:
    assert row(**cells).verdict == verdict


@pytest.mark.parametrize(
    "cells",
    [
        {"personnel_number": "0412"},
        {"personnel_number": "412"},
        {"personnel_number": "", "email": "Samira@Voorbeeld.NL"},
        {"personnel_number": "", "number": "lr-204-881"},
        {"personnel_number": "0412", "email": "samira@voorbeeld.nl", "number": "LR-204-881"},
    ],
)
def test_a_person_is_found_however_it_is_written(cells: dict[str, str]) -> None:
    assert row(**cells).person_id == SAMIRA


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"personnel_number": ""}, "person-missing"),
        ({"personnel_number": "999"}, "person-unknown"),
        ({"personnel_number": "", "email": "niemand@voorbeeld.nl"}, "person-unknown"),
        ({"personnel_number": "007"}, "person-former"),
        ({"personnel_number": "", "email": "weg@voorbeeld.nl"}, "person-former"),
        ({"personnel_number": "0412", "email": "johan@voorbeeld.nl"}, "person-contradiction"),
        ({"personnel_number": "0412", "email": "niemand@voorbeeld.nl"}, "person-unknown"),
    ],
)
def test_unknown_and_former_people_are_noticed(cells: dict[str, str], code: str) -> None:
    assert codes(**cells) == [code]


def test_a_former_employee_is_who_gets_it_when_the_employer_says_so() -> None:
    assert row(personnel_number="007").person_id == GONE


def test_the_second_row_for_a_person_names_the_first() -> None:
    question = rules.doubled({"email": "samira@voorbeeld.nl"}, 2)
    assert (question.field, question.nl) == ("email", "Deze persoon staat ook in rij 2. Klopt dit?")


def test_all_problems_of_a_row_come_at_once_and_hold_no_personal_data() -> None:
    problems = row(personnel_number="geheim-007", amount="1.234", purposes="pensioen", expires_on="gisteren").problems
    assert [p.code for p in problems] == ["person-unknown", "amount-ambiguous", "purpose-unknown", "date-unreadable"]
    assert all("geheim" not in p.nl + p.en for p in problems)


@pytest.mark.parametrize(
    ("text", "purposes"),
    [
        ("", sorted(rules.PURPOSE_WORDS)),
        ("alles", sorted(rules.PURPOSE_WORDS)),
        ("werk", ["job"]),
        ("Studie + begeleiding", ["guidance", "study"]),
        ("werk en arbeidsmarkt", ["job", "labour_market"]),
        ("algemene vaardigheden", ["general_skills"]),
        ("labour market", ["labour_market"]),
    ],
)
def test_purposes_are_read_in_two_languages(text: str, purposes: list[str]) -> None:
    assert row(purposes=text).purposes == purposes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-12-2028", date(2028, 12, 31)),
        ("31/12/2028", date(2028, 12, 31)),
        ("1.2.2028", date(2028, 2, 1)),
        ("2028-12-31", date(2028, 12, 31)),
        ("2028-12-31 00:00:00", date(2028, 12, 31)),
        ("47118", date(2028, 12, 31)),
        ("", None),
    ],
)
def test_end_dates_are_read_as_spreadsheets_write_them(text: str, day: date | None) -> None:
    meaning = row(expires_on=text)
    assert (meaning.expires_on, meaning.problems) == (day, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31-02-2028", "date-unreadable"),
        ("volgend jaar", "date-unreadable"),
        ("23-11-2026", "date-past"),
        ("24-11-2066", "date-too-far"),
    ],
)
def test_end_dates_that_cannot_be_are_refused(text: str, code: str) -> None:
    assert codes(expires_on=text) == [code]


def test_use_is_shown_only_over_five_people() -> None:
    assert rules.used_share(4, 100_000, 41_000) is None
    assert rules.used_share(5, 100_000, 41_000) == 41
    assert rules.used_share(5, 0, 0) is None


def test_totals_are_of_a_month_end() -> None:
    assert rules.last_month_end(date(2026, 11, 24)) == date(2026, 10, 31)
    assert rules.last_month_end(date(2027, 1, 1)) == date(2026, 12, 31)
