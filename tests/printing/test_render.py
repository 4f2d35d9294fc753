"""The child that draws: closed to files and the network, limited in time and memory, replaced when it dies."""

import contextlib
import http.server
import io
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from leerloket.printing import render


def test_fifty_kilobytes_of_emoji_are_refused_or_shown_in_time(worker: render.Renderer) -> None:
    with contextlib.suppress(render.TooHeavy):
        hasty = render.Renderer()
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
    hasty = render.Renderer(seconds=1)
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
    renderer = render.Renderer()
    with pytest.raises(render.NoPdf) as refused:
        renderer.render("<p>x")
    assert refused.value.status == 503
    assert "Bekijk het op het scherm" in refused.value.sentence("nl")


def test_without_our_font_the_pdf_is_drawn_all_the_same(
    monkeypatch: pytest.MonkeyPatch, worker: render.Renderer, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text("from leerloket import assets\nassets.path = lambda name: None\n")
    monkeypatch.setattr(render, "MODULE_PATH", [str(tmp_path), *render.MODULE_PATH])
    renderer = render.Renderer()
    assert renderer.render(page("<p>Straat é")).startswith(b"%PDF")
    renderer.close()


def test_a_child_that_ends_leaves_no_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    drawer = render.Renderer()
    drawer.render(page(""))
    assert [*tmp_path.rglob("weasyprint-*")]
    drawer.close()
    assert [*tmp_path.iterdir()] == []
