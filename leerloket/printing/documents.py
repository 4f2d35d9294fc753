"""From a template and its facts to a PDF, and to an answer that shows it."""

import functools
from pathlib import Path
from typing import Any

import flask
import flask_babel

from leerloket.printing.render import Renderer

SHEET = "printing/sheet.css"


def draw(template: str, *, language: str, renderer: Renderer | None = None, **facts: Any) -> bytes:
    """A template as PDF in the reader's language (`nl` or `en`). Raises NoPdf, TooHeavy or Busy.

    Needs an application context, not a request: jobs draw too, and nothing of who asks (menu, name) is in a document.
    A job that draws many at once brings a `renderer` for each thread.
    Cut texts that people typed first (`cut`).
    """
    with flask_babel.force_locale(language):
        html = flask.current_app.jinja_env.get_template(template).render(language=language, **facts)
    return (renderer or _renderer()).render(html, _style(str(flask.current_app.template_folder), template))


def answer(pdf: bytes, file_name: str, *, disposition: str = "inline") -> flask.Response:
    """The PDF as an answer; `attachment` keeps it, `inline` shows it."""
    response = flask.make_response(pdf)
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{file_name}"'
    return response


@functools.cache
def _renderer() -> Renderer:
    return Renderer()


@functools.cache
def _style(templates: str, template: str) -> str:
    own = (Path(templates) / template).with_suffix(".css")
    sheet = (Path(templates) / SHEET).read_text()
    return sheet + own.read_text() if own.exists() else sheet
