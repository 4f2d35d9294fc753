"""The pages for developers in a real browser, under the policy of the site."""

import threading
from collections.abc import Iterator

import flask
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from werkzeug.serving import make_server

from leerloket import assets, db
from tests.api import world as worlds
from tests.browser import chromium

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: flask.Flask, world: worlds.World) -> Iterator[str]:
    db.connect(world.engine)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium.started() as browser:
        yield browser.new_page(viewport={"width": 1280, "height": 900})


def test_the_explorer_works_under_our_policy(address: str, page: Page) -> None:
    if assets.path("swagger-ui-bundle.js") is None:
        pytest.skip("no API explorer here: make assets")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/api/v1/docs")
    page.locator("#operations-tag-regions").click()
    page.locator("#operations-regions-regionsListRegions button").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.get_by_text("zuidoost-brabant").first.wait_for()
    page.locator("#operations-tag-accounts-topups").click()
    assert complaints == []
    found = Axe().run(page, context={"exclude": [["#uitleg-api"]]}, options=chromium.RULES)
    assert found.response["violations"] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_refusal_is_readable_and_accessible(address: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/api/v1/errors/balance-too-low")
    assert page.get_by_role("heading", level=1).inner_text() == "balance-too-low"
    assert chromium.violations(page) == []
    assert chromium.overflow(page) == 0
