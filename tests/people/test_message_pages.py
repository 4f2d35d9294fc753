"""The catalogue of messages can be looked at: every one, in each language, as it is sent."""

import html5lib
import pytest
from flask.testing import FlaskClient

from leerloket import outbox
from tests.people import make

pytestmark = pytest.mark.usefixtures("session")


def test_every_message_is_listed_and_can_be_looked_at(client: FlaskClient) -> None:
    make.sign_in(client, make.person("administrator"))
    listed = client.get("/beheer/berichten").text
    html5lib.HTMLParser(strict=True).parse(listed)
    for kind in outbox.list_kinds():
        assert f"/beheer/berichten/{kind.kind}" in listed
        page = client.get(f"/beheer/berichten/{kind.kind}")
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert page.text.count("Als platte tekst") == len(kind.examples) * len(kind.languages)


def test_an_unknown_message_does_not_exist(client: FlaskClient) -> None:
    make.sign_in(client, make.person("administrator"))
    assert client.get("/beheer/berichten/nooit-gestuurd").status_code == 404
