"""From a template to a PDF with its own style on top of the sheet's."""

import flask
import pytest

from leerloket import printing
from leerloket.printing import documents
from tests.advice.overview import make


@pytest.mark.usefixtures("patient")
def test_a_document_is_drawn_outside_a_request(app: flask.Flask) -> None:
    with app.app_context():
        assert printing.draw("advice/overview.html", language="en", overview=make.overview()).startswith(b"%PDF")


def test_the_style_of_a_document_comes_after_that_of_the_sheet(app: flask.Flask) -> None:
    templates = str(app.template_folder)
    sheet = documents._style(templates, "printing/band.html")
    assert "@page" in sheet
    assert documents._style(templates, "advice/overview.html").startswith(sheet)


def test_the_answer_is_shown_or_kept(app: flask.Flask) -> None:
    with app.test_request_context():
        shown = printing.answer(b"%PDF-1", "overzicht.pdf")
        kept = printing.answer(b"%PDF-1", "brieven.pdf", disposition="attachment")
    assert shown.content_type == "application/pdf"
    assert shown.headers["Content-Disposition"] == 'inline; filename="overzicht.pdf"'
    assert kept.headers["Content-Disposition"].startswith("attachment")
