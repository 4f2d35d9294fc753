"""The whole site with believable people in it, served as it runs, and one Chromium to look at it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import flask
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import WSGIRequestHandler, make_server

from leerloket import app as application
from leerloket import config, db, seed
from leerloket.people import service as people
from leerloket.people import vault
from tests.accounts.ledger import make as money
from tests.browser import chromium, scene
from tests.conftest import Database

NAMES = {persona.role: persona.name for persona in reversed(seed.PERSONAS)}
"""Who a visitor is in each role; Anja, not Bram, is the administrator."""

Visit = Callable[..., BrowserContext]


@dataclass(frozen=True)
class Site:
    """The running site and the addresses per role that no link leads to."""

    app: flask.Flask
    address: str
    engine: sa.Engine
    unlinked: dict[str, list[str]]


class Quiet(WSGIRequestHandler):
    """Writes no line per request."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


def give_the_worker_enough_for_every_test() -> None:
    """All tests of the browser share one worker, and several book."""
    samira = people.find_person_by_email(seed.PERSONAS[0].email)
    assert samira is not None
    money.own(samira.person_id, 1_000_000)


@pytest.fixture(scope="session")
def site(clone: Callable[[], Database], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A database of its own with sixty people and four months of their life, and the site on it."""
    if chromium.PROGRAM is None:
        pytest.skip(chromium.NONE)
    engine = db.make_engine(clone().app_url, pool_size=20)
    db.connect(engine)
    data_dir = str(tmp_path_factory.mktemp("data"))
    settings = config.from_environment({"LEERLOKET_DEMO": "on", "LEERLOKET_DATA_DIR": data_dir})
    seed.fill(people=60, keys=vault.open_keys(settings))
    db.run(give_the_worker_enough_for_every_test)
    app = application.create_app(settings)
    with app.app_context():
        unlinked = db.run(scene.arrange)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(app, f"http://127.0.0.1:{server.port}", engine, unlinked)
    server.shutdown()
    db.session.remove()
    engine.dispose()


@pytest.fixture(autouse=True)
def connected(site: Site) -> None:
    """Another test may have pointed this process at another database."""
    db.connect(site.engine)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.started() as browser:
        yield browser


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """Opens a window; with a role, somebody with that role is signed in."""
    opened: list[BrowserContext] = []

    def open_window(role: str = "", **options: object) -> BrowserContext:
        context = browser.new_context(base_url=site.address, locale="nl-NL", **options)  # type: ignore[arg-type]
        opened.append(context)
        if role:
            page = context.new_page()
            page.goto("/inloggen")
            page.get_by_role("button", name=f"Log in als {NAMES[role]}").click()
            page.wait_for_url(lambda url: "/inloggen" not in url)
        return context

    yield open_window
    for context in opened:
        context.close()
