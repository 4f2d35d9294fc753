"""By keyboard only: booking, and the adviser's workspace. Focus is always visible and never trapped."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, Visit

pytestmark = pytest.mark.browser

MOST_STOPS = 120
AT = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  return {
    name: (e.ariaLabel || e.innerText || e.labels?.[0]?.innerText || e.id).trim(),
    tag: e.tagName, id: e.id,
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && (e.contains(middle) || (middle?.contains(e) ?? false)
      || (e.labels?.[0]?.contains(middle) ?? false)),
  };
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until this link, button or field has the focus; every stop on the way must be visible."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(AT)
        if at["tag"] == "BODY":
            continue
        assert at["ring"], f"no focus ring on {at}"
        assert at["seen"], f"focus hidden on {at}"
        if at["name"] == name or at["id"] == name:
            return
    raise AssertionError(f"{name} was not reached")


def test_tab_walks_through_the_page_and_out_again(visit: Visit) -> None:
    page = visit("worker").new_page()
    page.goto("/saldo")
    tab_to(page, "Ga naar de inhoud")
    first = page.evaluate(AT)
    tab_to(page, "Meld wat niet klopt")
    page.keyboard.press("Tab")
    assert page.evaluate(AT)["tag"] in {"BODY", "HTML"} or page.evaluate(AT) == first


def test_the_skip_link_leads_past_the_menu(visit: Visit) -> None:
    page = visit("worker").new_page()
    page.goto("/saldo")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "Zoek een opleiding")


def test_a_worker_books_by_keyboard(visit: Visit) -> None:
    page = visit("worker", viewport={"width": 1280, "height": 800}).new_page()
    page.goto("/opleidingen?q=excel")
    page.goto(page.locator(".ll-card a").first.get_attribute("href") or "")
    tab_to(page, "Boek deze opleiding")
    page.keyboard.press("Enter")
    page.wait_for_url("**/boeken/datum*")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "radio":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "Naar de potjes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/boeken/potjes*")
    tab_to(page, "Naar de controle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/boeken/controle*")
    tab_to(page, "weet")
    page.keyboard.press("Space")
    tab_to(page, "Boek deze opleiding")
    page.keyboard.press("Enter")
    page.wait_for_url("**/klaar")
    assert page.locator("h1").inner_text() == "Uw boeking is gelukt"


def test_the_workspace_fits_one_screen_and_every_stop_shows_under_the_client_bar(site: Site, visit: Visit) -> None:
    page = visit("adviser", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(site.unlinked["adviser"][0].removesuffix("/afronden"))
    assert page.evaluate("document.querySelector('#zoek').getBoundingClientRect().bottom <= innerHeight")
    tab_to(page, "Contact")


def test_an_adviser_records_a_task_in_six_key_strokes_besides_the_text(site: Site, visit: Visit) -> None:
    page = visit("adviser", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(site.unlinked["adviser"][0].removesuffix("/afronden"))
    page.keyboard.press("a")
    assert page.evaluate(AT)["id"] == "taak"
    page.keyboard.type("Bel de school @werkgever +2w")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.get_by_text("Bel de school", exact=False).first.wait_for()
    assert "@werkgever" not in page.locator("main").inner_text().replace("Typ ook @werkgever", "")


def test_single_keys_work_outside_text_fields_only(site: Site, visit: Visit) -> None:
    page = visit("adviser", viewport={"width": 1366, "height": 768}).new_page()
    page.goto(site.unlinked["adviser"][0].removesuffix("/afronden"))
    page.keyboard.press("n")
    assert page.evaluate(AT)["id"] == "notitie"
    page.keyboard.press("Control+End")
    page.keyboard.type(" avond")
    assert page.evaluate(AT)["id"] == "notitie"
    assert page.input_value("#notitie").endswith(" avond")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    assert page.evaluate(AT)["id"] == "zoek"
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    assert page.locator("[data-blank]").get_attribute("aria-pressed") == "true"
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/afronden")


def test_workers_have_no_single_keys(visit: Visit) -> None:
    page = visit("worker").new_page()
    page.goto("/saldo")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0
