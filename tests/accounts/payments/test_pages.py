"""The administrator reads a statement and works through the list."""

import io
import uuid

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.payments import service
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.payments.make import Entry, statement
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
URL = "/beheer/bankregels"


@pytest.fixture
def payment() -> service.Payment:
    return service.top_up_own(persons.person().person_id, 5_000)


@pytest.fixture
def clerk(session: None, client: Client) -> people.Person:
    person = persons.person("administrator")
    persons.sign_in(client, person)
    return person


def load(client: Client, content: bytes, status: int = 303) -> str:
    answer = client.post(URL, data={"bestand": (io.BytesIO(content), "nov.xml"), "key": str(uuid.uuid4())})
    if status == 303:
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return reading.text(reading.page(client.get(URL)))
    return reading.text(reading.page(answer, status))


@pytest.mark.usefixtures("clerk")
def test_a_statement_is_read_and_the_rest_is_work(client: Client, payment: service.Payment) -> None:
    other = service.top_up_own(payment.account_id, 7_000)
    words = load(client, statement(Entry(5_000, text=payment.reference), Entry(6_999, text=other.reference)))
    assert "Ingelezen: 1 verwerkt, 1 voor de werklijst, 0 niet voor ons." in words
    assert "Er kwam minder dan verwacht" in words
    assert "nov.xml" in words


@pytest.mark.usefixtures("clerk")
def test_a_file_that_is_no_statement_is_refused(client: Client) -> None:
    assert "het is geen XML" in load(client, b"hallo", 400)
    assert "Kies een bankafschrift." in load(client, b"", 400)


@pytest.mark.usefixtures("clerk")
def test_the_same_statement_again_is_refused(client: Client, payment: service.Payment) -> None:
    content = statement(Entry(5_000, text=payment.reference))
    load(client, content)
    assert "al ingelezen op" in load(client, content, 409)


@pytest.mark.usefixtures("clerk")
def test_a_suggestion_is_assigned(client: Client, payment: service.Payment) -> None:
    load(client, statement(Entry(5_000, text="dank u")))
    line = service.list_lines("unmatched")[0]
    page = reading.page(client.get(URL))
    choice = page.find(".//input[@name='betaling']")
    assert choice is not None
    form = {"betaling": choice.get("value"), "key": "k-1"}
    assert client.post(f"{URL}/{line.line_id}/toewijzen", data=form).status_code == 303
    words = reading.text(reading.page(client.get(URL)))
    assert "Deze bankregel is verwerkt." in words
    assert "Niets te doen." in words


def test_another_amount_needs_two_people(client: Client, payment: service.Payment) -> None:
    ann, bob = persons.person("administrator"), persons.person("administrator")
    persons.sign_in(client, ann)
    load(client, statement(Entry(4_000, text="dank u")))
    line_id = service.list_lines("unmatched")[0].line_id
    url = f"{URL}/{line_id}/toewijzen"
    refused = reading.page(client.post(url, data={"kenmerk": "LL bestaat niet", "key": "k-1"}), 400)
    assert refused.find(".//input[@id='kenmerk'][@aria-invalid='true']") is not None
    assert client.post(url, data={"kenmerk": service.written(payment.reference), "key": "k-2"}).status_code == 303
    words = reading.text(reading.page(client.get(URL)))
    assert "Een tweede persoon keurt dit goed" in words
    form = {"betaling": str(payment.payment_id), "key": "k-3"}
    again = client.post(url, data=form)
    assert "Een tweede persoon moet dit goedkeuren." in reading.text(reading.page(again, 409))
    persons.sign_in(client, bob)
    assert "Keur dit goed" in reading.text(reading.page(client.get(URL)))
    assert client.post(url, data=form).status_code == 303
    db.session.expire_all()
    assert service.get_payment(payment.payment_id).received_cents == 4_000


@pytest.mark.usefixtures("clerk")
def test_a_long_list_has_pages(client: Client) -> None:
    load(client, statement(*[Entry(n * 100, text="dank u") for n in range(1, 26)]))
    page = reading.page(client.get(URL))
    assert "Werklijst (25)" in reading.text(page).replace("( ", "(").replace(" )", ")")
    older = next(a.get("href") for a in page.findall(".//a") if "?na=" in (a.get("href") or ""))
    assert "€ 25,00" in reading.text(reading.page(client.get(older or "")))


@pytest.mark.usefixtures("clerk")
def test_an_unknown_line_does_not_exist(client: Client, payment: service.Payment) -> None:
    form = {"betaling": str(payment.payment_id), "key": "k"}
    assert client.post(f"{URL}/{uuid.uuid4()}/toewijzen", data=form).status_code == 404
