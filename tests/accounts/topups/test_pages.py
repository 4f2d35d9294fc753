"""The pages of an employer, from file to paid."""

import io
import uuid
from typing import Any

import flask.testing
import pytest

from leerloket import db
from leerloket.accounts.bank import service as bank
from leerloket.accounts.payments import service as payments
from leerloket.accounts.topups import reading as reading_rows
from leerloket.accounts.topups import service
from leerloket.people import service as people
from tests.accounts import reading
from tests.accounts.bank.make import Entry, statement
from tests.accounts.topups import make
from tests.people import make as persons

pytestmark = pytest.mark.usefixtures("session")
Client = flask.testing.FlaskClient

FILE = "personeelsnummer;bedrag\n101;250\n102;3000\n103;25O\n999;1.234\n"


@pytest.fixture
def company() -> make.Company:
    made = make.company(3)
    db.session.commit()
    return made


@pytest.fixture
def hr(client: Client, company: make.Company) -> Client:
    """A client signed in as the employer's payroll."""
    return persons.sign_in(client, people.get_person(company.clerk_id))


def upload(hr: Client, content: bytes = FILE.encode(), name: str = "stortingen-nov.csv") -> str:
    """Upload a file; answers the address of its check page."""
    answer = hr.post("/werkgever/storten/bestand", data={"bestand": (io.BytesIO(content), name)})
    return f"/werkgever/storten/bestand/{reading.last_id(answer)}"


def see(hr: Client, url: str) -> Any:
    """The page an address leads to."""
    return reading.page(hr.get(url, follow_redirects=True))


def test_from_file_to_paid(hr: Client, company: make.Company) -> None:
    url = upload(hr)
    page = see(hr, url)
    words = reading.text(page)
    assert "stortingen-nov.csv" in words
    assert "1 rij, € 250,00" in words
    assert "1 rij, € 3.000,00" in words
    assert "Vul een getal in. U vulde een letter O in." in words
    assert "Deze persoon kennen we niet als uw werknemer." in words
    assert "Nog niets is gestort." in words
    assert hr.post(f"{url}/rij/4", data={"amount": "250"}).status_code == 303
    assert "Rij 4 is hersteld." in reading.text(see(hr, url))
    page = see(hr, url)
    form = {"vragen": "ja", "key": reading.key(page)}
    assert hr.post(f"{url}/bevestigen", data=form).status_code == 303
    assert hr.post(f"{url}/bevestigen", data=form).status_code == 303
    payment = payments.list_payments(company.employer_id)[0]
    assert payment.amount_cents == 350_000
    words = reading.text(see(hr, url))
    assert "Uw storting is bevestigd" in words
    assert payments.written(payment.reference) in words
    assert payments.written(payment.reference) in reading.text(reading.page(hr.get("/werkgever/betalingen")))
    assert "Betaal € 3.500,00" in reading.text(reading.page(hr.get("/werkgever")))
    bank.import_statement(statement(Entry(350_000, text=payment.reference)), file_name=None, imported_by=None)
    db.session.commit()
    assert "Uw geld is binnen" in reading.text(see(hr, url))
    batch_id = uuid.UUID(url[-36:])
    service.credit_next(company.employer_id, batch_id, 1)
    db.session.commit()
    page = see(hr, url)
    assert "Uw storting wordt verdeeld" in reading.text(page)
    poll = page.find(".//*[@data-poll]")
    assert poll is not None
    assert reading.data(hr.get(poll.get("data-poll") or "")) == {"done": 1, "total": 3, "text": "1 van 3"}
    service.work()
    assert "3 werknemers hebben hun geld" in reading.text(see(hr, url))
    assert "Ontvangen" in reading.text(reading.page(hr.get("/werkgever/betalingen")))


def test_the_same_file_leads_to_its_first_run(hr: Client) -> None:
    first = upload(hr)
    assert upload(hr, name="kopie.csv") == first
    assert "Dit bestand is al ingelezen op" in reading.text(see(hr, first))


