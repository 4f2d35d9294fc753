"""Drawing with patience, and reading PDFs back."""

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pikepdf
import pytest

from leerloket import printing
from leerloket.printing import documents


@pytest.fixture(scope="session")
def worker() -> Iterator[printing.Renderer]:
    """A warm child, with patience for a busy machine; skips when it cannot be started here."""
    renderer = printing.Renderer(seconds=50)
    try:
        renderer.render("<p>proef</p>")
    except printing.NoPdf:
        pytest.skip("Pango is not installed: no PDF can be drawn here, so nothing of it is proven")
    yield renderer
    renderer.close()


@pytest.fixture
def patient(worker: printing.Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `printing.draw` use the patient child."""
    monkeypatch.setattr(documents, "_renderer", lambda: worker)


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """The structure in reading order: each tag and its node."""
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
    """The text of each page."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text() or "" for page in pdf.pages]
