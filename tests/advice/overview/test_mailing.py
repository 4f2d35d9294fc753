"""The overview by mail: the PDF goes along, and the subject says nothing of what is in it."""

from typing import Any

import flask
import pytest
import sqlalchemy as sa

from leerloket import db, outbox, printing
from leerloket.advice.overview import rules, service
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")


def mailed() -> outbox.Message:
    return db.session.scalars(sa.select(outbox.Message).where(outbox.Message.kind == "overview")).one()


def test_the_pdf_goes_along_once_and_is_kept_no_longer(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[str, Any] = {}

    def draw(_template: str, **facts: Any) -> bytes:
        drawn.update(facts)
        return b"%PDF-1.7"

    monkeypatch.setattr(printing, "draw", draw)
    person = people.person()
    with app.test_request_context():
        overview = service.gather(person.person_id, service.Options("en", is_large=True))
        service.mail(person.person_id, overview)
        service.mail(person.person_id, overview)
    assert (drawn["language"], drawn["overview"].is_large) == ("en", True)
    message = mailed()
    mail = outbox.as_mail(app, message, outbox.render(app, message), outbox.find_file(message.message_id))
    [file] = mail.iter_attachments()
    assert str(file.get_filename()).endswith(".pdf")
    assert file.get_content() == b"%PDF-1.7"
    assert mail["Subject"] == "Your Leerloket overview"
    outbox.mark_sent(message)
    assert outbox.find_file(message.message_id) is None


def test_without_an_address_it_is_refused(app: flask.Flask) -> None:
    person = people.person()
    person.email = None
    with app.test_request_context(), pytest.raises(rules.NoAddressForOverview):
        service.mail(person.person_id, service.gather(person.person_id))


def test_the_choices_stand_on_the_page(client: flask.testing.FlaskClient) -> None:
    people.sign_in(client, people.person())
    page = client.get("/plan/overzicht?taal=en&letter=groot").get_data(as_text=True)
    assert 'class="ll-flow ll-large" lang="en"' in page
    assert "/plan/overzicht.pdf?taal=en&amp;letter=groot" in page
    assert client.get("/plan/overzicht?taal=xx").status_code == 400
