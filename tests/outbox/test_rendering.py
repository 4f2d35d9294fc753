"""The words of a message: as plain text, and as simple HTML without anything remote."""

import uuid

import flask
import html5lib

from leerloket import outbox
from leerloket.outbox import rendering


def message(**facts: str) -> outbox.Message:
    facts = {"name": "Samira", "number": "LR-204-881"} | facts
    return outbox.Message(
        message_id=uuid.uuid4(), kind="welcome", language="nl", facts=facts, to_address="samira@voorbeeld.nl"
    )


def test_paragraphs_and_lists_and_links_are_found() -> None:
    found = rendering.blocks("Beste Samira,\n\nKies:\n- dit\n- dat\n\nKijk op https://leerloket.example/saldo.\nDag")
    assert [block.is_list for block in found] == [False, False, True, False]
    assert found[2].lines == ((("dit", False),), (("dat", False),))
    assert found[3].lines[0] == (("Kijk op ", False), ("https://leerloket.example/saldo", True), (".", False))


def test_a_mail_carries_its_words_twice_and_nothing_remote(app: flask.Flask) -> None:
    one = message()
    mail = outbox.as_mail(app, one, outbox.render(app, one))
    assert mail["Subject"] == "Welkom bij Leerloket"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Uw account is klaar." in plain.get_content()
    text = html.get_content()
    html5lib.HTMLParser(strict=True).parse(text)
    assert "<p>Uw account is klaar." in text.replace("\r\n", "\n")
    assert 'lang="nl"' in text
    assert not any(word in text for word in ("src=", "url(", "<img", "<link", "<script"))


def test_what_somebody_wrote_stays_text(app: flask.Flask) -> None:
    one = message(name='<img src="https://elsewhere.example/x.png">')
    html = outbox.as_mail(app, one, outbox.render(app, one)).get_body(("html",))
    assert html is not None
    assert "<img" not in html.get_content()
    assert "&lt;img" in html.get_content()
