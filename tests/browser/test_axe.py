"""Every page of every role in a real browser: accessible, well-formed, as wide as the screen, quiet and unique."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from leerloket import navigation
from tests.browser import chromium, tour
from tests.browser.conftest import NAMES, Site, Visit

pytestmark = pytest.mark.browser

ROLES = ["", *NAMES]
LOOK = """() => ({
  title: document.title, lang: document.documentElement.lang, h1: document.querySelectorAll('h1').length,
  named: [...document.querySelectorAll('a, button')].filter(e => e.checkVisibility() && !e.textContent.trim()
    && !e.ariaLabel).length,
})"""


@dataclass
class Watch:
    """What a window complains of while it visits pages, and whom it asks for files."""

    site: str
    heard: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", lambda message: self.heard.append(message.text))
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("request", lambda request: self._ask(request.url))

    def _ask(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.site).netloc:
            self.heard.append(f"asked {url}")

    def take(self) -> list[str]:
        taken, self.heard[:] = [*self.heard], []
        return taken


@pytest.fixture(scope="module")
def tours() -> dict[str, tour.Tour]:
    """The tour of each role, walked once."""
    return {}


def walk(site: Site, visit: Visit, tours: dict[str, tour.Tour], role: str) -> tour.Tour:
    if role not in tours:
        request = visit(role).request

        def fetch(path: str) -> tuple[int, str]:
            answer = request.get(path, max_redirects=0)
            return answer.status, answer.text() if answer.status == 200 else ""

        menu = [url for _label, url in navigation.MENUS[role or None]]
        tours[role] = tour.walk(site.app, fetch, [*menu, *site.unlinked[role], "/start"])
    return tours[role]


@pytest.mark.parametrize("role", ROLES)
def test_links_lead_to_every_page_and_never_to_a_refusal(
    site: Site, visit: Visit, tours: dict[str, tour.Tour], role: str
) -> None:
    walked = walk(site, visit, tours, role)
    assert walked.problems == []
    assert tour.pages_of(site.app, role) - walked.endpoints == set()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_quiet_and_fits(
    site: Site, visit: Visit, tours: dict[str, tour.Tour], role: str, width: int
) -> None:
    own = tour.pages_of(site.app, role)
    pages = {path: view for path, view in walk(site, visit, tours, role).pages.items() if view in own}
    page = visit(role, viewport={"width": width, "height": 900}).new_page()
    watch = Watch(site.address)
    watch.on(page)
    titles: dict[str, str] = {}
    problems: list[str] = []
    for path, view in pages.items():
        page.goto(path)
        seen = page.evaluate(LOOK)
        wrong = chromium.violations(page) + watch.take()
        if chromium.overflow(page):
            wrong.append(f"{chromium.overflow(page)} px too wide")
        if width == 390:
            page.set_viewport_size({"width": 320, "height": 900})
            if chromium.overflow(page):
                wrong.append(f"{chromium.overflow(page)} px too wide at 320")
            page.set_viewport_size({"width": width, "height": 900})
        if (seen["lang"], seen["h1"], seen["named"]) != ("nl", 1, 0):
            wrong.append(str(seen))
        if titles.setdefault(seen["title"], view) != view:
            wrong.append(f"has the title of {titles[seen['title']]}: {seen['title']}")
        problems += [f"{path}: {each}" for each in wrong]
    assert problems == []
    assert pages


@pytest.mark.parametrize("role", ["", "worker", "adviser"])
def test_the_english_pages_are_as_sound(site: Site, visit: Visit, role: str) -> None:
    window = visit(role)
    window.request.get("/taal?naar=en")
    page = window.new_page()
    for _label, path in navigation.MENUS[role or None]:
        page.goto(path)
        tour.read(page.request.get(path).text())
        assert page.evaluate(LOOK)["lang"] == "en"
        assert chromium.violations(page) == []
