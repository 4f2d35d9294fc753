"""Moving a booking on screen and over JSON."""

import flask.testing
import pytest

from tests.courses.bookings import make
from tests.courses.bookings.test_api import Caller
from tests.courses.bookings.test_pages import sign_in, text_of
from tests.courses.moves.make import other_date

pytestmark = pytest.mark.usefixtures("session")

Client = flask.testing.FlaskClient


def test_a_person_moves_a_booking_in_two_steps(client: Client) -> None:
    line = make.line()
    dearer = other_date(line.edition, price_cents=64_000)
    sign_in(client, line.person_id)
    page = f"/boekingen/{line.booking.reference}"
    here = f"{page}/verplaatsen"
    assert f'href="{here}"' in client.get(page).get_data(as_text=True)
    assert "€ 40,00 meer" in text_of(client.get(here))
    check = client.get(f"{here}?datum={dearer.edition_id}")
    assert "€ 40,00 meer uit uw potjes" in text_of(check)
    form = {"datum": str(dearer.edition_id), "prijs": "60000", "key": "k1"}
    refused = client.post(here, data=form)
    assert refused.status_code == 409
    assert "Hij is nu € 640,00." in text_of(refused)
    moved = client.post(here, data=form | {"prijs": "64000", "key": "k2"})
    assert moved.status_code == 303
    assert "Uw boeking is verplaatst." in text_of(client.get(moved.location))
    assert "Deze boeking is vervangen" in text_of(client.get(page))
    assert "Deze boeking kunt u niet meer verplaatsen." in text_of(client.get(here))


def test_moving_as_json(client: Client) -> None:
    line = make.line()
    target = other_date(line.edition, price_cents=50_000)
    caller, path = Caller(client, line.person_id), f"/bookings/{line.booking.booking_id}"
    status, dates, _ = caller.get(f"{path}/dates")
    assert (status, [date["backCents"] for date in dates["items"]]) == (200, [10_000])
    body = {"editionId": str(target.edition_id), "expectedPriceCents": 50_000}
    status, moved, response = caller.post(f"{path}/move", body, "once")
    assert (status, moved["state"], moved["priceCents"]) == (201, "confirmed", 50_000)
    assert response.headers["Location"].endswith(moved["id"])
    assert caller.post(f"{path}/move", body, "once")[1]["id"] == moved["id"]
    assert Caller(client, make.learner()).post(f"{path}/move", body)[0] == 404