def test_errors_are_filtered_paged_and_downloaded(hr: Client) -> None:
    rows = "".join(f"9{n:03};10\n" for n in range(25)) + "101;x\n"
    url = upload(hr, ("personeelsnummer;bedrag\n" + rows).encode())
    page = see(hr, url)
    assert "25 × persoon onbekend" in reading.text(page)
    assert "rij 21" in reading.text(page)
    assert "rij 22" not in reading.text(page)
    assert "Er kan nog niets door" in reading.text(page)
    assert "rij 27" in reading.text(reading.page(hr.get(f"{url}/controle?na=21")))
    only = reading.text(reading.page(hr.get(f"{url}/controle?fout=amount-not-a-number")))
    assert "rij 27" in only
    assert "rij 2 " not in only
    answer = hr.get(f"{url}/fouten.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert len(answer.get_data(as_text=True).splitlines()) == 27


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "Kies een bestand."), (b"naam\n", "geen rijen"), (b"PK\x03\x04", "geen heel Excel-bestand")],
)
def test_a_file_that_cannot_be_read_is_refused(hr: Client, content: bytes, message: str) -> None:
    answer = hr.post("/werkgever/storten/bestand", data={"bestand": (io.BytesIO(content), "x.csv")})
    assert message in reading.text(reading.page(answer, 400))


def test_one_employee_by_the_form(hr: Client, company: make.Company) -> None:
    reading.page(hr.get("/werkgever/storten?wie=101"))
    form = {"wie": "101", "bedrag": "1.250,00", "doel": ["job", "study"], "geldig_tot": "2030-12-31", "kenmerk": "nov"}
    answer = hr.post("/werkgever/storten", data=form)
    batch = service.get_batch(company.employer_id, uuid.UUID(reading.last_id(answer)))
    row = service.get_rows(batch)[0]
    assert (row.amount_cents, row.purposes, row.note) == (125_000, ["job", "study"], "nov")
    assert "Controleer uw storting" in reading.text(see(hr, answer.headers["Location"]))


def test_everything_wrong_with_the_form_is_said_at_once(hr: Client, company: make.Company) -> None:
    answer = hr.post("/werkgever/storten", data={"wie": "999", "bedrag": "1.234", "geldig_tot": "2020-01-01"})
    words = reading.text(reading.page(answer, 400))
    for message in ("Deze persoon kennen we niet", "twee dingen", "Deze dag is al voorbij."):
        assert message in words
    assert service.list_batches(company.employer_id) == []


def test_confirming_without_a_good_row_is_refused(hr: Client, company: make.Company) -> None:
    url = upload(hr, b"personeelsnummer;bedrag\n101;3000\n")
    words = reading.text(reading.page(hr.post(f"{url}/bevestigen", data={"key": "k"}), 409))
    assert "Er is geen rij die door kan." in words
    assert payments.list_payments(company.employer_id) == []


def test_a_batch_is_checked_again(hr: Client) -> None:
    url = upload(hr)
    assert hr.post(f"{url}/opnieuw").headers["Location"] == f"{url}/controle"


def test_the_template_has_the_header_we_read(hr: Client) -> None:
    text = hr.get("/werkgever/storten/voorbeeld.csv").get_data(as_text=True)
    assert text.startswith("\ufeffpersoneelsnummer;e-mail;accountnummer;bedrag;potje;geldig tot;kenmerk")


def test_another_employers_batch_does_not_exist(client: Client, company: make.Company) -> None:
    batch = make.check(company, FILE)
    persons.sign_in(client, people.get_person(make.company(1).clerk_id))
    url = f"/werkgever/storten/bestand/{batch.batch_id}"
    assert [client.get(url + end).status_code for end in ("", "/controle", "/voortgang.json", "/fouten.csv")] == [
        404
    ] * 4
    assert client.post(f"{url}/bevestigen", data={"key": "k"}).status_code == 404
    assert client.post(f"{url}/opnieuw").status_code == 404
    assert client.post(f"{url}/rij/2", data={"amount": "1"}).status_code == 404


