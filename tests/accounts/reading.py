"""Read an answer as a browser does: every page is parsed strictly."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse


def page(answer: TestResponse, status: int = 200) -> Element:
    """The parsed page of an answer with this status."""
    assert answer.status_code == status, answer.get_data(as_text=True)[:3000]
    markup = answer.get_data(as_text=True)
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(markup)
    assert len(tree.findall(".//h1")) == 1, "one h1 per page"
    assert not tree.findall(".//*[@style]")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "ids are unique"
    return tree


def text(tree: Element) -> str:
    """The words of a page, spaces made plain."""
    main = tree.find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).replace("\u00a0", " ").split())


def key(tree: Element) -> str:
    """The key of the first form that may be sent once."""
    field = tree.find(".//input[@name='key']")
    assert field is not None
    return field.get("value") or ""


def data(answer: TestResponse, status: int = 200) -> Any:
    """The JSON of an answer with this status."""
    assert answer.status_code == status, answer.get_data(as_text=True)[:3000]
    return answer.json


def last_id(answer: TestResponse) -> str:
    """The id at the end of the address an answer leads to."""
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    found = re.search(r"[0-9a-f-]{36}$", answer.headers["Location"])
    assert found
    return found.group()
