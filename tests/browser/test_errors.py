"""Each main form sent wrong once: the title and the summary say so, the focus is there, and what was typed is kept."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from tests.browser import chromium
from tests.browser.conftest import Site, Visit

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Wrong:
    """A form filled in wrongly. `at` is a path, or the beginning of one of the site's unlinked addresses."""

    role: str
    at: str
    button: str
    typed: dict[str, str] = field(default_factory=dict)
    lands_on: str = ""


FORMS = [
    Wrong("", "/inloggen", "Log in", {"email": "samira@demo.example", "password": "x"}),
    Wrong("", "/aanmelden", "Maak mijn account", {"name": "Nienke", "email": "geen adres"}, "birth_on"),
    Wrong("worker", "/saldo/inleggen", "Maak een betaling", {"bedrag": "1.234"}, "bedrag"),
    Wrong("worker", "/opleidingen/", "Boek deze opleiding", lands_on="weet"),
    Wrong("worker", "/gegevens/toestemming", "Ja, dit mag", lands_on="receiver"),
    Wrong("worker", "/gegevens/wachtwoord", "Verander mijn wachtwoord", lands_on="old_password"),
    Wrong("employer", "/werkgever/storten", "Naar de controle", {"wie": "9999", "bedrag": "12,505"}),
    Wrong("employer", "/werkgever/storten/bestand", "Controleer dit bestand", lands_on="bestand"),
    Wrong(
        "provider", "/aanbieder/opleidingen/nieuw", "Bewaar als concept", {"titel": "Lassen", "uren": "veel"}, "niveau"
    ),
    Wrong("adviser", "/loket/toestemming", "Leg toestemming vast", {"nummer": "LR-000-000"}, "geboren"),
    Wrong("adviser", "/loket", "Zet in de agenda", {"nummer": "LR-000-000", "onderwerp": "Praten"}, "tijd"),
    Wrong("administrator", "/beheer/bankregels", "Lees dit afschrift in", lands_on="bestand"),
    Wrong("administrator", "/beheer/geschillen/", "Leg het besluit vast", lands_on="reden"),
]


def address(site: Site, form: Wrong) -> str:
    if not form.at.endswith("/"):
        return form.at
    return next(path for path in reversed(site.unlinked[form.role]) if path.startswith(form.at))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.role}{form.at}")
def test_a_form_sent_wrong_says_what_to_do_and_keeps_what_was_typed(site: Site, visit: Visit, form: Wrong) -> None:
    page = visit(form.role, viewport={"width": 390, "height": 900}).new_page()
    page.goto(address(site, form))
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    for name, text in form.typed.items():
        page.fill(f"main [name='{name}']", text)
    page.locator("main").get_by_role("button", name=form.button, exact=True).click()
    page.wait_for_function("document.title.startsWith('Fout: ')")
    assert page.evaluate("document.activeElement.id") == "fouten"
    for name, text in form.typed.items():
        assert page.input_value(f"main [name='{name}']") == ("" if name == "password" else text)
    assert chromium.violations(page) == []
    assert chromium.overflow(page) == 0
    if form.lands_on:
        check_field(page, form.lands_on)


def check_field(page: Page, name: str) -> None:
    """The link in the summary lands on the field, which is marked and says the same."""
    link = page.locator(f"#fouten a[href='#{name}']")
    words = link.inner_text()
    link.click()
    at = page.evaluate(
        "() => { const e = document.activeElement;"
        " return [e.id || e.name, e.getAttribute('aria-invalid'),"
        " (e.getAttribute('aria-describedby') || e.closest('fieldset')?.getAttribute('aria-describedby') || '')"
        "   .split(' ').map(id => document.getElementById(id)?.textContent).join(' ')] }"
    )
    assert at[0].startswith(name)
    assert at[1] == "true"
    assert words in at[2]
