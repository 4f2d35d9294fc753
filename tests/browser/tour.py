"""The tour: every page of every role, found by following links from the menu as a person would."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import flask
import html5lib
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

SAME_KIND = 2
"""How many pages of one kind are visited: enough to meet several states of a booking."""

NO_PAGES = ("/api/", "/health/", "/metrics", "/robots.txt", "/.well-known/", "/ooapi/", "/static/", "/taal")
NO_PAGE_ENDINGS = (".json", ".csv", ".xlsx", ".pdf", ".xml", ".ics", ".svg", ".zip")

Fetch = Callable[[str], tuple[int, str]]


def is_page(path: str) -> bool:
    """Whether people look at this address; the others are files and answers for machines."""
    return not path.startswith(NO_PAGES) and not path.endswith(NO_PAGE_ENDINGS)


def pages_of(app: flask.Flask, role: str) -> set[str]:
    """The views this role must reach; without a role the public ones. A worker has those of anybody signed in too."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and is_page(rule.rule) and role in _roles(app, rule.endpoint)
    }


def _roles(app: flask.Flask, endpoint: str) -> tuple[str, ...]:
    needed: tuple[str, ...] | None = app.view_functions[endpoint].requires_roles  # type: ignore[union-attr]
    return ("",) if needed is None else needed or ("worker",)


def read(markup: str) -> Element:
    """The tree of a page; any parse error and any doubled id fails."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(markup)
    doubled = [name for name, count in Counter(e.get("id") for e in tree.iter()).items() if name and count > 1]
    assert not doubled, f"doubled ids {doubled}"
    return tree


@dataclass
class Tour:
    """The pages one person can reach: path to endpoint, in the order in which they were found."""

    pages: dict[str, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    @property
    def endpoints(self) -> set[str]:
        """What was visited, by the names of the views; also those that only lead elsewhere."""
        return set(self.pages.values()) | self.elsewhere


def walk(app: flask.Flask, fetch: Fetch, starts: Iterable[str]) -> Tour:
    """Follow every link from these addresses, at most a few per view.

    Each page must be well-formed, and no link may lead to a refusal.
    """
    tour, waiting, seen = Tour(), list(starts), set[str]()
    urls = app.url_map.bind("127.0.0.1")
    while waiting:
        path = waiting.pop(0)
        endpoint = _endpoint(urls, path)
        if path in seen or endpoint is None or list(tour.pages.values()).count(endpoint) >= SAME_KIND:
            continue
        seen.add(path)
        status, markup = fetch(path)
        if status in {302, 303}:
            tour.elsewhere.add(endpoint)
            continue
        if status != 200:
            tour.problems.append(f"{path}: status {status}")
            continue
        tour.pages[path] = endpoint
        try:
            tree = read(markup)
        except (AssertionError, html5lib.html5parser.ParseError) as problem:
            tour.problems.append(f"{path}: {problem}")
            continue
        waiting += _links(tree, path)
    return tour


def _endpoint(urls: object, path: str) -> str | None:
    parts = urlsplit(path)
    if not is_page(parts.path):
        return None
    try:
        endpoint, _values = urls.match(parts.path, "GET")  # type: ignore[attr-defined]
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)


def _links(tree: Element, path: str) -> list[str]:
    found = []
    for anchor in tree.iter("a"):
        target = urlsplit(urljoin(path, anchor.get("href") or ""))
        if not target.scheme and not target.netloc:
            found.append(target.path + (f"?{target.query}" if target.query else ""))
    return found
