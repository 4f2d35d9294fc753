"""The pages of schemes, through HTTP: for everybody, for a worker, and at the desk."""

import flask.testing
import pytest

from leerloket.advice.plans import service as plans
from leerloket.advice.schemes import service
from leerloket.courses.catalogue import service as catalogue
from tests.accounts.ledger import make as money
from tests.advice import make
from tests.advice.test_pages import go, page
from tests.courses.bookings import make as courses
from tests.people import make as people

Client = flask.testing.FlaskClient

OOM = "/regelingen?voor=worker&waarvoor=course&sector=metalworking&prijs=1.200,00"


@pytest.fixture(autouse=True)
def shipped(session: None) -> None:
    service.import_schemes()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_everybody_sees_all_schemes_before_they_ask(client: Client) -> None:
    shown = page(client, "/regelingen")
    for scheme in service.list_schemes():
        assert f"/regelingen/{scheme.slug}" in shown
    assert "uitkomst" not in shown.replace("#uitkomst", "")


def test_four_answers_give_amounts_reasons_and_closed_schemes(client: Client) -> None:
    shown = plain(page(client, OOM))
    assert "€ 600,00" in shown
    assert "Zelf betaalt u nog € 600,00." in shown
    assert "metaalbewerking" in shown
    assert "Nu dicht" in shown
    assert "Als het open was: € 1.000,00." in shown
    assert "Dit is alleen voor: installatietechniek." in shown
    assert "Log in en krijg een mail als dit opengaat" in shown


def test_the_same_in_english(client: Client) -> None:
    client.get("/taal?naar=en")
    assert "The fund of your trade" in page(client, OOM)


def test_a_wrong_answer_is_said_at_its_field(client: Client) -> None:
    shown = page(client, "/regelingen?voor=worker&waarvoor=course&prijs=veel&sector=maan", 400)
    assert "Vul een bedrag in cijfers in" in shown
    assert 'aria-invalid="true"' in shown


def test_every_scheme_has_a_page(client: Client) -> None:
    for scheme in service.list_schemes():
        assert scheme.source_name in page(client, f"/regelingen/{scheme.slug}")
    page(client, "/regelingen/bestaat-niet", 404)


def test_a_worker_is_asked_nothing_that_is_known_and_pays_the_rest_from_pots(client: Client) -> None:
    worker = people.employee(people.employer(size="small"))
    money.right(worker.person_id, 20_000)
    people.sign_in(client, worker)
    assert "Het fonds van uw branche" in page(client, "/regelingen")
    assert "Uit leerrecht: € 200,00." in plain(page(client, OOM))


def test_a_course_brings_its_level_and_price(client: Client) -> None:
    edition = courses.edition(price_cents=80_000)
    slug = catalogue.get_module(edition.module_id).slug
    shown = plain(page(client, f"/regelingen?opleiding={slug}"))
    assert "€ 800,00" in shown


def test_a_worker_asks_for_a_mail_and_calls_it_off(client: Client) -> None:
    worker = people.person()
    people.sign_in(client, worker)
    go(client, "/regelingen/stap/mail", mail="ja")
    assert service.list_watched(worker.person_id) == {"stap"}
    assert "Mail mij toch niet" in page(client, "/regelingen/stap")
    go(client, "/regelingen/stap/mail", mail="nee")
    assert service.list_watched(worker.person_id) == set()
    assert client.post("/regelingen/slim/mail", data={"mail": "ja"}).status_code == 409


def test_the_adviser_finds_schemes_for_a_client_and_puts_one_in_the_plan(client: Client) -> None:
    pair = make.pair()
    people.sign_in(client, pair.adviser)
    here = f"/loket/clienten/{pair.client.person_id}/regelingen"
    assert here in page(client, f"/loket/clienten/{pair.client.person_id}")
    assert "Zet in het plan" in page(client, f"{here}?voor=worker&waarvoor=course&sector=metalworking&prijs=1200")
    go(client, f"{here}/oom/plan")
    [goal] = plans.get_plan(pair.client.person_id).goals
    assert len(goal.tasks) == 2


def test_without_consent_a_client_does_not_exist(client: Client) -> None:
    pair = make.pair()
    make.withdraw_all(pair.client.person_id)
    people.sign_in(client, pair.adviser)
    here = f"/loket/clienten/{pair.client.person_id}/regelingen"
    page(client, here, 404)
    assert client.post(f"{here}/oom/plan").status_code == 404
