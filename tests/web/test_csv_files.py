"""Files for a spreadsheet: readable in the Netherlands, and nothing in them runs."""

import flask
import pytest

from leerloket.web import csv_files


@pytest.mark.parametrize(("cents", "text"), [(125_050, "1250,50"), (-5, "-0,05"), (0, "0,00")])
def test_amounts_have_a_comma_and_their_sign(cents: int, text: str) -> None:
    assert csv_files.amount(cents) == text


def test_a_text_is_never_a_formula_and_an_amount_stays_an_amount(app: flask.Flask) -> None:
    with app.app_context():
        made = csv_files.answer("x.csv", ["Wat", "Bedrag"], [["=1+1", csv_files.amount(-100)], [None, "-2"]])
    lines = made.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert lines == ["Wat;Bedrag", "'=1+1;-1,00", ";'-2"]
    assert made.headers["Content-Disposition"] == 'attachment; filename="x.csv"'
