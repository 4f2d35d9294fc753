"""The books on screen and as JSON: months, days, any reference, signing off, and the proof."""

from datetime import UTC, date, datetime

import flask.testing
import pytest
import time_machine

from leerloket import clock, db
from leerloket.accounts.books.closing import service
from leerloket.accounts.ledger import chain
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.proof import service as proof
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.ledger import make as money
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


@pytest.fixture(autouse=True)
def october(session: None) -> people.Person:
    """Somebody got money on 3 October, all days until yesterday are closed, and the books were proven."""
    person = make.person()
    with time_machine.travel(datetime(2026, 10, 3, 12, tzinfo=UTC), tick=False):
        money.right(person.person_id, 50_000)
    chain.seal()
    with time_machine.travel(datetime(2026, 11, 5, 12, tzinfo=UTC), tick=False):
        service.close_days()
        proof.prove()
    return person


@pytest.fixture
def controller(october: people.Person) -> people.Person:
    return make.person("controller")


def test_a_month_shows_its_days_and_their_sum_of_zero(client: Client, controller: people.Person) -> None:
    words = reading.text(reading.page(make.sign_in(client, controller).get("/beheer/boekhouding?maand=2026-10")))
    assert "Dagen van oktober 2026" in words
    assert "3 okt 2026 1 € 500,00 € 0,00 afgesloten" in words
    assert "Ja. Alle" in words
    assert "Sluit deze maand af" in words


def test_a_month_is_signed_off_once(client: Client, controller: people.Person) -> None:
    make.sign_in(client, controller)
    done = client.post("/beheer/boekhouding/maand", data={"maand": "2026-10"})
    assert (done.status_code, done.location) == (303, "/beheer/boekhouding?maand=2026-10")
    words = reading.text(reading.page(client.get(done.location)))
    assert "Deze maand is afgesloten" in words
    again = client.post("/beheer/boekhouding/maand", data={"maand": "2026-10"})
    assert "Deze maand is al afgesloten." in reading.text(reading.page(again, 409))
    assert client.post("/beheer/boekhouding/maand", data={"maand": "oktober"}).status_code == 400


def test_an_administrator_looks_and_does_not_sign_off(client: Client) -> None:
    make.sign_in(client, make.person("administrator"))
    assert "Sluit deze maand af" not in reading.text(reading.page(client.get("/beheer/boekhouding?maand=2026-10")))
    assert client.post("/beheer/boekhouding/maand", data={"maand": "2026-10"}).status_code == 403


def test_a_day_shows_what_it_did_with_the_money_and_its_lines(client: Client, controller: people.Person) -> None:
    make.sign_in(client, controller)
    words = reading.text(reading.page(client.get("/beheer/boekhouding/dag/2026-10-03")))
    assert "De dag is nog precies zoals hij werd afgesloten." in words
    assert "Potjes van mensen + € 500,00" in words
    assert "Samen € 0,00" in words
    assert "Leerrecht gegeven" in words
    assert "Op deze dag gebeurde er niets." in reading.text(
        reading.page(client.get("/beheer/boekhouding/dag/2026-10-04"))
    )
    for unknown in ("2026-10-02", "2099-01-01", "gisteren"):
        assert client.get(f"/beheer/boekhouding/dag/{unknown}").status_code == 404


def test_days_and_lines_are_taken_home(client: Client, controller: people.Person) -> None:
    make.sign_in(client, controller)
    month = client.get("/beheer/boekhouding.csv?maand=2026-10").get_data(as_text=True).splitlines()
    assert month[0].removeprefix("\ufeff") == "Dag;Boekingen;Verplaatst;Som;Afgesloten;Zegel;Hash"
    assert month[1].startswith("2026-10-03;1;500,00;0,00;")
    day = client.get("/beheer/boekhouding/dag/2026-10-03.csv").get_data(as_text=True).splitlines()
    assert len(day) == 2
    assert ";grant;500,00;" in day[1]


def test_a_reference_is_found_and_leads_to_its_transfer(
    client: Client, controller: people.Person, october: people.Person
) -> None:
    (entry,) = ledger.list_entries(october.person_id)
    make.sign_in(client, controller)
    words = reading.text(reading.page(client.get("/beheer/boekhouding", query_string={"zoek": october.number})))
    assert "Gevonden: 1" in words
    page = reading.text(reading.page(client.get(f"/beheer/boekhouding/regel/{entry.transfer_id}")))
    assert str(october.name) in page
    assert "Stel dit voor" not in page
    nothing = client.get("/beheer/boekhouding", query_string={"zoek": "B-0000-00"})
    assert "staat niets in de boeken" in reading.text(reading.page(nothing))
    assert client.get(f"/beheer/boekhouding/regel/{db.new_id()}").status_code == 404


def test_the_proof_opens_with_the_last_one_and_can_be_asked_for(client: Client, controller: people.Person) -> None:
    make.sign_in(client, controller)
    words = reading.text(reading.page(client.get("/beheer/boekhouding/kloppen")))
    assert "Dit deed het werk van de nacht." in words
    assert "Anders zou er ergens geld ontstaan of verdwijnen." in words
    assert client.post("/beheer/boekhouding/kloppen").status_code == 303
    words = reading.text(reading.page(client.get("/beheer/boekhouding/kloppen")))
    assert f"Gevraagd door {controller.name}" in words


def test_the_same_as_json(client: Client, controller: people.Person, october: people.Person) -> None:
    headers = make.bearer(controller)
    days = reading.data(client.get("/api/v1/books/days?month=2026-10", headers=headers))["items"]
    (busy,) = [day for day in days if day["transferCount"]]
    assert (busy["day"], busy["movedCents"], busy["sumCents"]) == ("2026-10-03", 50_000, 0)
    made = client.post("/api/v1/books/months", json={"month": "2026-10"}, headers=headers)
    assert reading.data(made, 201)["month"] == "2026-10"
    again = client.post("/api/v1/books/months", json={"month": "2026-10"}, headers=headers)
    assert reading.data(again, 409)["code"] == "month-closed-before"
    assert len(reading.data(client.get("/api/v1/books/months", headers=headers))["items"]) == 1
    found = reading.data(client.get(f"/api/v1/books/transfers?q={october.number}", headers=headers))["items"]
    assert [(line["kind"], line["movedCents"]) for line in found] == [("grant", 50_000)]
    last = reading.data(client.get("/api/v1/proofs/last", headers=headers))
    assert last["holds"] is True
    assert last["chainFrom"] == 0
    now = reading.data(client.post("/api/v1/proofs", headers=headers), 201)
    assert (now["askedBy"], now["chainFrom"]) == (str(controller.person_id), 1)
    assert {finding["finished"] for finding in now["findings"]} == {True}
    assert clock.business_date() >= date(2026, 10, 3)
