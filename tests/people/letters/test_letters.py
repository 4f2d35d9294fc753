"""People without e-mail: their messages go on paper, each in one batch, once."""

import io

import flask
import html5lib
import pdfplumber
import pikepdf
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from leerloket import db, outbox
from leerloket.people import service as people
from leerloket.people.letters import service
from leerloket.people.reads.models import Read
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def on_paper(name: str = "Gerda de Wit") -> people.Person:
    """Somebody without e-mail, who was welcomed and got money."""
    person = people.create_person_on_paper(name, "Dorpsstraat 1\n5611 AB Eindhoven", birth_on=make.BORN)
    more = {"name": name, "employer": "Van Dijk", "amount": "€ 500,00", "until": ""}
    outbox.put(
        "employer_money_received", "", dedup=f"money:{person.person_id}", facts=more, account_id=person.person_id
    )
    return person


def test_a_letter_is_in_one_batch_and_once(app: flask.Flask) -> None:
    on_paper()
    by = make.person("administrator").person_id
    with app.app_context():
        waiting = service.list_waiting()
    assert [letter.message.kind for letter in waiting] == ["welcome", "employer_money_received"]
    batch = service.make_batch(by=by)
    assert batch.letters == 2
    assert service.list_waiting() == []
    with pytest.raises(service.NothingToPrint):
        service.make_batch(by=by)


def test_an_administrator_prints_a_batch_as_tagged_pdf(client: FlaskClient) -> None:
    person = on_paper()
    make.sign_in(client, make.person("administrator"))
    page = client.get("/beheer/brieven")
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert "Gerda de Wit" in page.text
    assert client.post("/beheer/brieven").status_code == 303
    (batch,) = service.list_batches()
    answer = client.get(f"/beheer/brieven/{batch.batch_id}.pdf")
    assert answer.mimetype == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.data)) as pdf:
        texts = [sheet.extract_text() for sheet in pdf.pages]
    assert len(texts) == 2
    assert "5611 AB Eindhoven" in texts[0]
    assert "Welkom bij Leerloket" in texts[0]
    assert person.number in texts[1]
    assert "€ 500,00" in texts[1]
    with pikepdf.open(io.BytesIO(answer.data)) as pdf_file:
        assert pdf_file.Root.MarkInfo.Marked
    seen = sa.select(Read.object_type).where(Read.account_id == person.person_id)
    assert set(db.session.scalars(seen)) == {"letter"}
    assert client.post("/beheer/brieven").status_code == 409


def test_what_does_not_exist_is_not_printed(client: FlaskClient) -> None:
    make.sign_in(client, make.person("administrator"))
    assert client.get(f"/beheer/brieven/{db.new_id()}.pdf").status_code == 404


def test_who_is_erased_gets_no_letter_and_leaves_no_word() -> None:
    person = on_paper()
    people.erase_person(person.person_id)
    db.session.expire_all()
    assert service.list_waiting() == []
    assert people.get_person(person.person_id).postal_address is None
    mine = sa.select(outbox.Message).where(outbox.Message.account_id == person.person_id)
    assert [message.facts for message in db.session.scalars(mine)] == [{}, {}]


def test_the_api_does_the_same(client: FlaskClient) -> None:
    on_paper()
    headers = make.bearer(make.person("administrator"))
    address = "/api/v1/letter-batches"
    assert client.get(address, headers=headers).get_json() == {"waiting": 2, "items": [], "next": None}
    made = client.post(address, headers=headers)
    assert (made.status_code, made.get_json()["letters"]) == (201, 2)
    pdf = client.get(f"{address}/{made.get_json()['id']}/letters.pdf", headers=headers)
    assert pdf.mimetype == "application/pdf"
    again = client.post(address, headers=headers)
    assert (again.status_code, again.get_json()["code"]) == (409, "nothing-to-print")
