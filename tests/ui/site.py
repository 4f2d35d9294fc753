"""Renders pieces of templates in the real application, and reads the HTML strictly."""

from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import flask
import html5lib
from werkzeug.datastructures import MultiDict

from leerloket import errors, web

XHTML = "{http://www.w3.org/1999/xhtml}"
IMPORT = '{% import "ui/all.html" as ui %}'


class Person:
    """Somebody who is signed in, as far as templates can see."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, role: str, name: str = "Samira El Amrani", roles: tuple[str, ...] = ()) -> None:
        self.role = role
        self.name = name
        self.roles = list(roles or (role,))

    def get_id(self) -> str:
        return self.name


def refused(**problems: str) -> web.Form:
    """A form that came back: per field what was wrong, and `bedrag` = 5 as typed."""
    found = [errors.FieldError(field, "wrong", message, f"en: {message}") for field, message in problems.items()]
    return web.Form(MultiDict({"bedrag": "5", "keuze": "b"}), errors.Invalid(errors=found))


def html(app: flask.Flask, source: str, **context: Any) -> str:
    """What this piece of template becomes, with the macros at hand."""
    with app.test_request_context():
        context.setdefault("form", web.Form())
        return flask.render_template_string(IMPORT + source, **context)


def page(app: flask.Flask, source: str, path: str = "/", person: Person | None = None, **context: Any) -> str:
    """What a whole page becomes that extends the layout."""
    headers = {"Cookie": f"taal={context.pop('language', 'nl')}"}
    with app.test_request_context(path, headers=headers):
        if person is not None:
            flask.g._login_user = person
        return flask.render_template_string('{% extends "layout.html" %}' + IMPORT + source, **context)


def read(markup: str) -> Element:
    """The tree of a fragment or a page; any parse error and any doubled id fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = markup.lstrip().lower().startswith("<!doctype")
    tree: Element = parser.parse(markup) if whole else parser.parseFragment(markup)
    doubled = [name for name, count in Counter(e.get("id") for e in tree.iter()).items() if name and count > 1]
    assert doubled == []
    return tree


def find(tree: Element, tag: str, **attributes: str) -> Element:
    """The one element of this kind."""
    found = find_all(tree, tag, **attributes)
    assert len(found) == 1, f"{len(found)} × {tag} {attributes}"
    return found[0]


def find_all(tree: Element, tag: str, **attributes: str) -> list[Element]:
    """All elements of this kind; `class_` asks for one class of several."""
    wanted = attributes.pop("class_", None)
    return [
        element
        for element in tree.iter(tag)
        if all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
        and (wanted is None or wanted in (element.get("class") or "").split())
    ]


def text(element: Element) -> str:
    """The words of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def described(tree: Element, element: Element) -> str:
    """The words a screen reader adds to this element; every id named must exist."""
    names = (element.get("aria-describedby") or "").split()
    known = {e.get("id"): text(e) for e in tree.iter()}
    return " | ".join(known[name] for name in names)
