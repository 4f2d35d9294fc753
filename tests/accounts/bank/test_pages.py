"""The administrator reads a statement and works through the list."""

import io
import uuid

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.bank import service
from leerloket.accounts.payments import service as payments
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.bank.make import Entry, statement
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient
URL = "/beheer/bankregels"


@pytest.fixture
def payment() -> payments.Payment:
    return payments.top_up_own(persons.person().person_id, 5_000)


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
def test_a_statement_is_read_and_the_rest_is_work(client: Client, payment: payments.Payment) -> None:
    other = payments.top_up_own(payment.account_id, 7_000)
    words = load(client, statement(Entry(5_000, text=payment.reference), Entry(14_001, text=other.reference)))
    assert "Ingelezen: 1 verwerkt, 1 voor de werklijst, 0 niet voor ons." in words
    assert "Er kwam meer dan twee keer zoveel als verwacht" in words
    assert "nov.xml" in words


@pytest.mark.usefixtures("clerk")
def test_a_file_that_is_no_statement_is_refused(client: Client) -> None:
    assert "het is geen XML" in load(client, b"hallo", 400)
    assert "Kies een bankafschrift." in load(client, b"", 400)


@pytest.mark.usefixtures("clerk")
def test_the_same_statement_again_is_refused(client: Client, payment: payments.Payment) -> None:
    content = statement(Entry(5_000, text=payment.reference))
    load(client, content)
    assert "al ingelezen op" in load(client, content, 409)


@pytest.mark.usefixtures("clerk")
def test_a_suggestion_is_assigned(client: Client, payment: payments.Payment) -> None:
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


def test_another_amount_needs_two_people(client: Client, payment: payments.Payment) -> None:
    ann, bob = persons.person("administrator"), persons.person("administrator")
    persons.sign_in(client, ann)
    load(client, statement(Entry(4_000, text="dank u")))
    line_id = service.list_lines("unmatched")[0].line_id
    url = f"{URL}/{line_id}/toewijzen"
    refused = reading.page(client.post(url, data={"kenmerk": "LL bestaat niet", "key": "k-1"}), 400)
    assert refused.find(".//input[@id='kenmerk'][@aria-invalid='true']") is not None
    form = {"kenmerk": payments.written(payment.reference), "key": "k-2"}
    assert "Schrijf op waarom." in reading.text(reading.page(client.post(url, data=form), 400))
    form |= {"reden": "Gebeld met de afzender", "key": "k-2b"}
    assert client.post(url, data=form).status_code == 303
    words = reading.text(reading.page(client.get(URL)))
    assert "Een tweede persoon keurt dit goed" in words
    form = {"betaling": str(payment.payment_id), "key": "k-3"}
    again = client.post(url, data=form)
    assert "Een tweede persoon moet dit goedkeuren." in reading.text(reading.page(again, 409))
    persons.sign_in(client, bob)
    assert "Keur dit goed" in reading.text(reading.page(client.get(URL)))
    assert client.post(url, data=form).status_code == 303
    db.session.expire_all()
    assert payments.get_payment(payment.payment_id).received_cents == 4_000


@pytest.mark.usefixtures("clerk")
def test_a_long_list_has_pages(client: Client) -> None:
    load(client, statement(*[Entry(n * 100, text="dank u") for n in range(1, 26)]))
    page = reading.page(client.get(URL))
    assert "Werklijst (25)" in reading.text(page).replace("( ", "(").replace(" )", ")")
    older = next(a.get("href") for a in page.findall(".//a") if "?na=" in (a.get("href") or ""))
    assert "€ 25,00" in reading.text(reading.page(client.get(older or "")))


@pytest.mark.usefixtures("clerk")
def test_an_unknown_line_does_not_exist(client: Client, payment: payments.Payment) -> None:
    form = {"betaling": str(payment.payment_id), "key": "k"}
    assert client.post(f"{URL}/{uuid.uuid4()}/toewijzen", data=form).status_code == 404


def test_a_line_is_divided_sent_back_and_put_in_a_file(client: Client, payment: payments.Payment) -> None:
    ann, bob = persons.person("administrator", name="Ann"), persons.person("administrator", name="Bob")
    persons.sign_in(client, ann)
    load(client, statement(Entry(9_000, text="dank u")))
    url = f"{URL}/{service.list_lines('unmatched')[0].line_id}"
    assert "Stuur de rest terug naar NL91ABNA0417164300" in reading.text(reading.page(client.get(url)))
    form = {"kenmerk1": payment.reference, "bedrag1": "50,00", "reden": "Twee keer betaald", "key": "k-1"}
    refused = reading.page(client.post(f"{url}/verdelen", data=form), 400)
    assert "Op de regel staat € 90,00." in reading.text(refused)
    assert client.post(f"{url}/verdelen", data=form | {"terug": "ja", "key": "k-2"}).status_code == 303
    words = reading.text(reading.page(client.get(url)))
    assert "Reden: Twee keer betaald" in words
    assert "Keur dit goed" not in words
    assert client.post(f"{url}/intrekken", data={"key": "k-3"}).status_code == 303
    assert client.post(f"{url}/verdelen", data=form | {"terug": "ja", "key": "k-4"}).status_code == 303
    persons.sign_in(client, bob)
    assert client.post(f"{url}/goedkeuren", data={"key": "k-5"}).status_code == 303
    assert "Goedgekeurd door Bob." in reading.text(reading.page(client.get(url)))
    words = reading.text(reading.page(client.get(URL)))
    assert "1 betaling wacht om terug te gaan : € 40,00" in words.replace(" :", " :").replace("gaan:", "gaan :")
    assert client.post("/beheer/terugbetalingen", data={"key": "k-6"}).status_code == 303
    page = reading.page(client.get(URL))
    link = next(a.get("href") or "" for a in page.findall(".//a") if "pain001" in (a.get("href") or ""))
    assert b'<InstdAmt Ccy="EUR">40.00</InstdAmt>' in client.get(link).get_data()
