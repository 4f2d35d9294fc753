"""The PDF, read back: two pages, tagged, in reading order; and what it does with hostile text."""

import contextlib
import http.server
import io
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask
import flask_babel
import pdfplumber
import pikepdf
import pytest

from leerloket import assets
from leerloket.advice.overview import render, rules
from tests.advice.overview import make


@pytest.fixture
def draw(app: flask.Flask, worker: render.Renderer) -> Any:
    def drawn(overview: rules.Overview) -> bytes:
        with app.test_request_context("/plan/overzicht.pdf"), flask_babel.force_locale(overview.language):
            html = flask.render_template("advice/overview.html", overview=overview)
        return worker.render(html)

    return drawn


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    found: list[tuple[str, pikepdf.Dictionary]] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), node))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot)
    return found


def text_of(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text() or "" for page in pdf.pages]


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
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
    shown = re.sub(r"[\s\u200b]", "", "".join(text_of(content)))
    assert "root:" not in shown
    assert text.replace(" ", "")[:9] in shown


def test_fifty_kilobytes_of_emoji_are_refused_or_shown_in_time(worker: render.Renderer) -> None:
    with contextlib.suppress(render.TooHeavy):
        hasty = render.Renderer(worker.stylesheet)
        started = time.monotonic()
        try:
            assert hasty.render(page("<p>" + "😀" * 12_500)).startswith(b"%PDF")
        finally:
            hasty.close()
            assert time.monotonic() - started < render.SECONDS + render.START_SECONDS


def page(body: str) -> str:
    return f'<html lang="nl"><title>t</title><h1>t</h1>{body}</html>'


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server of this machine, and who asked it for what."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_even_markup_fetches_no_address(worker: render.Renderer, listener: tuple[str, list[str]]) -> None:
    url, asked = listener
    worker.render(
        page(
            f'<img src="{url}/a.png" alt="a"><link rel="stylesheet" href="{url}/b.css">'
            f'<link rel="attachment" href="{url}/c"><style>@import "{url}/d.css";</style>'
            f"<style>p{{background:url({url}/e)}}</style><p>x"
            f'<object data="{url}/f"></object><svg><title>s</title><image href="{url}/g"/></svg>'
        )
    )
    assert asked == []


@pytest.mark.parametrize("form", ["file://{}", "FILE://{}", "file://localhost{}", "{}", "file:{}"])
def test_even_markup_reads_no_file(worker: render.Renderer, tmp_path: Path, form: str) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("DITISGEHEIM" * 50)
    url = form.format(secret)
    content = worker.render(
        page(f'<link rel="attachment" href="{url}"><img src="{url}" alt="a"><object data="{url}"></object>')
    )
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream))
    assert b"DITISGEHEIM" not in streams


def test_what_is_too_deep_is_refused_and_the_next_page_is_drawn(worker: render.Renderer) -> None:
    with pytest.raises(render.TooHeavy):
        worker.render(page("<div>" * 1_500))
    assert worker.render(page("<p>goed")).startswith(b"%PDF")


def test_what_takes_too_long_is_stopped(worker: render.Renderer) -> None:
    hasty = render.Renderer(worker.stylesheet, seconds=1)
    started = time.monotonic()
    with pytest.raises(render.TooHeavy):
        hasty.render(page("<table>" + "<tr><td>x<td>y" * 20_000))
    assert time.monotonic() - started < 20
    hasty.close()


def test_the_child_has_512_megabytes_and_cannot_write_large_files(worker: render.Renderer) -> None:
    worker.render(page("<p>warm"))
    assert worker.child is not None
    limits = Path(f"/proc/{worker.child.pid}/limits").read_text()
    assert re.search(rf"Max address space +{512 * 1024 * 1024} +{512 * 1024 * 1024}", limits)
    assert re.search(r"Max file size +8388608 +8388608", limits)
    environment = Path(f"/proc/{worker.child.pid}/environ").read_text()
    assert "LEERLOKET" not in environment
    assert "DATABASE_URL" not in environment


def test_a_child_that_died_is_replaced(worker: render.Renderer) -> None:
    assert worker.render(page("<p>een")).startswith(b"%PDF")
    worker.close()
    assert worker.render(page("<p>twee")).startswith(b"%PDF")


def test_without_pango_the_refusal_says_what_is_possible(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.setattr(render, "MODULE_PATH", [str(tmp_path), *render.MODULE_PATH])
    renderer = render.Renderer(tmp_path / "none.css")
    with pytest.raises(render.NoPdf) as refused:
        renderer.render("<p>x")
    assert refused.value.status == 503
    assert "Bekijk het overzicht op het scherm" in refused.value.sentence("nl")


def test_without_our_font_the_pdf_is_drawn_all_the_same(
    monkeypatch: pytest.MonkeyPatch, worker: render.Renderer, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text("from leerloket import assets\nassets.path = lambda name: None\n")
    monkeypatch.setattr(render, "MODULE_PATH", [str(tmp_path), *render.MODULE_PATH])
    renderer = render.Renderer(worker.stylesheet)
    assert renderer.render(page("<p>Straat é")).startswith(b"%PDF")
    renderer.close()
