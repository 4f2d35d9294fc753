"""The pages of a person's balance."""

import uuid
from datetime import date

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.bank import service as bank
from leerloket.accounts.books.corrections import service as corrections
from leerloket.accounts.ledger import chain
from leerloket.accounts.ledger import service as ledger
from leerloket.accounts.payments import service as payments
from leerloket.accounts.statements import rules
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.bank.make import Entry, statement
from tests.accounts.ledger import make as money
from tests.people import make
from tests.printing.pdf import text_of

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient


@pytest.fixture
def samira() -> people.Person:
    person = make.person()
    money.right(person.person_id, 100_000, date(2027, 12, 31))
    money.employer(person.person_id, 50_000, date(2028, 12, 31))
    money.own(person.person_id, 12_000)
    ledger.hold(person.person_id, db.new_id(), 15_000, "job", actor_id=person.person_id, key="k")
    return person


def test_saldo_shows_one_number_the_pots_and_what_ends_when(client: Client, samira: people.Person) -> None:
    words = reading.text(reading.page(make.sign_in(client, samira).get("/saldo")))
    assert "Dit geld kunt u nu gebruiken € 1.470,00" in words
    assert "Daarnaast staat € 150,00 vast" in words
    assert "Geld van Bakker Metaal" in words
    assert "31 december 2027" in words
    assert "We gebruiken het geld dat het eerst verloopt." in words
    assert "Regel hold-the-whole-price" in words


def test_an_empty_account_says_when_money_comes(client: Client) -> None:
    words = reading.text(reading.page(make.sign_in(client, make.person()).get("/saldo")))
    assert "Er staat nog geen geld op uw rekening." in words


def test_every_line_says_why(client: Client, samira: people.Person) -> None:
    words = reading.text(reading.page(make.sign_in(client, samira).get("/saldo/bij-en-af")))
    assert words.count("Waarom staat dit hier?") == 4
    assert "We gebruiken het geld dat het eerst verloopt." in words
    assert "− € 150,00" in words


@pytest.mark.parametrize(
    ("query", "lines"), [("soort=erbij", 3), ("soort=boekingen", 1), ("soort=anders", 0), ("jaar=2020", 0)]
)
def test_lines_are_filtered(client: Client, samira: people.Person, query: str, lines: int) -> None:
    words = reading.text(reading.page(make.sign_in(client, samira).get(f"/saldo/bij-en-af?{query}")))
    assert words.count("Waarom staat dit hier?") == lines
    assert "U kijkt naar" in words


def test_a_wrong_filter_is_refused(client: Client, samira: people.Person) -> None:
    assert make.sign_in(client, samira).get("/saldo/bij-en-af?jaar=x").status_code == 400


def test_older_lines_are_on_the_next_page(client: Client) -> None:
    person = make.person()
    for _ in range(30):
        money.own(person.person_id, 100)
    first = reading.page(make.sign_in(client, person).get("/saldo/bij-en-af?soort=erbij"))
    assert reading.text(first).count("Waarom staat dit hier?") == 25
    older = next(a.get("href") for a in first.findall(".//a") if "voor=" in (a.get("href") or ""))
    assert reading.text(reading.page(client.get(older or ""))).count("Waarom staat dit hier?") == 5


def test_lines_are_downloaded_for_a_spreadsheet(client: Client, samira: people.Person) -> None:
    answer = make.sign_in(client, samira).get("/saldo/bij-en-af.csv?soort=boekingen")
    lines = answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()
    assert lines[0] == "Datum;Wat;Potje;Bedrag;Saldo daarna;Kenmerk;Van wie;Regel;Versie;Reden"
    assert lines[1].endswith(";Overheid;hold-the-whole-price;2026-1;")
    assert ";Vastgezet voor een boeking;Leerrecht;-150,00;1470,00;" in lines[1]


@pytest.mark.parametrize(
    ("asked", "lines"), [("bakker", 1), ("150,00", 1), ("eigen geld", 1), ("LEERRECHT", 2), ("bestaat niet", 0)]
)
def test_words_and_amounts_are_searched_for(client: Client, samira: people.Person, asked: str, lines: int) -> None:
    answer = make.sign_in(client, samira).get("/saldo/bij-en-af", query_string={"zoek": asked})
    assert reading.text(reading.page(answer)).count("Waarom staat dit hier?") == lines


def test_a_reference_leads_to_its_line(client: Client, samira: people.Person) -> None:
    line = ledger.list_entries(samira.person_id)[2]
    answer = make.sign_in(client, samira).get("/saldo/bij-en-af", query_string={"zoek": str(line.transfer_id)})
    assert reading.text(reading.page(answer)).count("Waarom staat dit hier?") == 1


