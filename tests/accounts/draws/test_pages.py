"""Draws on screen: two administrators make one, a worker enters and takes the money, everybody sees the result."""

import json
import uuid
from datetime import timedelta

import flask.testing
import pytest

from leerloket import clock, db
from leerloket.accounts.draws import published, service
from leerloket.people import vault
from tests.accounts import reading
from tests.accounts.draws import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


def form(**given: str) -> dict[str, str]:
    """The form of a draw that is open today."""
    today = clock.business_date()
    return {
        "naam": "Omscholing naar techniek",
        "geldgever": "Provincie Noord-Brabant",
        "bedrag": "750",
        "budget": "1.600,00",
        "waarvoor": "job",
        "geldig_tot": str(today + timedelta(days=200)),
        "van": str(today - timedelta(days=1)),
        "tot": str(today + timedelta(days=1)),
        "opneemdagen": "14",
        "onder_niveau": "5",
        "voorrang_niveau": "4",
        "voorrang_gewicht": "2",
    } | given


@pytest.fixture
def keys(app: flask.Flask) -> vault.Vault:
    return vault.open_keys(app.config["SETTINGS"])


def test_from_preparation_to_money(client: Client, keys: vault.Vault) -> None:
    anja, bram = persons.person("administrator"), persons.person("administrator")
    samira = persons.person("worker", nlqf_level=3)
    persons.sign_in(client, anja)
    reading.page(client.get("/beheer/lotingen/nieuw"))
    draw_id = reading.last_id(client.post("/beheer/lotingen/nieuw", data=form()))
    url = f"/beheer/lotingen/{draw_id}"
    words = reading.text(reading.page(client.get(url)))
    assert "€ 1.500,00" in words
    assert "Wie voorbereidt, kan niet zelf openen." in words
    refused = reading.page(client.post(f"{url}/openen", data={"key": "k"}), 409)
    assert "Iemand anders moet deze loting openen." in reading.text(refused)
    persons.sign_in(client, bram)
    opening = {"key": reading.key(reading.page(client.get(url)))}
    assert client.post(f"{url}/openen", data=opening).status_code == 303

    draw = service.get_draw(uuid.UUID(draw_id))
    page = f"/lotingen/{draw.slug}"
    persons.sign_in(client, samira)
    words = reading.text(reading.page(client.get(page)))
    assert "Uw opleiding is lager dan niveau 5." in words
    assert "Uw opleiding is lager dan niveau 4. Dan heeft u 2 lootjes." in words
    assert draw.commitment is not None
    assert draw.commitment in words
    reading.page(client.get(f"{page}/meedoen"))
    answer = client.post(f"{page}/meedoen")
    mine = f"/lotingen/mijn/{reading.last_id(answer)}"
    entry = service.get_entry(samira.person_id, draw.draw_id)
    words = reading.text(reading.page(client.get(mine)))
    assert entry.code in words
    assert "leerloket-receipt-1" in words
    assert client.get(f"{page}/meedoen").status_code == 303
    again = reading.page(client.post(f"{page}/meedoen"), 409)
    assert "U doet al mee." in reading.text(again)

    with make.after(draw.closes_at):
        persons.sign_in(client, samira)
        service.work(keys)
        words = reading.text(reading.page(client.get(mine)))
        assert "U krijgt € 750,00" in words
        claim = {"key": reading.key(reading.page(client.get(mine)))}
        assert client.post(f"{mine}/opnemen", data=claim).status_code == 303
        assert "€ 750,00 staat op uw rekening." in reading.text(reading.page(client.get(mine)))
        words = reading.text(reading.page(client.get(page)))
        assert "Ingeloot" in words
        result = reading.data(client.get(f"{page}/uitslag.json"))
        assert all(finding.holds for finding in published.verify(result))
        assert str(samira.person_id) not in json.dumps(result)
        assert client.get(f"{page}/uitslag.csv").get_data(as_text=True).splitlines()[1] == f"1;{entry.code};2"
        assert entry.code in reading.text(reading.page(client.get(f"{page}?code={entry.code.lower()}")))
        assert "staat niet in de loting" in reading.text(reading.page(client.get(f"{page}?code=NIETS")))
        persons.sign_in(client, bram)
        assert "Geld opgenomen" in reading.text(reading.page(client.get(url)))


def test_going_out_and_leaving_the_money(client: Client, keys: vault.Vault) -> None:
    draft = service.prepare(make.plan(grants=1), created_by=make.ANJA)
    draw = service.open_draw(draft.draw_id, opened_by=make.BRAM, keys=keys)
    first, second = persons.person("worker"), persons.person("worker")
    mine = f"/lotingen/mijn/{draw.draw_id}"
    persons.sign_in(client, first)
    client.post(f"/lotingen/{draw.slug}/meedoen")
    assert client.post(f"{mine}/stoppen").status_code == 303
    assert client.get(mine).status_code == 404
    client.post(f"/lotingen/{draw.slug}/meedoen")
    service.enter(second.person_id, draw.draw_id)
    db.session.commit()
    with make.after(draw.closes_at):
        persons.sign_in(client, first)
        service.work(keys)
        for person in (first, second):
            persons.sign_in(client, person)
            if service.get_entry(person.person_id, draw.draw_id).state == "drawn":
                continue
            assert "U bent nummer 1 in de rij." in reading.text(reading.page(client.get(mine)))
            form = {"key": reading.key(reading.page(client.get(mine)))}
            assert client.post(f"{mine}/afzien", data=form).status_code == 303
            assert "U liet het geld aan een ander" in reading.text(reading.page(client.get(mine)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"naam": ""}, "Vul dit in."),
        ({"bedrag": "veel"}, "Vul een bedrag in cijfers in"),
        ({"budget": "10"}, "Het budget moet genoeg zijn"),
        ({"tot": "2020-01-01"}, "Kies een einde na het begin"),
        ({"geldig_tot": "2020-01-01"}, "Het geld moet langer geldig zijn"),
        ({"voorrang_gewicht": "99"}, "Vul 2 tot 10 in."),
    ],
)
def test_a_draw_that_cannot_be_says_why(client: Client, given: dict[str, str], message: str) -> None:
    persons.sign_in(client, persons.person("administrator"))
    answer = client.post("/beheer/lotingen/nieuw", data=form(**given))
    assert message in reading.text(reading.page(answer, 400))
    assert service.list_draws(drafts=True) == []


def test_a_person_who_may_not_enter_reads_why_and_what_is_possible(client: Client, keys: vault.Vault) -> None:
    draft = service.prepare(make.plan(may_enter={"age_until": 30, "nlqf_below": 4}), created_by=make.ANJA)
    draw = service.open_draw(draft.draw_id, opened_by=make.BRAM, keys=keys)
    persons.sign_in(client, persons.person("worker", nlqf_level=6))
    words = reading.text(reading.page(client.post(f"/lotingen/{draw.slug}/meedoen"), 409))
    assert "Deze loting is voor mensen jonger dan 30 jaar." in words
    assert "Deze loting is voor mensen met een opleiding onder niveau 4." in words
    assert "Bekijk andere lotingen." in words


def test_a_draft_is_not_there_for_the_public(client: Client) -> None:
    draft = service.prepare(make.plan(), created_by=make.ANJA)
    db.session.commit()
    for path in (f"/lotingen/{draft.slug}", f"/lotingen/{draft.slug}/uitslag.json", f"/api/v1/draws/{draft.draw_id}"):
        assert client.get(path).status_code == 404
