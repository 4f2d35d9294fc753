"""A talk without a mouse, in a real browser: notes that save themselves, a goal, a task, a module, the end."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import flask
import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from leerloket import db
from leerloket.advice.consultations import service as consultations
from leerloket.advice.plans import service as plans
from leerloket.people import service as people_service
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.browser import chromium
from tests.courses.bookings import make as courses

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


@pytest.fixture
def site(app: flask.Flask) -> Iterator[str]:
    """The application on a port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Keys:
    """Presses keys and counts them; text is typed without counting."""

    page: Page
    pressed: int = field(default=0)

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def send(self, *keys: str) -> None:
        """Keys of which the last one brings the next page."""
        self(*keys[:-1])
        with self.page.expect_navigation():
            self(keys[-1])

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


def test_a_talk_by_keyboard(app: flask.Flask, site: str) -> None:
    pair = make.pair()
    account_id = pair.client.person_id
    money.right(account_id, 100_000)
    edition = courses.edition()
    token = people_service.open_session(pair.adviser.person_id, "page")
    db.session.commit()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with chromium.started() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        cookie = {"name": "leerloket", "value": signer.dumps({"_user_id": token, "_fresh": True}), "url": site}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{site}/loket")
        keys = Keys(page)
        keys.send("/")
        keys("/")
        keys.type("samira")
        keys.send("Enter")
        page.get_by_role("link", name="Samira El Amrani").focus()
        keys.send("Enter")
        keys.send("n")
        keys("n")
        keys.type("Samira wil lassen leren.")
        page.get_by_text("Opgeslagen om").wait_for(timeout=20_000)
        keys("Escape", "d")
        keys.type("Robotlasser worden")
        keys.send("Enter")
        keys("a")
        keys.type("Vraag vrije uren @werkgever +2w")
        keys.send("Enter")
        keys("o")
        keys.type("lasrobot")
        keys.send("Enter")
        page.get_by_role("button", name=re.compile("^In plan")).focus()
        keys.send("Enter")
        page.get_by_label("opleiding kiezen").focus()
        keys("Space")
        keys.send("Control+Enter")
        assert page.title().startswith("Gesprek afronden")
        keys.send("Control+Enter")
        context.close()
    db.session.rollback()
    [talk] = consultations.list_consultations(account_id)
    assert talk.notes == "Samira wil lassen leren."
    assert talk.topics == ["course"]
    assert talk.closed_at is not None
    [goal] = plans.get_plan(account_id).goals
    assert [(task.title, task.owner) for task in goal.tasks] == [
        ("Vraag vrije uren", "employer"),
        (f"Volg {edition.title}", "worker"),
    ]
    assert keys.pressed <= 25
