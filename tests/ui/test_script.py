"""The style guide and the one script in a real browser: axe, reflow, and what the script adds."""

import shutil
import threading
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import flask
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright
from werkzeug.serving import make_server

from leerloket import app as application
from tests.ui import site

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
"""WCAG 1.4.12."""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
  .filter(e => e.checkVisibility() && !e.closest('p:not(.ll-actions)') && !e.matches('.utrecht-skip-link'))
  .filter(e => { const box = e.getBoundingClientRect(); return box.width < 24 || box.height < 24 })
  .map(e => e.outerHTML)"""

DESK = """{% extends "layout.html" %}{% import "ui/all.html" as ui %}{% block title %}Gesprek{% endblock %}
{% block main %}<h1>Gesprek</h1>
{% call ui.post_form("/x", autosave="/autosave") %}
{{ ui.textarea(form, "notitie", "Notitie", attrs={"data-key": "n"}) }}{{ ui.autosave_status() }}
{% endcall %}
{{ ui.link_button("Bekijk PDF", "#pdf", key="p") }} {{ ui.copy_button("NL00", "rekeningnummer") }}
<button type="button" data-blank data-key="v" hidden>Verberg</button><p class="ll-private">alleen voor ons</p>
{% endblock %}"""
UPLOAD = """{% extends "layout.html" %}{% import "ui/all.html" as ui %}{% block title %}Storten{% endblock %}
{% block main %}<h1>Storten</h1>{{ ui.progress(0, 10, "0 van 10", poll="/progress") }}{% endblock %}"""
REFUSED = """{% extends "layout.html" %}{% import "ui/all.html" as ui %}{% block title %}Inleggen{% endblock %}
{% block main %}<h1>Inleggen</h1>{{ ui.money_input(form, "bedrag", "Bedrag") }}{% endblock %}"""


def serve(app: flask.Flask) -> str:
    """Add the pages of these tests to a web server of its own; the request goes past the database."""
    pages = flask.Flask("pages", root_path=app.root_path)

    @pages.get("/<name>")
    def show(name: str) -> str:
        role = flask.request.args.get("role", "worker")
        sources = {"desk": DESK, "upload": UPLOAD, "refused": REFUSED}
        form = {"form": site.refused(bedrag="Vul een bedrag in.")} if name == "refused" else {}
        with app.test_request_context("/beheer/stijlgids"):
            flask.g._login_user = site.Person(role)
            if name == "styleguide":
                return flask.render_template("styleguide.html")
            return flask.render_template_string(sources[name], **form)

    @pages.after_request
    def protect(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = application.CONTENT_SECURITY_POLICY
        return response

    static = app.wsgi_app

    def both(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return (static if environ["PATH_INFO"].startswith("/static/") else pages.wsgi_app)(environ, start)

    server = make_server("127.0.0.1", 0, both, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def address(app: flask.Flask) -> str:
    return serve(app)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: make browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose console stays empty: no script error, nothing the policy refused."""
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [c for c in complaints if "503" not in c] == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["styleguide", "desk?role=adviser", "upload", "refused"])
def test_axe_finds_nothing(page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.route("**/progress", lambda route: route.fulfill(json={"done": 0, "total": 10, "text": "0 van 10"}))
    page.goto(f"/{name}")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [node["target"] for node in v["nodes"]]) for v in found] == []


def test_the_style_guide_fits_a_narrow_screen_and_wide_spacing(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    page.goto("/styleguide")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(SMALL_TARGETS) == []
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_after_a_refusal_the_focus_is_on_the_summary_and_its_link_lands_in_the_field(page: Page) -> None:
    page.goto("/refused")
    assert page.title() == "Fout: Inleggen – Leerloket"
    assert page.evaluate("document.activeElement.id") == "fouten"
    page.click("#fouten a")
    assert page.evaluate("document.activeElement.id") == "bedrag"


def test_notes_save_themselves_and_try_again(page: Page) -> None:
    answers = iter([200, 503, 200])
    sent: list[tuple[str, bool]] = []

    def answer(route: Route) -> None:
        sent.append((route.request.post_data or "", bool(route.request.headers.get("x-csrftoken"))))
        route.fulfill(status=next(answers), json={})

    page.route("**/autosave", answer)
    page.clock.install()
    page.goto("/desk?role=adviser")
    status = page.locator("[data-autosave-status]")
    page.keyboard.press("n")
    page.keyboard.type("npv")
    assert page.input_value("#notitie") == "npv"
    page.clock.run_for(2100)
    status.get_by_text("Opgeslagen om").wait_for()
    page.keyboard.type("!")
    page.clock.run_for(2100)
    status.get_by_text("Nog niet opgeslagen").wait_for()
    page.clock.run_for(8100)
    status.get_by_text("Opgeslagen om").wait_for()
    assert all("npv" in body and token for body, token in sent)


def test_single_keys_work_for_advisers_until_they_switch_them_off(page: Page) -> None:
    page.goto("/desk?role=adviser")
    page.keyboard.press("v")
    assert not page.is_visible(".ll-private")
    page.keyboard.press("?")
    assert "Bekijk PDF" in page.inner_text("dialog")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    assert page.url.endswith("#pdf")
    page.goto("/desk?role=adviser")
    page.keyboard.press("?")
    page.uncheck("[data-keys-on]")
    page.click("dialog button")
    page.keyboard.press("p")
    assert not page.url.endswith("#pdf")


def test_single_keys_do_nothing_for_others(page: Page) -> None:
    page.goto("/desk?role=worker")
    page.keyboard.press("p")
    assert not page.url.endswith("#pdf")


def test_progress_moves_and_the_page_comes_back_when_done(page: Page) -> None:
    steps = iter([4, 10])
    page.route(
        "**/progress",
        lambda route: route.fulfill(json={"done": (d := next(steps, 0)), "total": 10, "text": f"{d} van 10"}),
    )
    page.clock.install()
    page.goto("/upload")
    page.clock.run_for(900)
    page.get_by_role("status").get_by_text("4 van 10").wait_for()
    with page.expect_navigation():
        page.clock.run_for(1600)
        page.get_by_role("status").get_by_text("10 van 10").wait_for()
        page.clock.run_for(900)


def test_copying_tells_that_it_did(page: Page) -> None:
    page.goto("/desk?role=adviser")
    page.click("[data-copy]")
    page.get_by_text("Gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "NL00"
