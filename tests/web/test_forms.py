"""A form that is refused is shown again, with what was typed, what was wrong and what is possible."""

import html5lib
import pytest
from flask.testing import FlaskClient

from tests.people import make
from tests.web import probe

pytestmark = pytest.mark.usefixtures("session", "gate")


@pytest.fixture
def worker(client: FlaskClient) -> FlaskClient:
    return make.sign_in(client, make.person())


def test_every_field_is_named_and_what_was_typed_stays(worker: FlaskClient) -> None:
    answer = worker.post("/proef", data={"naam": "<b>&lang", "bedrag": "1.234", "kleur": "rood", "key": "k"})
    assert answer.status_code == 400
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert 'value="&lt;b&gt;&amp;lang"' in answer.text
    assert 'value="1.234"' in answer.text
    assert "Dit bedrag kan twee dingen betekenen." in answer.text
    assert 'href="#naam"' in answer.text
    assert 'href="#bedrag"' in answer.text
    assert "Dit veld kennen we niet." in answer.text


def test_what_is_possible_instead_is_a_link(worker: FlaskClient) -> None:
    answer = worker.post("/proef", data={"naam": "full", "bedrag": "5", "key": "k"})
    assert answer.status_code == 409
    assert "u komt €\u00a01,00 tekort" in answer.text
    assert 'href="/saldo"' in answer.text


def test_a_good_form_leads_on(worker: FlaskClient) -> None:
    answer = worker.post("/proef", data={"naam": " las ", "bedrag": "€ 1.250,50", "soort": "", "key": "k"})
    assert (answer.status_code, answer.location) == (303, "/proef")
    assert probe.messages() == 1


def test_who_may_not_see_the_page_does_not_get_it_by_sending_its_form(worker: FlaskClient, client: FlaskClient) -> None:
    answer = worker.post("/proef/alleen-werkgever", data={})
    assert answer.status_code == 403
    assert "U mag deze bladzijde niet bekijken" in answer.text


def test_who_is_not_signed_in_goes_to_sign_in_and_comes_back(client: FlaskClient) -> None:
    answer = client.get("/proef/alleen-werkgever?a=1&b=2")
    assert (answer.status_code, answer.location) == (302, "/inloggen?naar=/proef/alleen-werkgever?a%3D1%26b%3D2")
    assert client.post("/proef", data={"naam": "x"}).location == "/inloggen?naar=/proef"
    assert client.post("/proef/weigering/NotSignedIn").location == "/inloggen?naar=/start"