@pytest.mark.parametrize("path", ["", "/storten", "/storten/bestand", "/betalingen"])
def test_these_pages_are_for_employers(client: Client, company: make.Company, path: str) -> None:
    assert client.get(f"/werkgever{path}").status_code == 302
    persons.sign_in(client, persons.person())
    assert client.get(f"/werkgever{path}").status_code == 403
    persons.sign_in(client, people.get_person(company.clerk_id))
    reading.page(client.get(f"/werkgever{path}"))


def test_columns_are_pointed_out_on_a_page(hr: Client) -> None:
    url = upload(hr, b"Stamnr;Budget 2026\n101;10\n")
    page = see(hr, url)
    assert "Wat staat in welke kolom?" in reading.text(page)
    assert "Budget 2026" in reading.text(page)
    refused = reading.page(hr.post(f"{url}/kolommen", data={"kolom-0": "personnel_number"}), 400)
    assert "Wijs de kolom met het bedrag aan." in reading.text(refused)
    told = {"kolom-0": "personnel_number", "kolom-1": "amount", "kolom-2": "note"}
    assert hr.post(f"{url}/kolommen", data=told).status_code == 303
    assert "1 rij, € 10,00" in reading.text(see(hr, url))
    assert "lezen we het bestand opnieuw" in reading.text(reading.page(hr.get(f"{url}/kolommen")))


def test_questions_are_answered_and_rows_passed_over_on_the_page(hr: Client) -> None:
    url = upload(hr, b"personeelsnummer;bedrag\n101;10\n101;20\n102;3000\n103;x\n")
    words = reading.text(see(hr, url))
    assert "Deze persoon staat ook in rij 2. Klopt dit?" in words
    assert "1 × hoog bedrag" in words
    assert hr.post(f"{url}/rij/3/antwoord", data={"antwoord": "ja"}).status_code == 303
    assert hr.post(f"{url}/antwoorden", data={"antwoord": "overslaan", "fout": "large-amount"}).status_code == 303
    assert hr.post(f"{url}/rij/5/antwoord?fout=amount-not-a-number", data={"antwoord": "overslaan"}).status_code == 303
    words = reading.text(see(hr, url))
    assert "2 rijen, € 30,00" in words
    assert "2 overgeslagen rijen" in words
    assert hr.post(f"{url}/rij/5/antwoord", data={"antwoord": "terug"}).status_code == 303
    assert hr.post(f"{url}/rij/5/antwoord", data={"antwoord": "ja"}).status_code == 409
    assert hr.post(f"{url}/rij/5/antwoord", data={"antwoord": "misschien"}).status_code == 400


def test_mended_rows_are_uploaded_into_the_same_run(hr: Client) -> None:
    url = upload(hr, b"personeelsnummer;bedrag\n101;x\n102;5\n")
    mended = hr.get(f"{url}/fouten.csv").get_data(as_text=True).replace(";x;", ";7;").encode()
    answer = hr.post(f"{url}/verbeterd", data={"bestand": (io.BytesIO(mended), "fouten.csv")})
    assert answer.status_code == 303
    assert "2 rijen, € 12,00" in reading.text(see(hr, url))
    assert hr.get(f"{url}/fouten.xlsx").get_data()[:2] == b"PK"
    assert "Kies een bestand." in reading.text(reading.page(hr.post(f"{url}/verbeterd"), 400))


def test_a_large_file_shows_progress_until_it_is_checked(hr: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_rows, "READ_AT_ONCE", 1)
    url = upload(hr, b"personeelsnummer;bedrag\n101;10\n102;5\n")
    page = see(hr, url)
    assert "We controleren uw bestand" in reading.text(page)
    assert "U kunt weggaan." in reading.text(page)
    assert reading.data(hr.get(f"{url}/voortgang.json")) == {"done": 0, "total": 3, "text": "0 van 2 rijen"}
    service.check_waiting()
    assert reading.data(hr.get(f"{url}/voortgang.json"))["done"] == 1
    assert "Controleer uw storting" in reading.text(see(hr, f"{url}/voortgang"))
