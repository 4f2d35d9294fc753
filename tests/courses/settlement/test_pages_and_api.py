"""Payouts on screen and as JSON, once per status."""

import io
import uuid
from collections.abc import Iterator
from datetime import timedelta

import flask.testing
import lxml.etree
import pdfplumber
import pytest
import time_machine

from leerloket import clock
from leerloket.courses.bookings import service as bookings
from leerloket.courses.settlement import service
from leerloket.people import service as people_service
from tests.courses.bookings import make
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import text_of
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


@pytest.fixture
def line(session: None) -> make.Line:
    """A booking that was followed, agreed and captured."""
    made = make.line()
    with time_machine.travel(made.edition.ends_at + timedelta(hours=1)):
        bookings.declare_attendance(made.school.provider_id, made.booking.booking_id, 50, actor_id=made.school.staff_id)
        bookings.answer_attendance(made.person_id, made.booking.booking_id, agree=True, actor_id=made.person_id)
    return made


@pytest.fixture
def clerks(session: None) -> tuple[uuid.UUID, uuid.UUID]:
    return people.person("administrator").person_id, people.person("administrator").person_id


@pytest.fixture(autouse=True)
def later(line: make.Line) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(days=90)):
        yield


def sign_in(client: Client, person_id: uuid.UUID) -> Client:
    return people.sign_in(client, people_service.get_person(person_id))