@pytest.mark.usefixtures("patient")
def test_the_same_lines_on_paper_with_the_seal(client: Client, samira: people.Person) -> None:
    chain.seal()
    answer = make.sign_in(client, samira).get("/saldo/bij-en-af.pdf?soort=boekingen")
    assert answer.content_type == "application/pdf"
    assert "bij-en-af-" in answer.headers["Content-Disposition"]
    pages = " ".join(text_of(answer.data))
    assert "Vastgezet voor een boeking" in pages
    assert "Geld van Bakker Metaal" not in pages
    assert chain.head().hash[:32] in pages
    assert "1.470,00" in pages


def test_a_correction_and_its_original_lead_to_each_other(client: Client) -> None:
    person = make.person()
    money.own(person.person_id, 10_000)
    (line,) = ledger.list_entries(person.person_id)
    first, second = (make.person("administrator").person_id for _ in range(2))
    proposal = corrections.propose(line.transfer_id, 4_000, "Te veel bijgeschreven.", proposed_by=first)
    corrections.approve(proposal.correction_id, approved_by=second)
    words = reading.text(reading.page(make.sign_in(client, person).get("/saldo/bij-en-af")))
    assert "Dit draait een eerdere regel terug" in words
    assert "Dit is later teruggedraaid" in words
    assert "Reden: Te veel bijgeschreven." in words


def test_a_pot_says_whose_what_for_and_until_when(client: Client, samira: people.Person) -> None:
    pots = {pot.source: pot.pot_id for pot in ledger.list_pots(samira.person_id)}
    make.sign_in(client, samira)
    employer = reading.text(reading.page(client.get(f"/saldo/potje/{pots['employer']}")))
    assert "leren voor uw werk" in employer
    assert "terug naar de werkgever" in employer
    assert "Voor elke opleiding" in reading.text(reading.page(client.get(f"/saldo/potje/{pots['right']}")))
    assert "Van uzelf" in reading.text(reading.page(client.get(f"/saldo/potje/{pots['own']}")))


def test_another_persons_pot_does_not_exist(client: Client, samira: people.Person) -> None:
    pot = ledger.list_pots(samira.person_id)[0]
    make.sign_in(client, make.person())
    assert client.get(f"/saldo/potje/{pot.pot_id}").status_code == 404
    assert client.get(f"/saldo/potje/{uuid.uuid4()}").status_code == 404


def test_own_money_from_form_to_balance(client: Client) -> None:
    person = make.person()
    make.sign_in(client, person)
    key = reading.key(reading.page(client.get("/saldo/inleggen")))
    form = {"bedrag": "€ 50,00", "key": key}
    answer = client.post("/saldo/inleggen", data=form)
    payment = payments.get_payment(uuid.UUID(reading.last_id(answer)))
    again = client.post("/saldo/inleggen", data=form)
    assert again.headers["Location"] == answer.headers["Location"]
    words = reading.text(reading.page(client.get(answer.headers["Location"])))
    assert payments.written(payment.reference) in words
    assert "€ 50,00" in words
    assert payments.written(payment.reference) in reading.text(reading.page(client.get("/saldo/inleggen")))
    bank.import_statement(statement(Entry(5_000, text=payment.reference)), file_name=None, imported_by=None)
    db.session.commit()
    assert "Uw geld is binnen" in reading.text(reading.page(client.get(answer.headers["Location"])))
    assert "€ 50,00" in reading.text(reading.page(client.get("/saldo")))


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("5", "Vul een bedrag in van € 10,00 tot € 2.500,00."),
        ("2500,01", "Vul een bedrag in van € 10,00 tot € 2.500,00."),
        ("1.234", "twee dingen"),
        ("", "Vul dit in."),
        ("veel", "in cijfers"),
    ],
)
def test_own_money_that_cannot_be_says_why(client: Client, amount: str, message: str) -> None:
    make.sign_in(client, make.person())
    tree = reading.page(client.post("/saldo/inleggen", data={"bedrag": amount, "key": "k"}), 400)
    assert message in reading.text(tree)
    title = tree.find(".//title")
    assert title is not None
    assert (title.text or "").startswith("Fout:")


def test_another_persons_payment_does_not_exist(client: Client) -> None:
    payment = payments.top_up_own(make.person().person_id, 5_000)
    make.sign_in(client, make.person())
    assert client.get(f"/saldo/inleggen/{payment.payment_id}").status_code == 404


@pytest.mark.parametrize("path", ["/saldo", "/saldo/bij-en-af", "/saldo/bij-en-af.csv", "/saldo/inleggen"])
def test_saldo_is_for_workers(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    make.sign_in(client, make.person("administrator"))
    assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    ("today", "day", "months"),
    [
        (date(2026, 11, 24), date(2027, 12, 31), 13),
        (date(2026, 11, 24), date(2026, 12, 23), 0),
        (date(2026, 11, 24), date(2026, 12, 24), 1),
    ],
)
def test_months_are_counted_whole(today: date, day: date, months: int) -> None:
    assert rules.months_between(today, day) == months
