"""Makes the pictures of the README from a running demo: .venv/bin/python tools/screenshots.py http://127.0.0.1:8000

Start `make demo` first. The pictures show whatever the demo holds; each stays under 120 kB. Nothing is booked or paid:
the one thing it leaves behind is a checked file of the employer.
"""

import io
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

TO = Path(__file__).parent.parent / "docs" / "img"
LARGEST_BYTES = 120_000
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE, PHONE, ADVISER = (1280, 860), (390, 844), (1366, 768)
FILE = "personeelsnummer;bedrag\r\n" + "".join(f"{n:04d};250,00\r\n" for n in range(1, 9)) + "0009;25O\r\n9999;100\r\n"

Steps = Callable[[Page], object]


def goes_to(path: str) -> Steps:
    return lambda page: page.goto(path)


def module(page: Page) -> None:
    page.goto("/opleidingen?q=lasrobot")
    page.locator(".ll-card a").first.click()


def check(page: Page) -> None:
    page.goto("/opleidingen?eigen=0")
    page.locator(".ll-card", has_text="u betaalt").locator("a").first.click()
    page.get_by_role("link", name="Boek deze opleiding").click()
    page.locator("main input[type=radio]:enabled").first.check()
    page.get_by_role("button", name="Naar de potjes").click()
    page.get_by_role("button", name="Naar de controle").click()


def employer_check(page: Page) -> None:
    page.goto("/werkgever/storten/bestand")
    page.set_input_files("#bestand", {"name": "november.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.get_by_role("button", name="Controleer dit bestand").click()
    seen_before = page.locator("#fouten a")
    if seen_before.count():
        page.goto("/werkgever/storten/bestand")
        page.locator("main td a, main th a").first.click()


def workspace(page: Page) -> None:
    page.goto("/loket/clienten")
    page.get_by_role("link", name="Samira El Amrani").first.click()
    page.locator("a[href*='/gesprek/']").first.click()


PICTURES: list[tuple[str, str, tuple[int, int], Steps]] = [
    ("saldo", "Samira", WIDE, goes_to("/saldo")),
    ("saldo-phone", "Samira", PHONE, goes_to("/saldo")),
    ("module", "Samira", WIDE, module),
    ("module-phone", "Samira", PHONE, module),
    ("check", "Samira", WIDE, check),
    ("employer-check", "Wilma", WIDE, employer_check),
    ("provider-requests", "Pieter", WIDE, goes_to("/aanbieder/aanvragen")),
    ("adviser-workspace", "Joris", ADVISER, workspace),
    ("books", "Anja", WIDE, goes_to("/beheer/boekhouding")),
]
"""Name of the file, whose page, how large, and how to get there."""


@contextmanager
def started() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        sys.exit("no chromium here: make browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


def shoot(browser: Browser, address: str, who: str, size: tuple[int, int], steps: Steps) -> bytes:
    """One picture of the window, as somebody of the demo sees it."""
    window = browser.new_context(
        base_url=address, locale="nl-NL", viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
    )
    page = window.new_page()
    page.goto("/inloggen")
    page.get_by_role("button", name=re.compile(f"^Log in als {who} ")).click()
    page.wait_for_url(lambda url: "/inloggen" not in url)
    steps(page)
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    window.close()
    return picture


def save(name: str, picture: bytes) -> None:
    """Few colours are enough for flat pages, and keep the file small."""
    target = TO / f"{name}.png"
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.relative_to(TO.parent.parent)}: {size // 1000} kB")
    if size > LARGEST_BYTES:
        sys.exit(f"{target} is larger than {LARGEST_BYTES // 1000} kB")


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    TO.mkdir(parents=True, exist_ok=True)
    with started() as browser:
        for name, who, size, steps in PICTURES:
            save(name, shoot(browser, address, who, size, steps))


if __name__ == "__main__":
    main()
