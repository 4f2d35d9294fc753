"""The main flows with JavaScript off: every page works without it."""

import pytest
import time_machine
from playwright.sync_api import Page

from leerloket import db
from leerloket.courses.bookings import service as bookings
from leerloket.seed import personas
from tests.browser import scene
from tests.browser.conftest import Site, Visit

pytestmark = pytest.mark.browser


def plain(visit: Visit, role: str) -> Page:
    return visit(role, java_script_enabled=False).new_page()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def book(site: Site, page: Page) -> str:
    """Book in three steps; answers the reference."""
    page.goto(next(path for path in site.unlinked["worker"] if path.endswith("/boeken")).removesuffix("/boeken"))
    page.get_by_role("link", name="Boek deze opleiding").click()
    page.locator("main input[type=radio]:enabled").first.check()
    press(page, "Naar de potjes")
    press(page, "Naar de controle")
    assert page.locator("h1").inner_text() == "Controleer uw boeking"
    page.get_by_label("Ik weet tot wanneer ik gratis kan annuleren.").check()
    press(page, "Boek deze opleiding")
    assert page.locator("h1").inner_text() == "Uw boeking is gelukt"
    return page.locator(".ll-reference").inner_text()


def test_a_worker_books_in_three_steps_and_cancels(site: Site, visit: Visit) -> None:
    page = plain(visit, "worker")
    page.goto("/saldo")
    before = page.locator(".ll-total").inner_text()
    reference = book(site, page)
    page.get_by_role("link", name="Bekijk uw boeking").click()
    page.locator("main").get_by_role("link", name="Annuleren").click()
    press(page, "Annuleer deze boeking")
    page.goto("/boekingen")
    card = page.locator(".ll-card", has=page.locator(f"a[href='/boekingen/{reference}']"))
    assert "Geannuleerd" in card.inner_text()
    page.goto("/saldo")
    assert page.locator(".ll-total").inner_text() == before


def test_an_employer_uploads_a_file_and_confirms_what_is_right(visit: Visit) -> None:
    page = plain(visit, "employer")
    page.goto("/werkgever/storten/bestand")
    rows = b"personeelsnummer;bedrag\r\n0001;250,00\r\n0002;1.250,50\r\n0003;12,505\r\n"
    page.set_input_files("#bestand", {"name": "december.csv", "mimeType": "text/csv", "buffer": rows})
    press(page, "Controleer dit bestand")
    assert page.locator("h1").inner_text() == "Controleer uw storting"
    assert "Bewaar rij 4" in page.locator("main").inner_text()
    press(page, "Stort 2 rijen: €\u00a01.500,50")
    assert page.locator("h1").inner_text() == "Uw storting is bevestigd"


def test_a_provider_accepts_records_attendance_and_the_worker_agrees(site: Site, visit: Visit) -> None:
    worker = plain(visit, "worker")
    reference = book(site, worker)
    provider = plain(visit, "provider")
    provider.goto("/aanbieder/aanvragen")
    card = provider.locator(".ll-card", has_text=reference)
    card.get_by_role("button").click()
    provider.goto("/aanbieder/aanvragen")
    assert reference not in provider.locator("main").inner_text()

    samira = scene.id_of(personas.SAMIRA)
    booking = bookings.get_by_reference(samira, reference)
    db.session.remove()
    with time_machine.travel(booking.ends_at, tick=True):
        provider = plain(visit, "provider")
        provider.goto(f"/aanbieder/uitvoeringen/{booking.edition_id}/aanwezigheid")
        provider.fill(f"[name='pct.{booking.booking_id}']", "100")
        press(provider, "Geef de aanwezigheid door")
        worker = plain(visit, "worker")
        worker.goto(f"/boekingen/{reference}")
        worker.get_by_label("Ja, dit klopt").check()
        press(worker, "Stuur uw antwoord")
        assert "Dank u." in worker.locator("main").inner_text()


def test_an_adviser_saves_a_note_and_finds_the_pdf(site: Site, visit: Visit) -> None:
    page = plain(visit, "adviser")
    page.goto(site.unlinked["adviser"][0].removesuffix("/afronden"))
    page.fill("#notitie", "Samira kiest voor robotlassen.")
    page.get_by_label("opleiding kiezen").check()
    press(page, "Bewaar")
    assert page.input_value("#notitie") == "Samira kiest voor robotlassen."
    pdf = page.request.get(page.get_by_role("link", name="Bekijk PDF").get_attribute("href") or "")
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
