"""From a message to words: its template filled in, and the plain text cut into blocks for simple HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import flask
import jinja2

from leerloket.outbox.catalogue import Example, Kind
from leerloket.outbox.messages import Message

URL = re.compile(r"(https?://[^\s<>]*[^\s<>.,;:!?)])")


@dataclass(frozen=True, slots=True)
class Text:
    """A message in words. The body is plain text; paragraphs are parted by an empty line."""

    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its lines) or a list (its items). Each line is a row of parts: text, and whether it is a link."""

    is_list: bool
    lines: tuple[tuple[tuple[str, bool], ...], ...]


def render(app: flask.Flask, message: Message) -> Text:
    """The words of a message, in the reader's language."""
    return _fill(app, app.jinja_env, message.kind, message.facts, message.language)


def render_example(app: flask.Flask, kind: Kind, example: Example, language: str) -> Text:
    """The words of an example. Raises jinja2.UndefinedError where the example lacks a fact the template asks for."""
    return _fill(app, app.jinja_env.overlay(undefined=jinja2.StrictUndefined), kind.kind, example.facts, language)


def _fill(app: flask.Flask, jinja: jinja2.Environment, kind: str, facts: dict[str, Any], language: str) -> Text:
    base_url = app.config["SETTINGS"].base_url
    template = jinja.get_template(f"mail/{kind}.txt")
    with app.test_request_context(base_url=base_url, headers={"Cookie": f"taal={language}"}):
        text = template.render(**facts, language=language, base_url=base_url)
    subject, _, body = text.strip().partition("\n")
    return Text(subject.strip(), body.strip(), language)


def blocks(body: str) -> list[Block]:
    """The paragraphs and lists of a plain text, with its addresses as links.

    >>> blocks("Hallo,\\n- een\\n- twee")
    [Block(is_list=False, lines=((('Hallo,', False),),)), Block(is_list=True, lines=((('een', False),), \
(('twee', False),)))]
    """
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        for is_list, lines in _runs(paragraph.splitlines()):
            found.append(Block(is_list, tuple(_parts(line) for line in lines)))
    return found


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Neighbouring lines of one sort: items of a list (`- …`) or lines of a paragraph."""
    run: list[str] = []
    was_item = False
    for line in lines:
        is_item = line.startswith("- ")
        if run and is_item != was_item:
            yield was_item, run
            run = []
        run.append(line.removeprefix("- ").strip())
        was_item = is_item
    if run:
        yield was_item, run


def _parts(line: str) -> tuple[tuple[str, bool], ...]:
    return tuple((part, bool(URL.fullmatch(part))) for part in URL.split(line) if part)
