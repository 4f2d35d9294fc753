"""How these tests start Chromium, and what they look for on a page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAM = shutil.which("chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NONE = "no chromium here: make browser"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@contextmanager
def started() -> Iterator[Browser]:
    """One Chromium; the test is skipped, and says so, where there is none."""
    if PROGRAM is None:
        pytest.skip(NONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=QUIET)
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """What axe finds, one line per element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']} at {node['target']}" for v in found for node in v["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window (WCAG 1.4.10)."""
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"))
