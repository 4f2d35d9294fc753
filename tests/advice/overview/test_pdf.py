"""The PDF, read back: two pages, tagged, in reading order; and what it does with hostile text."""

import io
import re
from typing import Any

import flask
import pdfplumber
import pikepdf
import pytest

from leerloket import assets
from leerloket.advice.overview import rules, service
from tests.advice.overview import make
from tests.printing.pdf import tags, text_of


@pytest.fixture
def draw(app: flask.Flask, patient: None) -> Any:
    def drawn(overview: rules.Overview) -> bytes:
        with app.app_context():
            return service.draw(overview)

    return drawn


def test_a_normal_overview_is_two_tagged_pages(draw: Any) -> None:
    with pikepdf.open(io.BytesIO(draw(make.overview()))) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.Root.Lang == "nl"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "Overzicht van Samira El Amrani"
        with pdf.open_metadata() as metadata:
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_the_structure_is_complete(draw: Any) -> None:
    with pikepdf.open(io.BytesIO(draw(make.overview()))) as pdf:
        found = tags(pdf)
        kinds = [kind for kind, _node in found]
        headings = [kind for kind in kinds if kind in {"/H1", "/H2", "/H3", "/H4"}]
        assert headings == ["/H1", "/H2", "/H2", "/H2", "/H2", "/H3", "/H3", "/H2"]
        figures = [str(node.get("/Alt", "")) for kind, node in found if kind == "/Figure"]
        assert figures[0] == "Leerloket"
        assert "Leerrecht € 1.000,00" in figures[1].replace("\u00a0", " ")
        assert all(figures)
        assert kinds.count("/Table") == 3
        assert kinds.count("/TH") > 10
        assert "/L" in kinds
        assert kinds.count("/LI") == 1


def test_the_text_is_in_reading_order(draw: Any) -> None:
    first, second = text_of(draw(make.overview()))
    expected = ["Overzicht van Samira", "Dit geld kunt u nu", "€ 1.620,00", "Uw potjes", "Geld van Bakker Metaal"]
    expected += ["Uw opleidingen", "Lasrobot programmeren", "Wat u nu doet", "vrije uren"]
    places = [first.replace("\u00a0", " ").index(words) for words in expected]
    assert places == sorted(places)
    places = [second.index(words) for words in ("Uw plan", "Doel 1: Robotlasser", "Doel 2", "Nog geen taken", "040")]
    assert places == sorted(places)
    assert "Bladzijde 1 van 2" in first
    assert "Bladzijde 2 van 2" in second


def test_every_font_is_ours_and_embedded(draw: Any) -> None:
    if assets.path("source-sans-3-400.woff2") is None:
        pytest.skip("the assets were not built here: the PDF uses a font of the system")
    with pikepdf.open(io.BytesIO(draw(make.overview()))) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert "Source-Sans-3" in str(font.BaseFont)
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_a_person_with_nothing_yet_gets_two_pages_too(draw: Any) -> None:
    nothing = make.overview(
        available_cents=0, held_cents=0, pots=[], bookings=[], to_do=[], has_plan=False, goals=[],
        adviser_name="", plan_made_on=None, desk=None, appointment_at=None,
    )  # fmt: skip
    first, second = text_of(draw(nothing))
    assert "U heeft nog niets geboekt." in first
    assert "U heeft nog geen plan." in second


def test_the_language_is_the_persons(draw: Any) -> None:
    with pikepdf.open(io.BytesIO(draw(make.overview(language="en")))) as pdf:
        assert pdf.Root.Lang == "en"


def test_the_figures_are_in_it_for_a_spreadsheet(draw: Any) -> None:
    with pikepdf.open(io.BytesIO(draw(make.overview(language="en")))) as pdf:
        [file] = pdf.attachments.values()
        text = file.get_file().read_bytes().decode("utf-8-sig")
        assert file.get_file().mime_type == "text/csv"
    lines = text.splitlines()
    assert "Potje;Leerrecht;2027-12-31;1000,00;" in lines or "Pot;Learning right;2027-12-31;1000,00;" in lines
    assert sum("Lasrobot programmeren" in line for line in lines) == 2


def test_large_print_is_larger_and_stays_tagged(draw: Any) -> None:
    content = draw(make.overview(is_large=True))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert 2 < len(pdf.pages) <= 4
        assert [kind for kind, _node in tags(pdf)].count("/H1") == 1
    with pdfplumber.open(io.BytesIO(content)) as pages:
        sizes = [char["size"] for char in pages.pages[0].chars if char["text"].isalpha()]
    assert max(set(sizes), key=sizes.count) >= 15


def test_a_long_plan_runs_on_and_stays_whole(draw: Any) -> None:
    tasks = [make.task(f"Taak nummer {number}") for number in range(100)]
    pages = text_of(draw(make.overview(goals=[rules.GoalLine("Veel", None, "open", tasks)])))
    assert len(pages) > 2
    assert all(f"Taak nummer {number}" in "".join(pages) for number in range(100))


HOSTILE = {
    "file": '<link rel="attachment" href="file:///etc/passwd"><img src="file:///etc/passwd">',
    "loopback": '<img src="http://127.0.0.1:1/"><link rel="stylesheet" href="http://127.0.0.1:1/a.css">',
    "script": "<script>alert(1)</script>{{ 7*7 }}${7*7}",
    "style": "</style><style>@page{size:1cm}</style><h1>tweede kop</h1>",
    "nested": "<div>" * 1_000,
    "direction": "omgekeerd \u202etxet\u202c en niets",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_shown_literally(draw: Any, kind: str) -> None:
    text = HOSTILE[kind]
    goals, _is_cut = rules.cut_plan([rules.GoalLine(text, None, "open", [make.task(text)])])
    content = draw(make.overview(goals=goals))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [kind for kind, _node in tags(pdf)].count("/H1") == 1
        assert list(pdf.attachments) == ["leerloket-overzicht-2026-11-24.csv"]
    shown = re.sub(r"[\s\u200b]", "", "".join(text_of(content)))
    assert "root:" not in shown
    assert text.replace(" ", "")[:9] in shown
