"""The catalogue of messages: beside each `templates/mail/<kind>.txt` lies a `<kind>.toml` that says what it is."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
FOLDER = next(folder for folder in (PACKAGE / "_templates/mail", PACKAGE.parent / "templates/mail") if folder.is_dir())
"""In an installed wheel the templates lie inside the package."""

TOPICS = ("money", "booking", "appointment", "sign-in", "plan", "consent", "reads", "digest", "work")
"""What messages are about. Of some a person may say how they come; see `choices`."""

READERS = ("worker", "employer", "provider", "adviser", "administrator", "everybody")


class NotInCatalogue(Exception):
    """A file of the catalogue says something that is not known; names the file and the word."""


@dataclass(frozen=True, slots=True)
class Example:
    """Facts as the service would fill them in, to look at and to test with; `name` tells two of one kind apart."""

    name: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: who reads it, when it is sent, what it is about, and whether it exists on paper.

    `line_nl` and `line_en` are what the monthly digest says of it, where a person may choose that.
    """

    kind: str
    to: str
    when_nl: str
    when_en: str
    topic: str
    has_letter: bool
    line_nl: str
    line_en: str
    languages: tuple[str, ...]
    examples: tuple[Example, ...]


def list_kinds() -> list[Kind]:
    """Every kind of message there is, by reader and name."""
    return sorted(_kinds().values(), key=lambda kind: (READERS.index(kind.to), kind.topic, kind.kind))


def find_kind(kind: str) -> Kind | None:
    """The kind with this name."""
    return _kinds().get(kind)


@functools.cache
def _kinds() -> dict[str, Kind]:
    return {file.stem: _read(file) for file in FOLDER.glob("*.toml")}


def _read(file: Path) -> Kind:
    said = tomllib.loads(file.read_text())
    if said["to"] not in READERS or said["topic"] not in TOPICS:
        raise NotInCatalogue(f"{file.name}: {said['to']}, {said['topic']}")
    facts = said.get("facts", {})
    others = said.get("others", {})
    return Kind(
        kind=file.stem,
        to=said["to"],
        when_nl=said["when_nl"],
        when_en=said["when_en"],
        topic=said["topic"],
        has_letter=said.get("letter", False),
        line_nl=said.get("line_nl", ""),
        line_en=said.get("line_en", ""),
        languages=("nl", "en") if 'language == "en"' in file.with_suffix(".txt").read_text() else ("nl",),
        examples=(Example("", facts), *(Example(name, facts | other) for name, other in others.items())),
    )
