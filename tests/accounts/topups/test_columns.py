"""Which column of a file is which."""

import pytest

from leerloket.accounts.topups import columns


@pytest.mark.parametrize(
    "headings",
    [
        ["personeelsnummer", "bedrag"],
        ["PERSONEELSNUMMER ", "Bedrag (€)"],
        ["Personnel number", "Amount"],
        ["employee_id", "amount_eur"],
        ["Medewerker", "Bruto bedrag"],
    ],
)
def test_headings_are_known_in_dutch_and_english(headings: list[str]) -> None:
    assert columns.guess(headings, {}) == {"personnel_number": 0, "amount": 1}


def test_headings_come_in_any_order_and_of_two_alike_the_first_counts() -> None:
    assert columns.guess(["Bedrag", "Afdeling", "E-mail", "Budget"], {}) == {"amount": 0, "email": 2}


def test_what_the_employer_told_goes_before_what_we_know() -> None:
    known = {"budget": "amount", "bedrag": "", "stamnr": "personnel_number"}
    found = columns.guess(["Bedrag", "Stamnr", " BUDGET "], known)
    assert found == {"amount": 2, "personnel_number": 1}
    assert columns.is_complete(found)


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        ([(0, "personnel_number")], columns.AmountMissing),
        ([(0, "amount")], columns.PersonMissing),
        ([(0, "amount"), (1, "note")], columns.PersonMissing),
        ([(0, "amount"), (1, "email"), (2, "amount")], columns.ColumnDoubled),
    ],
)
def test_an_amount_and_a_person_are_needed_and_each_once(
    chosen: list[tuple[int, str]], refusal: type[columns.AmountMissing]
) -> None:
    with pytest.raises(refusal):
        columns.check(chosen)


def test_the_column_that_is_doubled_is_named() -> None:
    with pytest.raises(columns.ColumnDoubled) as refusal:
        columns.check([(0, "amount"), (3, "email"), (5, "amount")])
    assert refusal.value.field == "kolom-5"


def test_the_column_with_row_numbers_is_found() -> None:
    assert columns.row_position(["fout", "Rij", "bedrag"]) == 1
    assert columns.row_position(["bedrag"]) is None
