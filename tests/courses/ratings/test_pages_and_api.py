"""Ratings on screen and as JSON."""

import flask.testing
import pytest

from leerloket.courses.ratings import service
from leerloket.people import service as people_service
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.courses.ratings import make
from tests.people import make as people

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient
ANSWERS = {"ontvangst": "4", "leerstof": "5", "docenten": "5", "middelen": "3", "begeleiding": "4"}


def test_the_page_of_the_booking_leads_to_five_questions(client: Client) -> None:
    line = make.attended()
    page = f"/boekingen/{line.booking.reference}"
    with make.at_home(line):
        sign_in(client, line.person_id)
        assert f'href="{page}/beoordelen"' in client.get(page).get_data(as_text=True)
        assert "Hoe waren de docenten?" in text_of(client.get(page + "/beoordelen"))
        assert client.post(page + "/beoordelen", data=ANSWERS).location.endswith(page)
        assert "Dank u." in text_of(client.get(page))
    found = service.get_rating(line.person_id, line.booking.booking_id)
    assert found is not None
    assert found.means == 3


def test_an_answer_that_lacks_is_asked_for_and_the_others_stay(client: Client) -> None:
    line = make.attended()
    with make.at_home(line):
        sign_in(client, line.person_id)
        answers = {name: value for name, value in ANSWERS.items() if name != "leerstof"}
        refused = client.post(f"/boekingen/{line.booking.reference}/beoordelen", data=answers)
    assert refused.status_code == 400
    assert "Kies een cijfer." in text_of(refused)
    assert refused.get_data(as_text=True).count("checked") == 4


def test_the_page_of_a_module_tells_what_others_think(client: Client) -> None:
    line = make.rated(5)
    shown = text_of(client.get(f"/opleidingen/{line.edition.slug}"))
    assert "5 mensen die er waren, geven een 4,2 van 5." in shown
    api = client.get(f"/api/v1/modules/{line.edition.module_id}/rating")
    assert api.get_json() == {"count": 5, "overall": 4.2, "averages": {k: float(v) for k, v in make.FINE.items()}}


def test_a_rating_as_json(client: Client) -> None:
    line = make.attended()
    with make.at_home(line):
        headers = people.bearer(people_service.get_person(line.person_id))
        address = f"/api/v1/bookings/{line.booking.booking_id}/rating"
        assert client.get(address, headers=headers).status_code == 404
        assert client.put(address, json=make.FINE | {"welcome": 6}, headers=headers).status_code == 400
        answer = client.put(address, json=make.FINE, headers=headers)
        assert answer.status_code == 200
        assert answer.get_json()["bookingId"] == str(line.booking.booking_id)
        assert client.get(address, headers=headers).get_json()["means"] == 3
