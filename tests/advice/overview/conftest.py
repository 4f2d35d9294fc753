"""The PDF worker, or a loud skip where Pango is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leerloket.advice.overview import render

TEMPLATES = Path(__file__).parents[3] / "templates"


@pytest.fixture(scope="session")
def worker() -> Iterator[render.Renderer]:
    """A warm child, with patience for a busy machine; skips when it cannot be started here."""
    renderer = render.Renderer(TEMPLATES / "advice" / "overview.css", seconds=50)
    try:
        renderer.render("<p>proef</p>")
    except render.NoPdf:
        pytest.skip("Pango is not installed: no PDF can be drawn here, so nothing of it is proven")
    yield renderer
    renderer.close()
