"""English is complete: every sentence of the screens has its twin, with the same facts in it, and none is left over."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
FACT = re.compile(r"%\([a-z_]+\)s|%%")

Sentence = str | tuple[str, ...]


@pytest.fixture(scope="module")
def dutch() -> set[Sentence]:
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, KEYWORDS)
    return {sentence for _file, _line, sentence, _comments, _context in found}


@pytest.fixture(scope="module")
def english() -> list[Message]:
    with (ROOT / "leerloket/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return [message for message in pofile.read_po(file) if message.id]


def source(message: Message) -> Sentence:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def test_every_sentence_has_its_english(dutch: set[Sentence], english: list[Message]) -> None:
    translated = {source(message) for message in english if all(_forms(message.string))}
    assert sorted(map(str, dutch - translated)) == []


def test_no_english_is_left_over(dutch: set[Sentence], english: list[Message]) -> None:
    assert sorted(str(source(message)) for message in english if source(message) not in dutch) == []


def test_the_same_facts_stand_in_both(english: list[Message]) -> None:
    wrong = [
        message.id
        for message in english
        if Counter(FACT.findall(_forms(message.id)[-1])) != Counter(FACT.findall(_forms(message.string)[-1]))
    ]
    assert wrong == []


def _forms(text: Sentence | list[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)