def test_two_administrators_pay_out(client: Client, line: make.Line, clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    sign_in(client, clerks[0])
    assert "Samen € 300,00" in text_of(client.get("/beheer/uitbetalingen"))
    url = client.post("/beheer/uitbetalingen", data={"key": "a"}).location
    assert "Iemand anders keurt hem goed." in text_of(client.get(url))
    assert client.post(f"{url}/goedkeuren", data={"key": "b"}).status_code == 409
    assert client.get(f"{url}/pain001.xml").status_code == 409
    sign_in(client, clerks[1])
    assert client.post(f"{url}/goedkeuren", data={"key": "c"}).status_code == 303
    assert "Goedgekeurd" in text_of(client.get(url))
    file = client.get(f"{url}/pain001.xml")
    assert file.mimetype == "application/xml"
    assert lxml.etree.fromstring(file.get_data()).tag.endswith("pain.001.001.09}Document")
    assert client.post(f"{url}/bij-de-bank").status_code == 303
    assert "Bij de bank" in text_of(client.get(url))
    sign_in(client, line.school.staff_id)
    assert "Dit krijgt u nog € 0,00" in text_of(client.get("/aanbieder/uitbetalingen"))
    page = text_of(client.get(url.replace("/beheer/", "/aanbieder/")))
    assert line.booking.reference in page
    assert "50 procent aanwezig" in page


def test_a_draft_is_taken_back(client: Client, line: make.Line, clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    sign_in(client, clerks[0])
    url = client.post("/beheer/uitbetalingen", data={"key": "a"}).location
    assert client.post(f"{url}/intrekken").status_code == 303
    assert "Ingetrokken" in text_of(client.get(url))
    assert service.count_waiting_cents(line.school.provider_id) == 30_000


def test_all_payouts_are_stopped_and_go_on(client: Client, clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    sign_in(client, clerks[0])
    assert client.post("/beheer/uitbetalingen/stilzetten").status_code == 400
    assert client.post("/beheer/uitbetalingen/stilzetten", data={"reden": "Signaal"}).status_code == 303
    assert "Alle uitbetalingen staan stil" in text_of(client.get("/beheer/uitbetalingen"))
    url = client.post("/beheer/uitbetalingen", data={"key": "a"}).location
    sign_in(client, clerks[1])
    stopped = client.post(f"{url}/goedkeuren", data={"key": "b"})
    assert stopped.status_code == 409
    assert "Reden: Signaal" in text_of(stopped)
    assert client.post("/beheer/uitbetalingen/doorgaan", data={"reden": "Loos alarm"}).status_code == 303
    assert client.post(f"{url}/goedkeuren", data={"key": "c"}).status_code == 303


def test_a_controller_looks_and_does_nothing(client: Client) -> None:
    people.sign_in(client, people.person("controller"))
    page = client.get("/beheer/uitbetalingen")
    assert page.status_code == 200
    assert "<form" not in page.get_data(as_text=True).split("<main", 1)[1].split("</main>", 1)[0]
    assert client.post("/beheer/uitbetalingen", data={"key": "a"}).status_code == 403


def test_a_provider_takes_the_payout_along_on_paper_and_in_a_spreadsheet(
    client: Client, line: make.Line, clerks: tuple[uuid.UUID, uuid.UUID]
) -> None:
    batch = service.create_batch(created_by=clerks[0])
    service.approve_batch(batch.batch_id, approved_by=clerks[1], payer_iban="NL02ABNA0123456789")
    sign_in(client, line.school.staff_id)
    page = f"/aanbieder/uitbetalingen/{batch.batch_id}"
    assert "specificatie.pdf" in client.get(page).get_data(as_text=True)
    with pdfplumber.open(io.BytesIO(client.get(f"{page}/specificatie.pdf").data)) as pdf:
        text = pdf.pages[0].extract_text()
    assert line.booking.reference in text
    assert "€ 300,00" in text.replace("\xa0", " ")
    headings, row = client.get(f"{page}/specificatie.csv").get_data(as_text=True).split("\r\n")[:2]
    assert headings.endswith("Prijs;U krijgt")
    assert row.startswith(line.booking.reference)
    assert row.endswith("50;600,00;300,00")


def test_a_provider_sees_no_other_payouts(client: Client, clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    batch = service.create_batch(created_by=clerks[0])
    service.approve_batch(batch.batch_id, approved_by=clerks[1], payer_iban="NL02ABNA0123456789")
    sign_in(client, make.school().staff_id)
    assert "U bent nog niet uitbetaald." in text_of(client.get("/aanbieder/uitbetalingen"))
    for address in ("", "/specificatie.pdf", "/specificatie.csv"):
        assert client.get(f"/aanbieder/uitbetalingen/{batch.batch_id}{address}").status_code == 404
    assert client.get(f"/beheer/uitbetalingen/{batch.batch_id}").status_code == 403


def test_the_same_as_json(client: Client, line: make.Line, clerks: tuple[uuid.UUID, uuid.UUID]) -> None:
    first, second = Caller(client, clerks[0]), Caller(client, clerks[1])
    status, batch, response = first.post("/payout-batches", key="k")
    assert (status, batch["state"], batch["totalCents"]) == (201, "draft", 30_000)
    assert response.headers["Location"] == f"/api/v1/payout-batches/{batch['id']}"
    assert first.post("/payout-batches")[1]["code"] == "nothing-owed"
    path = f"/payout-batches/{batch['id']}"
    assert first.get(path)[1] == batch
    assert first.post(f"{path}/approve")[1]["code"] == "own-batch"
    assert first.get(f"{path}/pain001.xml")[0] == 409
    assert second.post(f"{path}/approve")[1]["state"] == "approved"
    assert second.post(f"{path}/discard")[1]["code"] == "batch-moved"
    assert second.get(f"{path}/pain001.xml")[2].mimetype == "application/xml"
    assert [item["id"] for item in first.get("/payout-batches")[1]["items"]] == [batch["id"]]
    provider = Caller(client, line.school.staff_id)
    status, payouts, _ = provider.get("/provider/payouts")
    assert (status, payouts["waitingCents"], payouts["next"]) == (200, 0, None)
    assert [(item["number"], item["amountCents"]) for item in payouts["items"]] == [(batch["number"], 30_000)]
    assert provider.get(path)[0] == 403
    assert first.get(f"/payout-batches/{uuid.uuid4()}")[0] == 404
